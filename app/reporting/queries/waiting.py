"""What the open months wait for, from one person's chair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor, Permission
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream, WorkstreamStatus
from app.reporting.models import Period, PeriodStatus, Update, UpdateStatus


class Wait(StrEnum):
    """What somebody has to do next."""

    SEND = "send an update"
    CORRECT = "correct a returned update"
    REVIEW = "review updates"
    CHASE = "chase missing updates"
    APPROVE = "approve the month"
    LOCK = "lock the month"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. Without a workstream it concerns the month as a whole."""

    what: Wait
    period: Period
    is_late: bool
    workstream: Workstream | None = None
    count: int = 1
    is_begun: bool = False

    @property
    def due(self) -> date:
        """When updates of the month are due."""
        return self.period.cut_off


@dataclass(frozen=True)
class _Chair:
    """Who asks, and when."""

    actor: Actor
    today: date
    mine: frozenset[int]

    def waits(self, what: Wait, period: Period, count: int = 1) -> Waiting:
        return Waiting(what, period, period.cut_off < self.today, count=count)


def waiting_for(actor: Actor, today: date) -> list[Waiting]:
    """By due date, in three reads.

    An update waits for those who are named on its workstream, not for everybody in the office.
    """
    periods = _open_periods(actor)
    if not periods:
        return []
    workstreams = _workstreams(periods, actor)
    updates = _updates(periods)
    chair = _Chair(actor, today, actor.workstreams(Permission.SUBMIT_UPDATE))
    found = [
        each
        for period in periods
        for each in _of(period, workstreams[period.programme_id], updates[period.id], chair)
    ]
    return sorted(found, key=lambda each: (each.due, each.workstream is None))


def _of(
    period: Period, workstreams: Sequence[Workstream], updates: Mapping[int, Update], chair: _Chair
) -> Iterator[Waiting]:
    for each in workstreams:
        if each.id in chair.mine:
            yield from _update(period, each, updates.get(each.id), chair)
    given = [updates[each.id].status for each in workstreams if each.id in updates]
    submitted = given.count(UpdateStatus.SUBMITTED)
    missing = len(workstreams) - submitted - given.count(UpdateStatus.ACCEPTED)
    if submitted and chair.actor.can(Permission.REVIEW_UPDATE, period.place):
        yield chair.waits(Wait.REVIEW, period, count=submitted)
    if missing and chair.actor.can(Permission.RUN_MONTH, period.place):
        yield chair.waits(Wait.CHASE, period, count=missing)
    is_over = not missing or period.cut_off < chair.today
    if is_over and not submitted:
        yield from _ending(period, chair)


def _update(
    period: Period, workstream: Workstream, update: Update | None, chair: _Chair
) -> Iterator[Waiting]:
    status = update.status if update else None
    if status in (UpdateStatus.SUBMITTED, UpdateStatus.ACCEPTED):
        return
    what = Wait.CORRECT if status is UpdateStatus.RETURNED else Wait.SEND
    is_late = period.cut_off < chair.today
    yield Waiting(what, period, is_late, workstream, is_begun=update is not None)


def _ending(period: Period, chair: _Chair) -> Iterator[Waiting]:
    """Once every update is in, or the cut-off has passed: approve, then lock."""
    if not period.approved_by and chair.actor.can(Permission.APPROVE_MONTH, period.place):
        yield chair.waits(Wait.APPROVE, period)
    if period.approved_by and chair.actor.can(Permission.RUN_MONTH, period.place):
        yield chair.waits(Wait.LOCK, period)


def _open_periods(actor: Actor) -> Sequence[Period]:
    statement = (
        select(Period)
        .where(Period.status == PeriodStatus.OPEN)
        .options(joinedload(Period.programme))
        .order_by(Period.cut_off, Period.id)
    )
    whole = actor.programmes(Permission.READ_PROGRAMME)
    if whole is not None:
        in_part = {each.programme_id for each in actor.granted if each.programme_id}
        statement = statement.where(Period.programme_id.in_(whole | in_part))
    return db.session.scalars(statement).all()


def _workstreams(periods: Sequence[Period], actor: Actor) -> dict[int, list[Workstream]]:
    rows = db.session.scalars(
        select(Workstream)
        .where(Workstream.programme_id.in_({each.programme_id for each in periods}))
        .where(Workstream.status == WorkstreamStatus.OPEN, Workstream.is_unassigned.is_(False))
        .where(programmes.seen_workstreams(actor))
        .options(joinedload(Workstream.programme))
        .order_by(Workstream.ref, Workstream.id)
    )
    found: dict[int, list[Workstream]] = defaultdict(list)
    for row in rows:
        found[row.programme_id].append(row)
    return found


def _updates(periods: Sequence[Period]) -> dict[int, dict[int, Update]]:
    """By the month's id, then the workstream's."""
    found: dict[int, dict[int, Update]] = defaultdict(dict)
    statement = select(Update).where(Update.period_id.in_([each.id for each in periods]))
    for row in db.session.scalars(statement):
        found[row.period_id][row.workstream_id] = row
    return found
