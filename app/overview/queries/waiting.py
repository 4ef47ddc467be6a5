"""What is waiting for a person, by what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor, Permission
from app.db import db
from app.dependencies import queries as dependencies
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream, WorkstreamStatus
from app.reporting.models import Period, PeriodStatus, Update, UpdateStatus

WITH_THE_OFFICE = (UpdateStatus.SUBMITTED, UpdateStatus.ACCEPTED)


@dataclass(frozen=True)
class Task:
    """One thing to do: which page, for what, and by when."""

    kind: str  # update · challenge · approve · lock · signature · notice
    programme: str
    month: str
    title: str
    detail: str
    due: date | None = None
    workstream: str = ""


def tasks(actor: Actor) -> list[Task]:
    """Updates to give first, then the office's, then dependencies to sign or to be told of."""
    found: list[Task] = []
    for period in _open_periods(actor):
        found += _updates_due(period, actor)
        found += _office(period, actor)
    return found + _agreements(actor)


def _open_periods(actor: Actor) -> list[Period]:
    mine = [each.id for each in programmes.readable(actor)]
    return list(
        db.session.scalars(
            select(Period)
            .where(Period.programme_id.in_(mine), Period.status == PeriodStatus.OPEN)
            .options(joinedload(Period.programme))
            .order_by(Period.cut_off, Period.id)
        )
    )


def _updates_due(period: Period, actor: Actor) -> list[Task]:
    mine = actor.workstreams(Permission.SUBMIT_UPDATE)
    if not mine:
        return []
    rows = db.session.execute(
        select(Workstream.ref, Workstream.name, Update.status)
        .outerjoin(
            Update, (Update.workstream_id == Workstream.id) & (Update.period_id == period.id)
        )
        .where(Workstream.programme_id == period.programme_id, Workstream.id.in_(mine))
        .where(Workstream.status == WorkstreamStatus.OPEN)
        .order_by(Workstream.ref)
    )
    return [
        Task(
            kind="update",
            programme=period.programme.code,
            month=str(period.month),
            title=f"{period.month.label} update: {name}",
            detail=_detail(status),
            due=period.cut_off,
            workstream=ref,
        )
        for ref, name, status in rows
        if status not in WITH_THE_OFFICE
    ]


def _detail(status: UpdateStatus | None) -> str:
    if status is UpdateStatus.RETURNED:
        return "The office has sent it back with a comment"
    if status is UpdateStatus.DRAFT:
        return "You have begun it; it opens where you stopped"
    return "About 5 minutes"


def _office(period: Period, actor: Actor) -> list[Task]:
    found = []
    programme: Programme = period.programme
    if actor.can(Permission.REVIEW_UPDATE, programme.place) and (waiting := _submitted(period)):
        some = "1 update waits" if waiting == 1 else f"{waiting} updates wait"
        found.append(_month_task("challenge", period, f"{some} for you to accept or return"))
    if actor.can(Permission.APPROVE_MONTH, programme.place) and not period.approved_at:
        found.append(_month_task("approve", period, "Approve it once the updates are accepted"))
    if actor.can(Permission.RUN_MONTH, programme.place):
        found.append(_month_task("lock", period, "Open for updates; lock it when all are in"))
    return found


def _agreements(actor: Actor) -> list[Task]:
    """Dependencies that the reader's own side has to sign, and dates that the other side moved."""
    if not actor.can(Permission.EDIT_DEPENDENCIES):
        return []
    found = []
    if unsigned := dependencies.count_waiting(actor):
        some = "1 dependency waits" if unsigned == 1 else f"{unsigned} dependencies wait"
        detail = "Read what each side promises, then sign or dispute it"
        found.append(Task("signature", "", "", f"{some} for your signature", detail))
    if moved := len(dependencies.unnoted(actor)):
        some = "A date was moved" if moved == 1 else f"{moved} dates were moved"
        detail = "Say that you have seen it, or sign anew where the agreement is open again"
        found.append(Task("notice", "", "", f"{some} by the other side of a dependency", detail))
    return found


def _month_task(kind: str, period: Period, detail: str) -> Task:
    return Task(
        kind=kind,
        programme=period.programme.code,
        month=str(period.month),
        title=f"{period.programme.name}: {period.month.label}",
        detail=detail,
        due=period.cut_off if kind == "challenge" else None,
    )


def _submitted(period: Period) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Update)
            .where(Update.period_id == period.id, Update.status == UpdateStatus.SUBMITTED)
        )
        or 0
    )
