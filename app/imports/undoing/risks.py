"""Risks and their scores as they were."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.imports.models import ImportedChange
from app.imports.undoing.taking_back import Taking, before, typed
from app.risks import commands
from app.risks.models import ClosingReason, Risk, RiskStatus, ScoreKind

PLAIN = (
    "title",
    "cause",
    "event",
    "effect",
    "category",
    "controls",
    "response",
    "raised_on",
    "last_reviewed_on",
    "target_date",
)
OWN = ("owner_id", "next_review_on")


def load(ids: list[int]) -> Sequence[Risk]:
    """With their workstreams."""
    return db.session.scalars(
        select(Risk).where(Risk.id.in_(ids)).options(joinedload(Risk.workstream))
    ).all()


def withdraw(record: Risk, taking: Taking) -> None:
    """Closed, as withdrawn."""
    if record.status is RiskStatus.OPEN:
        commands.close(
            record,
            because=ClosingReason.WITHDRAWN,
            note=taking.reason,
            actor=taking.actor,
            at=taking.at,
        )


def restore(record: Risk, change: ImportedChange, taking: Taking) -> list[str]:
    """Opens it again if the file closed it; then its scores, then what describes it."""
    was, kept = before(change), []
    if record.status is RiskStatus.CLOSED:
        commands.reopen(record, reason=taking.reason, actor=taking.actor, at=taking.at)
    for kind in ScoreKind:
        cell = was.get(f"score {kind.value}", ())
        if cell is None:
            kept.append(f"Its {kind.value} score was given by the file, and cannot be taken back")
        elif cell:
            commands.score(
                record,
                kind=kind,
                consequence=cell[0],
                likelihood=cell[1],
                reason=taking.reason,
                actor=taking.actor,
                at=taking.at,
            )
    values = typed(Risk, was, (*PLAIN, *OWN))
    if values.get("owner_id", record.owner_id) is None and record.owner_id is not None:
        del values["owner_id"]
        kept.append("Its owner was named by the file, and an open risk keeps an owner")
    if values:
        commands.edit(record, values, actor=taking.actor, at=taking.at)
    if was.get("status") == RiskStatus.CLOSED:
        withdraw(record, taking)
    return kept
