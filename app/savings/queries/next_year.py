"""Each scheme's year by month, and whether next year has a plan already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Subquery, and_, case, cast, func, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings import rules
from app.savings.models import Scheme, SchemeMonth, SchemeStatus
from app.savings.queries.totals import added, both
from app.savings.rules import next_year
from app.savings.rules.next_year import Opening


@dataclass(frozen=True, kw_only=True)
class OpeningLine:
    """A scheme, what next year opens with, and the plan that it has there already, in pence."""

    id: int
    ref: str
    title: str
    workstream_ref: str
    opening: Opening
    non_recurrent: Pence
    planned_cells: int
    planned: Pence

    @property
    def is_planned(self) -> bool:
        """Whether next year has a plan already: it stays as it is."""
        return self.planned_cells > 0

    @property
    def opens(self) -> bool:
        """Whether next year would open with a roll-over."""
        return bool(self.opening.roll_over) and not self.is_planned


def lines(programme_id: int, month: Month, visible_to: Actor) -> list[OpeningLine]:
    """Every scheme that is not withdrawn, by workstream and reference, in one statement."""
    year = month.financial_year
    ahead = _ahead(programme_id, year.next)
    statement = (
        select(
            Scheme.id,
            Scheme.ref,
            Scheme.title,
            Workstream.ref.label("workstream_ref"),
            Scheme.signed_full_year_effect,
            _non_recurrent(month).label("non_recurrent"),
            func.coalesce(func.max(ahead.c.cells), 0).label("planned_cells"),
            func.coalesce(func.max(ahead.c.pence), 0).label("planned"),
            *_by_month(year, month),
        )
        .select_from(Scheme)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(SchemeMonth, and_(SchemeMonth.scheme_id == Scheme.id, _in(year)))
        .outerjoin(ahead, ahead.c.scheme_id == Scheme.id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .group_by(Scheme.id, Workstream.id)
        .order_by(Workstream.ref, Scheme.ref, Scheme.id)
    )
    found = db.session.execute(programmes.seen(statement, visible_to, Scheme))
    return [_line(row) for row in found]


def schemes(ids: Sequence[int]) -> dict[int, Scheme]:
    """Those schemes by id, with what their history needs."""
    found = db.session.scalars(
        select(Scheme).where(Scheme.id.in_(ids)).options(joinedload(Scheme.workstream))
    )
    return {each.id: each for each in found}


def months(ids: Sequence[int], year: FinancialYear) -> dict[tuple[int, Month], SchemeMonth]:
    """The stored months of these schemes in the year."""
    found = db.session.scalars(select(SchemeMonth).where(SchemeMonth.scheme_id.in_(ids), _in(year)))
    return {(each.scheme_id, each.month): each for each in found}


def _line(row: Any) -> OpeningLine:
    told = tuple(row)[8:]
    return OpeningLine(
        id=row.id,
        ref=row.ref,
        title=row.title,
        workstream_ref=row.workstream_ref,
        opening=next_year.opening(rules.Split(recurrent=told), row.signed_full_year_effect),
        non_recurrent=Pence(row.non_recurrent),
        planned_cells=row.planned_cells,
        planned=Pence(row.planned),
    )


def _by_month(year: FinancialYear, month: Month) -> list[ColumnElement[Any]]:
    """The recurrent outturn of each month, April first; None where it was not given."""
    columns = [
        (each, SchemeMonth.actual_recurrent if each <= month else SchemeMonth.forecast_recurrent)
        for each in year.months
    ]
    return [
        cast(func.max(case((SchemeMonth.month == each, column))), BigInteger).label(f"m{number}")
        for number, (each, column) in enumerate(columns, start=1)
    ]


def _non_recurrent(month: Month) -> ColumnElement[int]:
    to_date = SchemeMonth.month <= month
    forecast = SchemeMonth.forecast_non_recurrent
    return added(case((to_date, SchemeMonth.actual_non_recurrent), else_=forecast))


def _ahead(programme_id: int, year: FinancialYear) -> Subquery:
    """By scheme, how many plan cells the year has, and what they come to."""
    cells = func.count(SchemeMonth.plan_recurrent) + func.count(SchemeMonth.plan_non_recurrent)
    return (
        select(SchemeMonth.scheme_id, cells.label("cells"), added(both("plan")).label("pence"))
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, _in(year))
        .group_by(SchemeMonth.scheme_id)
        .subquery("ahead")
    )


def _in(year: FinancialYear) -> ColumnElement[bool]:
    return SchemeMonth.month.between(year.months[0], year.months[-1])
