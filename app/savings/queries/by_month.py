"""The year's savings month by month, added up by the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Workstream
from app.programmes.queries import seen
from app.savings.models import Scheme, SchemeMonth, SchemeStatus
from app.savings.queries.totals import added, both
from app.savings.rules.figures import YearFigures


@dataclass(frozen=True, slots=True)
class MonthSums:
    """One month of the whole programme, in pence."""

    month: Month
    plan: int
    forecast: int
    actual: int | None


def by_month(programme_id: int, year: FinancialYear, visible_to: Actor) -> Sequence[MonthSums]:
    """Twelve months of the schemes that the reader may see; an actual is None if none gives it."""
    statement = (
        select(
            SchemeMonth.month,
            added(both("plan")),
            added(both("forecast")),
            added(both("actual")),
            func.count(
                func.coalesce(SchemeMonth.actual_recurrent, SchemeMonth.actual_non_recurrent)
            ),
        )
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
        .group_by(SchemeMonth.month)
    )
    rows = {row[0]: row for row in db.session.execute(seen(statement, visible_to, Scheme))}
    return [_month(each, rows.get(each)) for each in year.months]


def of_years(year: FinancialYear, places: Iterable[YearFigures]) -> Sequence[MonthSums]:
    """The same from workstreams' years that have been read already."""
    listed = list(places)

    def given(measure: str, place: int) -> list[Pence]:
        cells = (getattr(each, measure).months[place] for each in listed)
        return [cell for cell in cells if cell is not None]

    return [
        MonthSums(
            month=month,
            plan=sum(given("plan", place)),
            forecast=sum(given("forecast", place)),
            actual=sum(landed) if (landed := given("actual", place)) else None,
        )
        for place, month in enumerate(year.months)
    ]


def _month(month: Month, row: Any) -> MonthSums:
    if row is None:
        return MonthSums(month, 0, 0, None)
    return MonthSums(month, row[1], row[2], row[3] if row[4] else None)
