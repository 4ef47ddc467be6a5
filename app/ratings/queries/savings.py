"""The year's savings of each scheme, with where it belongs and whether the reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, case, func, select, true

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Workstream
from app.programmes.queries import seen_records
from app.savings import queries as savings
from app.savings import rules
from app.savings.models import Scheme, SchemeMonth, SchemeStatus
from app.savings.queries import held
from app.savings.queries.totals import schemes_of
from app.savings.queries.validated import validated_sums


@dataclass(frozen=True, slots=True)
class PlacedSums:
    """One scheme's year, in pence, with where it belongs and whether the reader may see it."""

    workstream_id: int
    is_hidden: bool
    sums: rules.SchemeSums


def scheme_sums(
    programme_id: int,
    month: Month,
    visible_to: Actor,
    as_at: date | None = None,
    *,
    only: int | None = None,
) -> Sequence[PlacedSums]:
    """Each scheme that is not withdrawn, by reference, with its year up to and after the month.

    `as_at`: the day on which the quality gate is asked; else the last of the month. `only`: the id
    of the one workstream whose schemes are asked for.
    """
    validated = validated_sums(month.financial_year, month, programme_id)
    mine = true() if only is None else Scheme.workstream_id == only
    cells = _cells(schemes_of(programme_id).where(mine), month)
    hidden = case((seen_records(visible_to, Scheme), False), else_=True)
    statement = (
        select(
            Scheme.workstream_id,
            hidden,
            Scheme.ref,
            Scheme.title,
            Scheme.development_status,
            Scheme.delivery_risk,
            Scheme.status,
            held.is_held(as_at or month.last),
            func.coalesce(validated.c.pence, 0),
            *(func.coalesce(cells.c[name], 0) for name in savings.sums(month)),
        )
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(cells, cells.c.scheme_id == Scheme.id)
        .outerjoin(validated, validated.c.scheme_id == Scheme.id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(mine)
        .order_by(Scheme.ref, Scheme.id)
    )
    return [_placed(row) for row in db.session.execute(statement)]


def _cells(schemes: Select[int], month: Month) -> Subquery:
    """The cells by scheme, found through the list of schemes: so they need not be sorted."""
    year = month.financial_year
    return (
        select(
            SchemeMonth.scheme_id,
            *(each.label(name) for name, each in savings.sums(month).items()),
        )
        .where(SchemeMonth.scheme_id.in_(schemes))
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
        .group_by(SchemeMonth.scheme_id)
        .subquery("cells")
    )


def _placed(row: Any) -> PlacedSums:
    place, hidden, ref, title, status, risk, stands, is_held, validated, *cells = row
    plan, ytd_plan, ytd_actual, remaining, recurrent = cells
    sums = rules.SchemeSums(
        ref=ref,
        title=title,
        status=status,
        risk=risk,
        is_transacted=stands is SchemeStatus.COMPLETE,
        plan=plan,
        ytd_plan=ytd_plan,
        ytd_actual=ytd_actual,
        remaining_forecast=remaining,
        recurrent_forecast=recurrent,
        held=remaining if is_held else Pence(0),
        validated=validated,
    )
    return PlacedSums(place, bool(hidden), sums)
