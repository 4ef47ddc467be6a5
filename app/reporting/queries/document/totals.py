"""The programme's months and targets, as a month's document keeps them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.db import db
from app.programmes.models import Workstream
from app.programmes.models.workstream import WorkstreamTarget
from app.reporting import frozen
from app.savings import queries as savings


def months(
    programme_id: int, month: Month, reader: Actor, listed: tuple[frozen.Scheme, ...]
) -> frozen.Months:
    """Plan, actual and forecast of each month, April first."""
    rows = savings.by_month(programme_id, month.financial_year, reader)
    return frozen.Months(
        plan=tuple(row.plan for row in rows),
        actual=tuple(row.actual for row in rows),
        forecast=tuple(row.forecast for row in rows),
        recurrent=_recurrent(listed, month),
        validated=_validated(listed),
    )


def _recurrent(listed: tuple[frozen.Scheme, ...], month: Month) -> tuple[int, ...]:
    """Actual to the month, forecast after it: the recurrent part of both."""
    looks = [
        each.months.actual_recurrent[: month.number]
        + each.months.forecast_recurrent[month.number :]
        for each in listed
    ]
    return tuple(sum(each[place] or 0 for each in looks) for place in range(12))


def _validated(listed: tuple[frozen.Scheme, ...]) -> tuple[int | None, ...]:
    """What finance validated of each month; None where it validated nothing."""
    months = zip(*(each.months.validated for each in listed), strict=True)
    given = [[each for each in month if each is not None] for month in months]
    return tuple(sum(month) if month else None for month in given)


def targets(programme_id: int, year: FinancialYear) -> Mapping[int, int]:
    """What each workstream has to save in the year, by its id, where somebody has said."""
    rows = db.session.execute(
        select(WorkstreamTarget.workstream_id, WorkstreamTarget.pence)
        .join(Workstream, Workstream.id == WorkstreamTarget.workstream_id)
        .where(Workstream.programme_id == programme_id, WorkstreamTarget.financial_year == year)
    )
    return {row.workstream_id: row.pence for row in rows}
