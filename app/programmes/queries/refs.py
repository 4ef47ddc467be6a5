"""References: counted on from the highest that a workstream ever used, so never used again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.db import db
from app.programmes.models import Workstream


def next_ref(model: Any, workstream: Workstream, letter: str) -> str:
    """`WS01-M03`: the workstream's next reference for this kind of record.

    Nothing is ever deleted, so withdrawn records still hold theirs. The workstream's row is locked:
    two people who add at once get two numbers (SQLite has one writer at a time anyway).
    """
    db.session.execute(
        select(Workstream.id).where(Workstream.id == workstream.id).with_for_update()
    )
    prefix = f"{workstream.ref}-{letter}"
    used = db.session.scalars(
        select(model.ref).where(
            _of(model, workstream), model.ref.startswith(prefix, autoescape=True)
        )
    )
    numbers = [ref[len(prefix) :] for ref in used]
    highest = max((int(number) for number in numbers if _counts(number)), default=0)
    return f"{prefix}{highest + 1:02d}"


def _of(model: Any, workstream: Workstream) -> Any:
    """Records of the programme: a file may have given the reference to another workstream's."""
    if hasattr(model, "workstream_id"):
        places = select(Workstream.id).where(Workstream.programme_id == workstream.programme_id)
        return model.workstream_id.in_(places)
    return model.programme_id == workstream.programme_id


def _counts(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= 9
