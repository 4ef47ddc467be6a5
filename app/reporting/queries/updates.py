"""The leads' updates of a month, and who is missing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream, WorkstreamStatus
from app.reporting.models import Period, PortfolioReturn, Update, UpdateComment, UpdateStatus

COUNTS_LIVE = (UpdateStatus.SUBMITTED, UpdateStatus.ACCEPTED)

_WHOLE = (
    joinedload(Update.period).joinedload(Period.programme).joinedload(Programme.organisation),
    joinedload(Update.workstream).joinedload(Workstream.programme),
    joinedload(Update.workstream).joinedload(Workstream.lead),
)


def update(update_id: int, visible_to: Actor) -> Update:
    """The update with its month and workstream. Raises NotFound, also when it may not be seen."""
    found = db.session.scalars(
        select(Update)
        .join(Workstream, Workstream.id == Update.workstream_id)
        .where(Update.id == update_id, programmes.seen_workstreams(visible_to))
        .options(*_WHOLE)
    ).one_or_none()
    if found is None:
        raise NotFound("that update")
    return found


def find_update(period_id: int, workstream_id: int) -> Update | None:
    """The workstream's update for the month, if it has begun."""
    return db.session.scalars(
        select(Update)
        .where(Update.period_id == period_id, Update.workstream_id == workstream_id)
        .options(*_WHOLE)
    ).one_or_none()


def of_period(period_id: int) -> dict[int, Update]:
    """The month's updates by workstream's id."""
    rows = db.session.scalars(
        select(Update).where(Update.period_id == period_id).options(*_WHOLE).order_by(Update.id)
    )
    return {row.workstream_id: row for row in rows}


def updated(period_id: int | None, *, accepted_only: bool = False) -> frozenset[int]:
    """Ids of the workstreams with an update: submitted or accepted; once locked, accepted."""
    wanted = (UpdateStatus.ACCEPTED,) if accepted_only else COUNTS_LIVE
    return frozenset(
        db.session.scalars(
            select(Update.workstream_id).where(
                Update.period_id == period_id, Update.status.in_(wanted)
            )
        )
    )


def missing(period: Period) -> list[Workstream]:
    """Open workstreams of which no update has been accepted, by reference."""
    accepted = updated(period.id, accepted_only=True)
    return [
        each
        for each in programmes.of_programme(period.programme_id)
        if each.status is WorkstreamStatus.OPEN
        and not each.is_unassigned
        and each.id not in accepted
    ]


def previous_update(period: Period, workstream_id: int) -> Update | None:
    """The workstream's last accepted update before this month: shown beside, never re-used."""
    return db.session.scalars(
        select(Update)
        .join(Period, Period.id == Update.period_id)
        .where(Period.programme_id == period.programme_id, Period.month < period.month)
        .where(Update.workstream_id == workstream_id, Update.status == UpdateStatus.ACCEPTED)
        .options(*_WHOLE)
        .order_by(Period.month.desc())
        .limit(1)
    ).one_or_none()


def portfolio_return(workstream_id: int, month: Month) -> PortfolioReturn | None:
    """What a return has said of the workstream for a month not open yet."""
    return db.session.scalars(
        select(PortfolioReturn).where(
            PortfolioReturn.workstream_id == workstream_id, PortfolioReturn.month == month
        )
    ).one_or_none()


def words_returned(programme_id: int, month: Month) -> dict[int, str]:
    """What returns have said for a month not open yet, by workstream."""
    rows = db.session.execute(
        select(PortfolioReturn.workstream_id, PortfolioReturn.happened)
        .join(Workstream, Workstream.id == PortfolioReturn.workstream_id)
        .where(Workstream.programme_id == programme_id, PortfolioReturn.month == month)
    )
    return {row.workstream_id: row.happened for row in rows}


def portfolio_returns(programme_id: int, month: Month) -> Sequence[PortfolioReturn]:
    """Those of the programme's open workstreams, by reference."""
    return db.session.scalars(
        select(PortfolioReturn)
        .join(Workstream, Workstream.id == PortfolioReturn.workstream_id)
        .where(Workstream.programme_id == programme_id, PortfolioReturn.month == month)
        .where(Workstream.status == WorkstreamStatus.OPEN)
        .options(
            joinedload(PortfolioReturn.workstream).joinedload(Workstream.programme),
            joinedload(PortfolioReturn.workstream).joinedload(Workstream.lead),
        )
        .order_by(Workstream.ref)
    ).all()


def comments(update_id: int) -> Sequence[UpdateComment]:
    """What the office said, newest first."""
    return db.session.scalars(
        select(UpdateComment)
        .where(UpdateComment.update_id == update_id)
        .order_by(UpdateComment.id.desc())
    ).all()
