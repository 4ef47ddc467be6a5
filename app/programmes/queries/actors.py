"""A person as an Actor: every role held today, their own and those they stand in for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select

from app.accounts.models import Person
from app.core.actor import EVERYWHERE, Actor, Permission, Place
from app.db import db
from app.programmes.models import Deputy, Organisation, Programme, RoleAssignment, Workstream
from app.programmes.roles import GRANTS


def actor_for(person: Person, on: date) -> Actor:
    """The person with all permissions held on that day. Five reads at most."""
    principals = _stands_in_for(person.id, on)
    assignments = _assignments([person.id, *principals], on)
    granted: dict[Place, set[Permission]] = defaultdict(set)
    for assignment in assignments:
        for place in _places(assignment):
            granted[place] |= GRANTS[assignment.role]
    return Actor(
        name=person.name,
        person_id=person.id,
        email=person.email,
        granted={place: frozenset(held) for place, held in granted.items()},
        deputising_for=tuple(principals.values()),
    )


def _stands_in_for(person_id: int, on: date) -> dict[int, str]:
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(Deputy, Deputy.principal_id == Person.id)
        .where(Deputy.deputy_id == person_id, Deputy.starts_on <= on, Deputy.ends_on >= on)
        .order_by(Person.id)
    )
    return {row.id: row.name for row in rows}


def _assignments(person_ids: Sequence[int], on: date) -> Sequence[RoleAssignment]:
    held = (
        select(RoleAssignment)
        .where(RoleAssignment.person_id.in_(person_ids), RoleAssignment.starts_on <= on)
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
        .order_by(RoleAssignment.id)
    )
    return db.session.scalars(held).all()


def _places(assignment: RoleAssignment) -> Iterable[Place]:
    if assignment.workstream_id:
        programme_id = db.session.scalar(
            select(Workstream.programme_id).where(Workstream.id == assignment.workstream_id)
        )
        return [Place(programme_id, assignment.workstream_id)]
    if assignment.programme_id:
        return [Place(assignment.programme_id)]
    if assignment.organisation_id:
        return [Place(programme) for programme in _programmes_of(assignment.organisation_id)]
    return [EVERYWHERE]


def _programmes_of(organisation_id: int) -> Sequence[int]:
    """Programmes of the organisation and of those directly under it (an ICB's trusts)."""
    return db.session.scalars(
        select(Programme.id)
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .where(or_(Organisation.id == organisation_id, Organisation.parent_id == organisation_id))
        .order_by(Programme.id)
    ).all()
