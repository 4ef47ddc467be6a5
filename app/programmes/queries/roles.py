"""Who has which role where, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, cast, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.db import db
from app.programmes.models import Deputy, Programme, RoleAssignment, Workstream
from app.programmes.queries.organisations import organisation_choices
from app.programmes.queries.visibility import seen_workstreams
from app.programmes.roles import Role

SCOPE = (
    joinedload(RoleAssignment.person),
    joinedload(RoleAssignment.organisation),
    joinedload(RoleAssignment.programme),
    joinedload(RoleAssignment.workstream),
)
BOTH = (joinedload(Deputy.principal), joinedload(Deputy.deputy))


def role(assignment_id: int) -> RoleAssignment:
    """The assignment with its person and scope. Raises NotFound."""
    found = db.session.scalars(
        select(RoleAssignment).where(RoleAssignment.id == assignment_id).options(*SCOPE)
    ).one_or_none()
    if found is None:
        raise NotFound("that role")
    return found


def roles_of(person_id: int, on: date | None = None) -> Sequence[RoleAssignment]:
    """The person's roles with their scopes, those that have not ended by the day; None: all."""
    statement = (
        select(RoleAssignment)
        .where(RoleAssignment.person_id == person_id)
        .options(*SCOPE)
        .order_by(RoleAssignment.starts_on, RoleAssignment.id)
    )
    if on is not None:
        statement = statement.where(
            or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on)
        )
    return db.session.scalars(statement).all()


def deputy(deputy_id: int) -> Deputy:
    """The naming of a deputy with both people. Raises NotFound."""
    found = db.session.scalars(
        select(Deputy).where(Deputy.id == deputy_id).options(*BOTH)
    ).one_or_none()
    if found is None:
        raise NotFound("that deputy")
    return found


def deputies_of(person_id: int, on: date) -> Sequence[Deputy]:
    """Who stands in for the person, on that day or later."""
    return db.session.scalars(
        select(Deputy)
        .where(Deputy.principal_id == person_id, Deputy.ends_on >= on)
        .options(*BOTH)
        .order_by(Deputy.starts_on, Deputy.id)
    ).all()


def stands_in_for(person_id: int, on: date) -> Sequence[Deputy]:
    """For whom the person stands in, on that day or later."""
    return db.session.scalars(
        select(Deputy)
        .where(Deputy.deputy_id == person_id, Deputy.ends_on >= on)
        .options(*BOTH)
        .order_by(Deputy.starts_on, Deputy.id)
    ).all()


def others_everywhere(roles: Sequence[Role], besides: RoleAssignment, on: date) -> bool:
    """Whether an active person other than this assignment holds one of the roles everywhere."""
    statement = (
        select(RoleAssignment.id)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(RoleAssignment.role.in_(roles), RoleAssignment.id != besides.id)
        .where(Person.deactivated_at.is_(None), Person.id != besides.person_id)
        .where(
            RoleAssignment.organisation_id.is_(None),
            RoleAssignment.programme_id.is_(None),
            RoleAssignment.workstream_id.is_(None),
        )
        .where(RoleAssignment.starts_on <= on)
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def listed_people(on: date) -> Select[*tuple[Any, ...]]:
    """Everybody, with the roles they hold on the day, for the list of people."""
    return select(
        Person.id,
        Person.name,
        Person.email,
        Person.job_title,
        Person.deactivated_at,
        Person.password_hash.is_not(None).label("has_password"),
        _roles_held(on).label("roles"),
    )


def holds(role: Role, on: date) -> ColumnElement[bool]:
    """The condition on Person that they hold the role somewhere on the day."""
    held = _held(on).where(RoleAssignment.role == role)
    return held.with_only_columns(RoleAssignment.id).exists()


def _roles_held(on: date) -> ScalarSelect[str]:
    words = func.aggregate_strings(cast(RoleAssignment.role, String), ",")
    return _held(on).with_only_columns(words).scalar_subquery()


def _held(on: date) -> Select[Any]:
    return (
        select(RoleAssignment)
        .where(RoleAssignment.person_id == Person.id, RoleAssignment.starts_on <= on)
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
        .correlate(Person)
    )


def workstream_for_role(workstream_id: int) -> Workstream:
    """The workstream in which a role is to be held; whoever gives it need not read it."""
    found = db.session.scalars(
        select(Workstream)
        .where(Workstream.id == workstream_id)
        .options(joinedload(Workstream.programme))
    ).one_or_none()
    if found is None:
        raise NotFound("that workstream")
    return found


def scopes(actor: Actor, on: date) -> list[tuple[str, str]]:
    """Where the actor may give roles, for a drop-down: everywhere first, workstreams last."""
    managed = actor.programmes(Permission.MANAGE_PEOPLE)
    found = [("", "Choose one")]
    if managed is None:
        found.append(("everywhere", "Everywhere"))
        found += [(f"organisation:{key}", name) for key, name in organisation_choices(on)]
    rows = db.session.execute(
        select(Programme.id, Programme.code, Programme.name).order_by(Programme.code)
    )
    for key, code, name in rows:
        if managed is None or key in managed:
            found.append((f"programme:{key}", f"{code} {name}"))
    return found + _workstreams(actor)


def _workstreams(actor: Actor) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(Workstream.id, Programme.code, Workstream.ref, Workstream.name)
        .join(Programme, Programme.id == Workstream.programme_id)
        .where(seen_workstreams(actor, Permission.MANAGE_PEOPLE))
        .order_by(Programme.code, Workstream.ref, Workstream.id)
    )
    return [(f"workstream:{key}", f"{code} {ref} {name}") for key, code, ref, name in rows]
