"""Milestones as they were."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.imports.models import ImportedChange
from app.imports.undoing.taking_back import Taking, before, typed
from app.milestones import commands
from app.milestones.models import Milestone, MilestoneStatus

PLAIN = ("title", "is_gate", "is_critical", "owner_id")


def load(ids: list[int]) -> Sequence[Milestone]:
    """With their workstreams."""
    return db.session.scalars(
        select(Milestone).where(Milestone.id.in_(ids)).options(joinedload(Milestone.workstream))
    ).all()


def withdraw(record: Milestone, taking: Taking) -> None:
    """It stays in the register, with its reference."""
    commands.withdraw(record, reason=taking.reason, actor=taking.actor, at=taking.at)


def restore(record: Milestone, change: ImportedChange, taking: Taking) -> list[str]:
    """Opens it again first, so that the rest may be changed; withdraws it again last."""
    was, kept = before(change), []
    if record.status is MilestoneStatus.COMPLETE and "completed_on" in was:
        commands.reopen(record, reason=taking.reason, actor=taking.actor, at=taking.at)
    if plain := typed(Milestone, was, PLAIN):
        commands.edit(record, plain, actor=taking.actor, at=taking.at)
    forecast = typed(Milestone, was, ("forecast",)).get("forecast")
    if forecast is not None and record.status is MilestoneStatus.OPEN:
        commands.reforecast(
            record, to=forecast, reason=taking.reason, actor=taking.actor, at=taking.at
        )
    if was.get("status") == MilestoneStatus.WITHDRAWN:
        withdraw(record, taking)
    if "current_baseline" in was:
        kept.append("Its first baseline was given by the file, and a baseline cannot be taken back")
    elif "forecast" in was and forecast is None:
        kept.append("Its forecast was given by the file, and a forecast cannot be emptied")
    return kept
