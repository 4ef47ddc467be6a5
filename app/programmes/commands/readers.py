"""Naming the people who may see a workforce-sensitive record, besides its owner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from app.accounts.models import Person
from app.audit.commands import record as record_event
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.programmes import queries
from app.programmes.models import Disclosure, RecordReader


def name_reader(record: Any, *, person: Person, actor: Actor, at: datetime) -> None:
    """The person may see the record. `record` has a place and a disclosure class."""
    _may_name(actor, record)
    _name(record, person, actor=actor, at=at)


def keep_in_sight(record: Any, *, actor: Actor, at: datetime) -> None:
    """Names whoever has just made the record workforce-sensitive: they would lose sight of it."""
    if record.disclosure is not Disclosure.WORKFORCE or actor.person_id in (None, record.owner_id):
        return
    _name(record, db.session.get_one(Person, actor.person_id), actor=actor, at=at)


def drop_reader(record: Any, *, person: Person, actor: Actor, at: datetime) -> None:
    """The person may see the record no more; that they could, stays in the trail."""
    _may_name(actor, record)
    kind = record.__tablename__
    named = queries.reader_row(kind, record.id, person.id)
    if named is None:
        return
    db.session.delete(named)
    said = {"readers": (person.name, None)}
    record_event(f"{kind}.drop_reader", record, said, actor=actor, at=at)


def set_readers(record: Any, person_ids: Collection[int], *, actor: Actor, at: datetime) -> None:
    """These people, and no others, may see the record besides its owner."""
    now = queries.readers_of(record.__tablename__, record.id)
    for person_id in sorted(now.symmetric_difference(person_ids)):
        person = db.session.get(Person, person_id)
        if person is None:
            raise RuleBroken("readers", "Choose people from the list")
        change = drop_reader if person_id in now else name_reader
        change(record, person=person, actor=actor, at=at)


def _name(record: Any, person: Person, *, actor: Actor, at: datetime) -> None:
    kind = record.__tablename__
    if person.id in queries.readers_of(kind, record.id):
        return
    db.session.add(RecordReader(record_kind=kind, record_id=record.id, person_id=person.id))
    said = {"readers": (None, person.name)}
    record_event(f"{kind}.name_reader", record, said, actor=actor, at=at)


def _may_name(actor: Actor, record: Any) -> None:
    """Whoever may withhold records, or edits the workstream."""
    if not actor.can(Permission.MANAGE_DISCLOSURE, record.place):
        actor.must(Permission.EDIT_WORKSTREAM, record.place)
