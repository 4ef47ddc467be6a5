"""A file that waits: read again from its bytes, and applied as its preview showed it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.db import db
from app.imports import attempts, commands, queries
from app.imports.applying.asked import LeftOutLines
from app.imports.attempts import Wanted
from app.imports.models import Import
from app.imports.reading.results import ReadFile, Unreadable


def wanted_of(brought: Import, *, left_out: LeftOutLines = LeftOutLines.STAY) -> Wanted:
    """As it was asked for; whether lines that it leaves out go is said when it is brought in."""
    return Wanted(
        programme_id=brought.programme_id,
        name=brought.file_name,
        content=brought.content or b"",
        kind=brought.kind,
        workstream_id=brought.workstream_id,
        month=brought.month,
        as_correction=brought.is_correction,
        left_out=left_out,
    )


def file_of(wanted: Wanted, chosen: Mapping[str, str]) -> ReadFile:
    """Parsed with nothing locked. Raises RuleBroken where it can no longer be read."""
    try:
        return attempts.read(wanted, chosen)
    except Unreadable as refused:
        raise RuleBroken(None, refused.message) from None


def apply(
    import_id: int,
    version: int | None,
    *,
    left_out: LeftOutLines = LeftOutLines.STAY,
    actor: Actor,
    at: datetime,
) -> str:
    """Applies what was shown, and says so. Where the registers moved, the preview is renewed.

    The file is parsed with nothing locked.
    """
    brought = queries.get(import_id, actor)
    brought.must_wait()
    brought.must_be(version)
    shown = _of_records(json.loads(brought.report))
    wanted = wanted_of(brought, left_out=left_out)
    chosen = json.loads(brought.mapping)
    file = file_of(wanted, chosen)
    report = attempts.apply(wanted, file, import_id=import_id, actor=actor, at=at)
    fresh = json.loads(json.dumps(report.in_full()))
    if _of_records(fresh) == shown:
        return f"{wanted.name} was brought in"
    db.session.rollback()
    brought, asking = queries.get(import_id, actor), wanted.asking(file)
    commands.keep(brought.programme, asking, report=fresh, brought=brought, actor=actor, at=at)
    return "Somebody changed a record after the preview was made. Look at the new preview below"


def _of_records(report: Mapping[str, Any]) -> tuple[Any, Any]:
    """What it says of records: of its rows, and of ledger lines that it leaves out."""
    lines = [{**each, "goes": False} for each in report.get("left_out", [])]
    return report["rows"], lines
