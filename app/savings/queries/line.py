"""Whose scheme it is: nobody approves their own, nor does anyone in its line."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.core.actor import Actor
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings.models import Scheme

IN_LINE: tuple[Any, ...] = (
    Scheme.owner_id,
    Scheme.author_id,
    Workstream.lead_id,
    Workstream.sponsor_id,
    Workstream.clinical_lead_id,
)


def own(scheme: Scheme) -> frozenset[int]:
    """The people whose scheme it is: its owner, and whoever entered it."""
    return people(scheme.owner_id, scheme.author_id)


def is_own(scheme: Scheme, actor: Actor, on: date) -> bool:
    """Whether it is the actor's scheme, or that of somebody for whom they stand in that day."""
    return not own(scheme).isdisjoint(acting_as(actor, on))


def acting_as(actor: Actor, on: date) -> frozenset[int]:
    """The actor, and those for whom they stand in that day: in whose line one is, they are too."""
    if actor.person_id is None:
        return frozenset()
    return frozenset({actor.person_id, *programmes.principals_of(actor.person_id, on)})


def schemes_of(programme_id: int, actor: Actor, on: date) -> frozenset[int]:
    """The programme's schemes in whose line the actor is, or somebody for whom they stand in."""
    people = acting_as(actor, on)
    if not people:
        return frozenset()
    found = db.session.scalars(
        select(Scheme.id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .where(or_(*(each.in_(people) for each in IN_LINE)))
    )
    return frozenset(found)


def line_of(scheme: Scheme, on: date) -> frozenset[int]:
    """Its owner and author, the workstream's lead, sponsor and clinical lead, and their deputies.

    Needs the workstream to be loaded.
    """
    around = named(scheme)
    return around | programmes.deputies_on(around, on)


def named(scheme: Scheme) -> frozenset[int]:
    """Its line without those who stand in for them."""
    workstream = scheme.workstream
    return own(scheme) | people(
        workstream.lead_id, workstream.sponsor_id, workstream.clinical_lead_id
    )


def people(*ids: int | None) -> frozenset[int]:
    """Those of them that are somebody."""
    return frozenset(each for each in ids if each is not None)
