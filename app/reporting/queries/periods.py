"""Reporting months: which exist, which is open, and which month a position is for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.errors import NotFound, RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.db import db
from app.programmes.models import Programme, Workstream, WorkstreamCost
from app.reporting.models import Period, PeriodStatus
from app.savings.models import Scheme, SchemeMonth, SchemeStatus


def period(programme_id: int, month: Month) -> Period | None:
    """The programme's period for the month, if it was ever opened."""
    return db.session.scalars(
        select(Period)
        .where(Period.programme_id == programme_id, Period.month == month)
        .options(
            joinedload(Period.programme).joinedload(Programme.organisation),
            joinedload(Period.programme).joinedload(Programme.sro),
        )
    ).one_or_none()


def periods(programme_id: int) -> Sequence[Period]:
    """Newest month first."""
    return db.session.scalars(
        select(Period)
        .where(Period.programme_id == programme_id)
        .options(joinedload(Period.programme))
        .order_by(Period.month.desc())
    ).all()


def open_period(programme_id: int) -> Period | None:
    """The newest month that is open for updates."""
    return db.session.scalars(
        select(Period)
        .where(Period.programme_id == programme_id, Period.status == PeriodStatus.OPEN)
        .options(joinedload(Period.programme).joinedload(Programme.organisation))
        .order_by(Period.month.desc())
        .limit(1)
    ).one_or_none()


def later_locked(programme_id: int, month: Month) -> Period | None:
    """A locked month after this one: then this one can no longer be opened."""
    return db.session.scalars(
        select(Period)
        .where(Period.programme_id == programme_id, Period.status == PeriodStatus.LOCKED)
        .where(Period.month > month)
        .order_by(Period.month)
        .limit(1)
    ).one_or_none()


def months_with_data(programme_id: int, today: date) -> Month | None:
    """The newest month with an actual of a scheme, or of a year with a workstream's cost."""
    cost = _newest_cost(programme_id)
    ends = min(cost, Month.of(today)) if cost else None
    return max((each for each in (_newest_actual(programme_id), ends) if each), default=None)


def _newest_cost(programme_id: int) -> Month | None:
    year: FinancialYear | None = db.session.scalar(
        select(func.max(WorkstreamCost.financial_year))
        .join(Workstream, Workstream.id == WorkstreamCost.workstream_id)
        .where(Workstream.programme_id == programme_id)
    )
    return year.months[-1] if year else None


def _newest_actual(programme_id: int) -> Month | None:
    newest: Month | None = db.session.scalar(
        select(func.max(SchemeMonth.month))
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(_has_actual())
    )
    return newest


def month_of(programme: Programme, asked: Month | None, today: date) -> Month:
    """The month that a position is for: the one asked, else the open one, else the newest locked.

    Then the newest with data, then this month. Raises RuleBroken for a month that holds nothing.
    """
    if asked is not None:
        if not _holds_something(programme.id, asked, today):
            sentence = f"{asked.label} holds nothing for {programme.code}"
            raise RuleBroken("month", sentence)
        return asked
    if found := open_period(programme.id):
        return found.month
    known = periods(programme.id)
    if known:
        return known[0].month
    if newest := months_with_data(programme.id, today):
        return newest
    if _has_workstreams(programme.id):
        return Month.of(today)
    raise NotFound(f"anything in {programme.code}: bring a file in, or add a workstream")


def _has_actual() -> ColumnElement[bool]:
    return or_(
        SchemeMonth.actual_recurrent.is_not(None), SchemeMonth.actual_non_recurrent.is_not(None)
    )


def _has_workstreams(programme_id: int) -> bool:
    found = select(Workstream.id).where(Workstream.programme_id == programme_id).limit(1)
    return db.session.scalar(found) is not None


def _holds_something(programme_id: int, month: Month, today: date) -> bool:
    if period(programme_id, month) is not None:
        return True
    cells = (
        select(SchemeMonth.id)
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, SchemeMonth.month == month)
        .limit(1)
    )
    if db.session.scalar(cells) is not None:
        return True
    if month == Month.of(today):
        return _has_workstreams(programme_id)
    return month <= Month.of(today) and _has_cost(programme_id, month.financial_year)


def _has_cost(programme_id: int, year: FinancialYear) -> bool:
    found = (
        select(WorkstreamCost.id)
        .join(Workstream, Workstream.id == WorkstreamCost.workstream_id)
        .where(Workstream.programme_id == programme_id, WorkstreamCost.financial_year == year)
        .limit(1)
    )
    return db.session.scalar(found) is not None
