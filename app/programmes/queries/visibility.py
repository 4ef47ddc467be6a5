"""What a reader may see: their workstreams, and no workforce-sensitive record they are not on."""

from __future__ import annotations

from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from app.core.actor import Actor, Permission
from app.db import db
from app.programmes.models import Disclosure, RecordReader, Workstream

Columns = TypeVarTuple("Columns")


def seen_workstreams(
    actor: Actor, permission: Permission = Permission.READ_PROGRAMME
) -> ColumnElement[bool]:
    """The condition on Workstream that keeps what the actor may read."""
    programmes = actor.programmes(permission)
    if programmes is None:
        return true()
    return or_(
        Workstream.programme_id.in_(programmes) if programmes else false(),
        Workstream.id.in_(actor.workstreams(permission)),
    )


def seen_records(actor: Actor, model: Any) -> ColumnElement[bool]:
    """The condition that hides workforce-sensitive records from those not named on them."""
    if actor.is_system:
        return true()
    named = named_on(actor, model) if actor.person_id else false()
    return or_(model.disclosure != Disclosure.WORKFORCE, named)


def is_withheld(record: Any, actor: Actor) -> bool:
    """Whether the record is workforce-sensitive, and the actor is not named on it."""
    if record.disclosure is not Disclosure.WORKFORCE:
        return False
    model = type(record)
    statement = select(model.id).where(model.id == record.id, seen_records(actor, model))
    return db.session.scalar(statement) is None


def seen(statement: Select[*Columns], actor: Actor, model: Any) -> Select[*Columns]:
    """The statement, which joins Workstream, with only what the actor may see."""
    return statement.where(seen_workstreams(actor), seen_records(actor, model))


def withheld(actor: Actor, model: Any, programme_id: int) -> int:
    """How many of the programme's records of this kind the actor may not see for sensitivity."""
    hidden = (
        select(func.count())
        .select_from(model)
        .join(Workstream, Workstream.id == model.workstream_id)
        .where(Workstream.programme_id == programme_id, seen_workstreams(actor))
        .where(model.disclosure == Disclosure.WORKFORCE, ~seen_records(actor, model))
    )
    return db.session.scalar(hidden) or 0


def readers_of(kind: str, record_id: int) -> frozenset[int]:
    """The people named on the record, besides its owner."""
    return frozenset(
        db.session.scalars(
            select(RecordReader.person_id).where(
                RecordReader.record_kind == kind, RecordReader.record_id == record_id
            )
        )
    )


def reader_row(kind: str, record_id: int, person_id: int) -> RecordReader | None:
    """That the person is named on the record."""
    return db.session.scalars(
        select(RecordReader).where(
            RecordReader.record_kind == kind,
            RecordReader.record_id == record_id,
            RecordReader.person_id == person_id,
        )
    ).one_or_none()


def named_on(actor: Actor, model: Any) -> ColumnElement[bool]:
    """The condition that the actor owns the record, or is named as one who may see it."""
    listed = select(RecordReader.id).where(
        and_(
            RecordReader.record_kind == model.__tablename__,
            RecordReader.record_id == model.id,
            RecordReader.person_id == actor.person_id,
        )
    )
    # not "=": a record without an owner would be neither seen nor withheld
    return or_(model.owner_id.is_not_distinct_from(actor.person_id), listed.exists())
