"""Reads that every record of a workstream shares: one, several, its row in the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.errors import NotFound
from app.db import db
from app.programmes.models import Programme, Workstream
from app.programmes.queries.visibility import seen

Record = TypeVar("Record", bound=Any)

PLACE_AND_OWNER = (
    Workstream.id.label("workstream_id"),
    Workstream.ref.label("workstream_ref"),
    Workstream.name.label("workstream_name"),
    Programme.id.label("programme_id"),
    Programme.code.label("programme_code"),
    Person.name.label("owner_name"),
)


def records(model: type[Record], visible_to: Actor) -> Select[Record]:
    """Those that the reader may see, with their place and owner, before they are narrowed."""
    statement = (
        select(model)
        .join(model.workstream)
        .options(
            joinedload(model.workstream).joinedload(Workstream.programme),
            joinedload(model.owner),
        )
    )
    return seen(statement, visible_to, model)


def get(model: type[Record], record_id: int, visible_to: Actor) -> Record:
    """The record with its place and owner. Raises NotFound, also when it may not be seen."""
    statement = records(model, visible_to).where(model.id == record_id)
    found: Record | None = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound(f"that {model.__tablename__}")
    return found


def listed(model: Any, columns: Sequence[Any], visible_to: Actor) -> Select[Any]:
    """What a register shows of each record: the columns, its place, its owner's name."""
    statement: Any = (
        select(*columns, *PLACE_AND_OWNER)
        .select_from(model)
        .join(Workstream, Workstream.id == model.workstream_id)
        .join(Programme, Programme.id == Workstream.programme_id)
        .outerjoin(Person, Person.id == model.owner_id)
    )
    found: Select[Any] = seen(statement, visible_to, model)
    return found
