"""The roles in which a person may sign something, their own and those they stand in for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts.models import Person
from app.core.actor import Place
from app.db import db
from app.programmes.models import Deputy, Organisation, Programme, RoleAssignment, Workstream
from app.programmes.roles import Role


@dataclass(frozen=True)
class HeldRole:
    """A role held in a place; `deputising_for` names whose it is, empty for one's own."""

    role: Role
    deputising_for: str = ""
    principal_id: int | None = None


def held_roles(person_id: int, place: Place, on: date) -> tuple[HeldRole, ...]:
    """What the person may sign as there on the day: own roles first, then those stood in for."""
    principals = principals_of(person_id, on)
    rows = db.session.execute(
        select(RoleAssignment.person_id, RoleAssignment.role)
        .where(RoleAssignment.person_id.in_([person_id, *principals]))
        .where(RoleAssignment.starts_on <= on, _holds_in(place))
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
        .order_by(RoleAssignment.id)
    )
    found = [
        HeldRole(row.role)
        if row.person_id == person_id
        else HeldRole(row.role, principals[row.person_id], row.person_id)
        for row in rows
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda held: held.deputising_for != ""))


def held_by_workstream(
    person_id: int, roles: Collection[Role], on: date
) -> dict[int, tuple[HeldRole, ...]]:
    """As `held_roles`, of these roles in every workstream: in two reads, by its id."""
    principals = principals_of(person_id, on)
    rows = db.session.execute(
        select(Workstream.id, RoleAssignment.person_id, RoleAssignment.role)
        .join(Programme, Programme.id == Workstream.programme_id)
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .join(RoleAssignment, _holds_around())
        .where(RoleAssignment.person_id.in_([person_id, *principals]))
        .where(RoleAssignment.role.in_(roles), RoleAssignment.starts_on <= on)
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
        .order_by(Workstream.id, RoleAssignment.id)
    )
    found: dict[int, list[HeldRole]] = {}
    for place, holder, role in rows:
        held = HeldRole(role)
        if holder != person_id:
            held = HeldRole(role, principals[holder], holder)
        found.setdefault(place, []).append(held)
    return {
        place: tuple(sorted(dict.fromkeys(held), key=lambda each: each.deputising_for != ""))
        for place, held in found.items()
    }


def principals_of(person_id: int, on: date) -> dict[int, str]:
    """For whom the person stands in on that very day: name by id."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(Deputy, Deputy.principal_id == Person.id)
        .where(Deputy.deputy_id == person_id, Deputy.starts_on <= on, Deputy.ends_on >= on)
        .order_by(Person.id)
    )
    return {row.id: row.name for row in rows}


def deputies_on(people: frozenset[int], on: date) -> frozenset[int]:
    """Who stands in on the day for any of these people."""
    found = db.session.scalars(
        select(Deputy.deputy_id).where(
            Deputy.principal_id.in_(people), Deputy.starts_on <= on, Deputy.ends_on >= on
        )
    )
    return frozenset(found)


def _holds_around() -> ColumnElement[bool]:
    """As `_holds_in`, for the workstream, programme and organisation of a joined row."""
    return or_(
        and_(
            RoleAssignment.organisation_id.is_(None),
            RoleAssignment.programme_id.is_(None),
            RoleAssignment.workstream_id.is_(None),
        ),
        RoleAssignment.organisation_id == Organisation.id,
        RoleAssignment.organisation_id == Organisation.parent_id,
        RoleAssignment.programme_id == Programme.id,
        RoleAssignment.workstream_id == Workstream.id,
    )


def _holds_in(place: Place) -> ColumnElement[bool]:
    """A role in the workstream, its programme, its organisation or that one's parent, or all."""
    organisations = (
        select(Programme.organisation_id).where(Programme.id == place.programme_id)
    ).scalar_subquery()
    parents = (
        select(Organisation.parent_id).where(Organisation.id == organisations)
    ).scalar_subquery()
    everywhere = and_(
        RoleAssignment.organisation_id.is_(None),
        RoleAssignment.programme_id.is_(None),
        RoleAssignment.workstream_id.is_(None),
    )
    return or_(
        everywhere,
        RoleAssignment.organisation_id == organisations,
        RoleAssignment.organisation_id == parents,
        RoleAssignment.programme_id == place.programme_id,
        RoleAssignment.workstream_id == place.workstream_id,
    )
