"""A file that waits, read again from its bytes."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.errors import RuleBroken
from app.imports import attempts
from app.imports.attempts import Wanted
from app.imports.models import Import
from app.imports.reading.results import ReadFile, Unreadable


def wanted_of(brought: Import) -> Wanted:
    """As it was asked for."""
    return Wanted(
        programme_id=brought.programme_id,
        name=brought.file_name,
        content=brought.content or b"",
        kind=brought.kind,
        workstream_id=brought.workstream_id,
        month=brought.month,
        as_correction=brought.is_correction,
    )


def file_of(wanted: Wanted, chosen: Mapping[str, str]) -> ReadFile:
    """Parsed with nothing locked. Raises RuleBroken where it can no longer be read."""
    try:
        return attempts.read(wanted, chosen)
    except Unreadable as refused:
        raise RuleBroken(None, refused.message) from None
