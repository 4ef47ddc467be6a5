"""People with and without roles."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.accounts.models import Person
from app.core.actor import Actor
from app.programmes import queries
from app.programmes.models import Programme, RoleAssignment, Workstream
from app.programmes.roles import Role
from tests.make.store import numbers, stored

TODAY = date(2026, 10, 20)


def person(**given: Any) -> Person:
    """Someone without a role."""
    number = next(numbers)
    defaults = {"email": f"person{number}@example.test", "name": f"Person {number}"}
    return stored(Person(**{**defaults, **given}))


def with_role(
    role: Role,
    *,
    programme: Programme | None = None,
    workstream: Workstream | None = None,
    **given: Any,
) -> Person:
    """Someone with the role in the workstream, in the programme, or everywhere."""
    who = person(**given)
    stored(
        RoleAssignment(
            person_id=who.id,
            role=role,
            programme_id=programme.id if programme else None,
            workstream_id=workstream.id if workstream else None,
            starts_on=date(2020, 4, 1),
        )
    )
    return who


def lead(workstream: Workstream, **given: Any) -> Person:
    """The workstream's lead."""
    return with_role(Role.LEAD, workstream=workstream, **given)


def pmo(programme: Programme | None = None, **given: Any) -> Person:
    """Someone of the programme office."""
    return with_role(Role.PMO, programme=programme, **given)


def sro(programme: Programme | None = None, **given: Any) -> Person:
    """The senior responsible owner."""
    return with_role(Role.SRO, programme=programme, **given)


def finance(programme: Programme | None = None, **given: Any) -> Person:
    """The finance lead."""
    return with_role(Role.FINANCE, programme=programme, **given)


def actor(who: Person) -> Actor:
    """The person as commands know them."""
    return queries.actor_for(who, TODAY)
