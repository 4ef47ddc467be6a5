"""Which records can be taken back, and which somebody has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.imports.models import Import, ImportedChange
from app.imports.undoing.kinds import HANDLERS
from app.imports.undoing.taking_back import Taking

SINCE = "It was changed since, so it was left as it is"


@dataclass
class Undone:
    """Records by name: withdrawn, restored, and left alone with the reason."""

    withdrawn: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """As the import keeps it."""
        return {"withdrawn": self.withdrawn, "restored": self.restored, "left": self.left}


def undo(brought: Import, taking: Taking) -> Undone:
    """The last record that the file made goes first: what stands on another falls before it.

    A record that a command refuses is left as it is, whatever was done to it before: with its
    savepoint go its changes and its events, and whatever was loaded beside it is read anew.
    """
    changes = db.session.scalars(
        select(ImportedChange)
        .where(ImportedChange.import_id == brought.id)
        .order_by(ImportedChange.id.desc())
    ).all()
    records = _loaded(changes)
    undone = Undone()
    was_refused = False
    for change in changes:
        if was_refused:
            records |= _loaded([change])
        record = records.get((change.record_kind, change.record_id))
        if record is not None:
            was_refused |= not _one(change, record, taking, undone=undone)
    return undone


def _one(change: ImportedChange, record: Any, taking: Taking, *, undone: Undone) -> bool:
    """Whether no command refused."""
    name = record.audit_name
    if getattr(record, "version", 0) != change.version_after:
        undone.left.append((name, SINCE))
        return True
    try:
        with db.session.begin_nested():
            kept = _taken_back(change, record, taking)
    except (RuleBroken, NotAllowed) as refused:
        undone.left.append((name, refused.message))
        return False
    (undone.withdrawn if change.created else undone.restored).append(name)
    undone.left.extend((name, why) for why in kept)
    return True


def _taken_back(change: ImportedChange, record: Any, taking: Taking) -> list[str]:
    """What could not be brought back of it, in sentences."""
    handler = HANDLERS[change.record_kind]
    if not change.created:
        return handler.restore(record, change, taking)
    handler.withdraw(record, taking)
    return []


def _loaded(changes: Sequence[ImportedChange]) -> dict[tuple[str, int], Any]:
    """Every record that the file touched, one query a kind."""
    found: dict[tuple[str, int], Any] = {}
    for kind in {change.record_kind for change in changes}:
        ids = [change.record_id for change in changes if change.record_kind == kind]
        for each in HANDLERS[kind].load(ids):
            found[kind, each.id] = each
    return found
