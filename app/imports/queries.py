"""Reads of files that were brought in, and of the mappings that people have chosen."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select

from app.db import db
from app.imports.models import RememberedMapping
from app.imports.reading import reader
from app.imports.reading.results import Unreadable


def remembered_for(programme_id: int, signature: str) -> dict[str, str]:
    """What people chose for files with these headings; empty if nobody did."""
    found = db.session.scalars(
        select(RememberedMapping)
        .where(RememberedMapping.programme_id == programme_id)
        .where(RememberedMapping.signature == signature)
        .order_by(RememberedMapping.id.desc())
        .limit(1)
    ).one_or_none()
    return json.loads(found.mapping) if found else {}


def remembered(programme_id: int, name: str, content: bytes, kind: str | None) -> Mapping[str, str]:
    """The mapping that was chosen for a file with the same headings, if any was chosen at all."""
    any_chosen = select(RememberedMapping.id).where(RememberedMapping.programme_id == programme_id)
    if db.session.scalar(any_chosen.limit(1)) is None:
        return {}
    try:
        signature = reader.read(name, content, kind=kind).signature
    except Unreadable:
        return {}
    return remembered_for(programme_id, signature)
