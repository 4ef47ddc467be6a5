"""What a person answers for: their open records, the workstreams and programmes they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.db import db
from app.db.model import Model
from app.programmes.models import Programme, ProgrammeStatus, Workstream, WorkstreamStatus
from app.programmes.queries.visibility import seen_records

CLOSED = ("complete", "closed", "withdrawn", "accepted")
LEADERS = ("lead_id", "sponsor_id", "clinical_lead_id", "finance_lead_id")


@dataclass(frozen=True)
class Owned:
    """An open record that a person owns. A hidden one shows that it is there, not what it says."""

    kind: str
    id: int
    ref: str
    title: str
    is_hidden: bool


def open_records(person_id: int, visible_to: Actor) -> list[Owned]:
    """The person's open records of every kind, by kind and reference. One read for each kind."""
    found: list[Owned] = []
    for model in kinds_with_owners():
        seen = seen_records(visible_to, model)
        rows = db.session.execute(
            select(model.id, model.ref, model.title, seen.label("seen"))
            .where(model.owner_id == person_id, cast(model.status, String).not_in(CLOSED))
            .order_by(model.ref, model.id)
        )
        kind = model.__tablename__
        found += [Owned(kind, row.id, row.ref, row.title, not row.seen) for row in rows]
    return found


def kinds_with_owners() -> list[Any]:
    """The models whose records have an owner and a disclosure class, by the name of their table."""
    mapped = [mapper.class_ for mapper in Model.registry.mappers]
    owned = [model for model in mapped if hasattr(model, "owner_id") and hasattr(model, "ref")]
    return sorted(owned, key=lambda model: str(model.__tablename__))


def led_workstreams(person_id: int) -> Sequence[Workstream]:
    """The open workstreams that name the person as lead, sponsor, clinical or finance lead."""
    return db.session.scalars(
        select(Workstream)
        .where(or_(*(getattr(Workstream, column) == person_id for column in LEADERS)))
        .where(Workstream.status == WorkstreamStatus.OPEN)
        .options(joinedload(Workstream.programme))
        .order_by(Workstream.ref, Workstream.id)
    ).all()


def led_programmes(person_id: int) -> Sequence[Programme]:
    """The open programmes whose SRO the person is."""
    return db.session.scalars(
        select(Programme)
        .where(Programme.sro_id == person_id, Programme.status == ProgrammeStatus.OPEN)
        .order_by(Programme.code)
    ).all()
