"""The people whom records name."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.accounts.models import Person
from app.db import db


def names(person_ids: Iterable[int | None]) -> dict[int, str]:
    """Each person's name, by id."""
    wanted = {key for key in person_ids if key is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
