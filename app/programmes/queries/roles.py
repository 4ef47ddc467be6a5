"""Who has which role where, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.errors import NotFound
from app.db import db
from app.programmes.models import Deputy, RoleAssignment
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


def roles_of_many(person_ids: Sequence[int], on: date) -> dict[int, list[RoleAssignment]]:
    """The roles that each of the people holds on the day, in one read."""
    rows = db.session.scalars(
        select(RoleAssignment)
        .where(RoleAssignment.person_id.in_(person_ids), RoleAssignment.starts_on <= on)
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
        .options(*SCOPE)
        .order_by(RoleAssignment.id)
    )
    found: dict[int, list[RoleAssignment]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


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
