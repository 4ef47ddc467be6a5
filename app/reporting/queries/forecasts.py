"""The forecasts that stood in locked months: the newest version of each, read without the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from app.core.financial_year import Month
from app.db import db
from app.reporting.models import FrozenMonth, Period
from app.reporting.rules.past import Cells, Line, Stood, with_differences

MOST = 24  # months: two years of history
MONTHS = 12
KEPT = 100


def stood(programme_id: int, before: Month | None = None) -> list[Stood]:
    """Locked months before this one (None: all), oldest first."""
    newest = func.max(FrozenMonth.version).over(partition_by=FrozenMonth.period_id)
    ranked = (
        select(Period.month, FrozenMonth.version, FrozenMonth.data_hash, newest.label("newest"))
        .join(Period, Period.id == FrozenMonth.period_id)
        .where(Period.programme_id == programme_id)
        .subquery()
    )
    statement = (
        select(ranked.c.data_hash)
        .where(ranked.c.version == ranked.c.newest)
        .order_by(ranked.c.month.desc())
        .limit(MOST)
    )
    if before is not None:
        statement = statement.where(ranked.c.month < before)
    return with_differences(
        [_stood(each) for each in reversed(db.session.scalars(statement).all())]
    )


@lru_cache(maxsize=KEPT)
def _stood(digest: str) -> Stood:
    """Read once for each process: what has this hash never changes."""
    text = db.session.scalars(
        select(FrozenMonth.document).where(FrozenMonth.data_hash == digest).limit(1)
    ).one()
    return of_plain(json.loads(text))


def of_plain(document: dict[str, Any]) -> Stood:
    """A document's months, from its JSON: a part of what is read for a pack."""
    month = Month.parse(document["month"])
    months = document["months"]
    whole = Line("", "", "", tuple(months["forecast"]), tuple(months["actual"]))
    lines = [_line(each, month) for each in document["schemes"]]
    return Stood(month, whole, {each.ref: each for each in lines})


def _line(scheme: dict[str, Any], month: Month) -> Line:
    figures = scheme["figures"]
    cells = scheme.get("months")
    forecast = _both(cells, "forecast") if cells else _last(figures, month)
    return Line(
        ref=scheme["ref"],
        workstream=scheme["workstream"],
        status=scheme["development_status"],
        forecast=forecast,
        actual=_both(cells, "actual") if cells else (),
        to_date=figures["ytd_actual"],
    )


def _both(cells: dict[str, Any], measure: str) -> Cells:
    recurrent, other = cells[f"{measure}_recurrent"], cells[f"{measure}_non_recurrent"]
    return added(recurrent, other)


def added(recurrent: Sequence[int | None], other: Sequence[int | None]) -> Cells:
    """Both parts together; None where neither was given."""
    return tuple(
        None if one is None and two is None else (one or 0) + (two or 0)
        for one, two in zip(recurrent, other, strict=True)
    )


def _last(figures: dict[str, Any], month: Month) -> Cells:
    """A document without cells tells of one month only: in February, what March was to bring."""
    if month.number != MONTHS - 1:
        return ()
    return (None,) * (MONTHS - 1) + (figures["forecast"] - figures["ytd_actual"],)
