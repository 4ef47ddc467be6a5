"""Undoing an import: what it made is withdrawn, what it changed is restored."""

from __future__ import annotations

import json
from datetime import datetime

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db.model import Changes, apply
from app.imports import undoing
from app.imports.models import Import, ImportStatus
from app.imports.undoing.taking_back import Taking


def undo(
    brought: Import, *, version: int | None = None, actor: Actor, at: datetime
) -> undoing.Undone:
    """Record by record; those that somebody has changed since are left alone, and named."""
    actor.must(Permission.IMPORT, brought.programme.place)
    brought.must_be(version)
    if brought.status is not ImportStatus.APPLIED:
        raise RuleBroken(None, "Only a file that was brought in can be undone")
    taking = Taking(actor, at, brought.file_name, brought.is_correction)
    undone = undoing.undo(brought, taking)
    report = json.loads(brought.report)
    report["undone"] = {**undone.as_json(), "by": actor.name, "at": at.isoformat()}
    changes: Changes = apply(brought, status=ImportStatus.UNDONE)
    brought.report = json.dumps(report, ensure_ascii=False)
    changes |= {name: (None, len(listed)) for name, listed in undone.as_json().items()}
    record("import.undo", brought, changes, actor=actor, at=at)
    return undone
