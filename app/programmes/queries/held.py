"""The roles in which a person may sign something, their own and those they stand in for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

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


@dataclass(frozen=True)
class HeldRoles:
    """All that a person may sign as on a day, wherever; read once for many places."""

    assigned: Sequence[tuple[HeldRole, RoleAssignment]]
    organisations: Mapping[int, frozenset[int]]  # a programme's organisation and its parent
    deputies: Mapping[int, frozenset[int]]  # who stands in for whom, of everybody

    def at(self, place: Place) -> tuple[HeldRole, ...]:
        """As `held_roles` there."""
        around = self.organisations.get(place.programme_id or 0, frozenset())
        found = [held for held, role in self.assigned if _is_held_in(role, place, around)]
        return tuple(sorted(dict.fromkeys(found), key=lambda held: held.deputising_for != ""))


def held_everywhere(person_id: int, on: date) -> HeldRoles:
    """The person's roles, and those they stand in for, in every place; four queries."""
    principals = principals_of(person_id, on)
    rows = db.session.scalars(_assigned_on([person_id, *principals], on)).all()
    places = db.session.execute(
        select(Programme.id, Organisation.id, Organisation.parent_id).join(Programme.organisation)
    )
    return HeldRoles(
        [(_as_held(row.role, row.person_id, person_id, principals), row) for row in rows],
        {
            key: frozenset(each for each in (own, parent) if each is not None)
            for key, own, parent in places
        },
        deputies_by_principal(on),
    )


def held_roles(person_id: int, place: Place, on: date) -> tuple[HeldRole, ...]:
    """What the person may sign as there on the day: own roles first, then those stood in for."""
    principals = principals_of(person_id, on)
    rows = db.session.scalars(_assigned_on([person_id, *principals], on).where(_holds_in(place)))
    found = [_as_held(row.role, row.person_id, person_id, principals) for row in rows]
    return tuple(sorted(dict.fromkeys(found), key=lambda held: held.deputising_for != ""))


def holders(role: Role, place: Place, on: date) -> list[tuple[int, str]]:
    """Who holds the role there on the day and still works here: id and name, by name."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.role == role, RoleAssignment.starts_on <= on, _holds_in(place))
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
        .where(Person.deactivated_at.is_(None))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [(key, name) for key, name in rows]


@dataclass(frozen=True)
class Holder:
    """An active person who may act in a role somewhere, their own or of whom they stand in for."""

    person_id: int
    name: str
    held: HeldRole


def who_may_act(roles: Collection[Role], place: Place, on: date) -> list[Holder]:
    """Who holds the roles there on the day, and their deputies: as `held_roles`, by name."""
    principal, deputy = aliased(Person), aliased(Person)
    assigned = (
        select(RoleAssignment.role, principal.id, principal.name, principal.deactivated_at)
        .join(principal, principal.id == RoleAssignment.person_id)
        .where(RoleAssignment.role.in_(roles), RoleAssignment.starts_on <= on, _holds_in(place))
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
    )
    rows = db.session.execute(assigned).all()
    stand_ins = db.session.execute(
        select(Deputy.principal_id, deputy.id, deputy.name)
        .join(deputy, deputy.id == Deputy.deputy_id)
        .where(Deputy.principal_id.in_({key for _, key, _, _ in rows}))
        .where(Deputy.starts_on <= on, Deputy.ends_on >= on, deputy.deactivated_at.is_(None))
    ).all()
    found = [Holder(key, name, HeldRole(role)) for role, key, name, gone in rows if gone is None]
    found += [
        Holder(key, name, HeldRole(role, whose, whose_id))
        for role, whose_id, whose, _ in rows
        for principal_id, key, name in stand_ins
        if principal_id == whose_id
    ]
    order = sorted(dict.fromkeys(found), key=lambda each: (each.name, each.person_id))
    return sorted(order, key=lambda each: each.held.deputising_for != "")


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


def with_an_sro(workstream_ids: Collection[int], on: date) -> set[int]:
    """The workstreams for which somebody is SRO on the day: of the programme, or by role."""
    found = db.session.scalars(
        select(Workstream.id)
        .join(Programme, Programme.id == Workstream.programme_id)
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .where(Workstream.id.in_(workstream_ids))
        .where(
            or_(
                Programme.sro_id.is_not(None),
                exists()
                .where(_holds_around(), RoleAssignment.role == Role.SRO)
                .where(RoleAssignment.starts_on <= on)
                .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on)),
            )
        )
    )
    return set(found)


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


def deputies_by_principal(on: date) -> dict[int, frozenset[int]]:
    """Who stands in for whom on the day, of everybody."""
    rows = db.session.execute(
        select(Deputy.principal_id, Deputy.deputy_id).where(
            Deputy.starts_on <= on, Deputy.ends_on >= on
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for principal_id, deputy_id in rows:
        found[principal_id].add(deputy_id)
    return {key: frozenset(each) for key, each in found.items()}


def _assigned_on(people: Collection[int], on: date) -> Select[RoleAssignment]:
    return (
        select(RoleAssignment)
        .where(RoleAssignment.person_id.in_(people), RoleAssignment.starts_on <= on)
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
        .order_by(RoleAssignment.id)
    )


def _as_held(role: Role, holder: int, person_id: int, principals: Mapping[int, str]) -> HeldRole:
    return HeldRole(role) if holder == person_id else HeldRole(role, principals[holder], holder)


def _is_held_in(role: RoleAssignment, place: Place, organisations: frozenset[int]) -> bool:
    """As `_holds_in`, of a role that is already read."""
    if role.workstream_id is not None:
        return role.workstream_id == place.workstream_id
    if role.programme_id is not None:
        return role.programme_id == place.programme_id
    return role.organisation_id is None or role.organisation_id in organisations


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
        _is(RoleAssignment.programme_id, place.programme_id),
        _is(RoleAssignment.workstream_id, place.workstream_id),
    )


def _is(column: InstrumentedAttribute[int | None], key: int | None) -> ColumnElement[bool]:
    """False for no key: a role that names no workstream is not a role in this one."""
    return false() if key is None else column == key
