"""Giving and ending roles. Nobody can raise themselves, and somebody can always manage people."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypedDict

from app.accounts.models import Person
from app.audit.commands import Subject, record
from app.core.actor import EVERYWHERE, Actor, Permission, Place
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.programmes import queries
from app.programmes.models import Organisation, Programme, RoleAssignment, Workstream
from app.programmes.roles import GRANTS, Role


class Scope(TypedDict, total=False):
    """Where a role is held: one of these, or none for everywhere."""

    organisation: Organisation | None
    programme: Programme | None
    workstream: Workstream | None


def assign_role(
    person: Person,
    *,
    role: Role,
    organisation: Organisation | None = None,
    programme: Programme | None = None,
    workstream: Workstream | None = None,
    starts_on: date,
    ends_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> RoleAssignment:
    """The person holds the role in the place from one day until another, or until it is ended."""
    assignment = RoleAssignment(
        person=person,
        role=role,
        organisation=organisation,
        programme=programme,
        workstream=workstream,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    with db.session.no_autoflush:
        _may_give(assignment, actor)
        _must_fit(assignment)
    db.session.add(assignment)
    db.session.flush()
    given = {"role": (None, role.label), "where": (None, assignment.scope_name)}
    dates = {"starts_on": (None, starts_on), "ends_on": (None, ends_on)}
    record("role.give", _subject(assignment), {**given, **dates}, actor=actor, at=at)
    return assignment


def end_role(
    assignment: RoleAssignment, *, last_day: date, reason: str = "", actor: Actor, at: datetime
) -> None:
    """The role ends with that day; yesterday ends it at once. It stays on the person's record."""
    actor.must(Permission.MANAGE_PEOPLE, _authority(assignment))
    if assignment.ends_on is not None and assignment.ends_on <= last_day:
        raise RuleBroken("last_day", "The role has ended, or ends sooner already")
    if last_day < assignment.starts_on - timedelta(days=1):
        raise RuleBroken("last_day", "The last day must not be before the role started")
    _leave_somebody_in_charge(assignment, last_day)
    before, assignment.ends_on = assignment.ends_on, last_day
    changes = {"ends_on": (before, last_day)}
    record("role.end", _subject(assignment), changes, actor=actor, at=at, reason=reason)


def end_all_roles(
    person: Person, *, last_day: date, reason: str, actor: Actor, at: datetime
) -> None:
    """A leaver's roles end together."""
    actor.must(Permission.MANAGE_PEOPLE, EVERYWHERE)
    for assignment in queries.roles_of(person.id, last_day + timedelta(days=1)):
        day = max(last_day, assignment.starts_on - timedelta(days=1))
        end_role(assignment, last_day=day, reason=reason, actor=actor, at=at)


def _may_give(assignment: RoleAssignment, actor: Actor) -> None:
    actor.must(Permission.MANAGE_PEOPLE, _authority(assignment))
    if actor.person_id is not None and actor.person_id == assignment.person.id:
        raise NotAllowed("You cannot give yourself a role: ask another administrator")


def _authority(assignment: RoleAssignment) -> Place:
    """Where the giver must manage people: all of an organisation is more than its programmes."""
    if assignment.workstream:
        return assignment.workstream.place
    return assignment.programme.place if assignment.programme else EVERYWHERE


def _must_fit(assignment: RoleAssignment) -> None:
    person = assignment.person
    if not person.is_active:
        raise RuleBroken(None, f"{person.name} has left: reactivate them first")
    if sum(1 for scope in _scopes(assignment) if scope) > 1:
        raise RuleBroken("where", "Choose one place for the role")
    if assignment.ends_on and assignment.ends_on < assignment.starts_on:
        raise RuleBroken("ends_on", "The last day must be on or after the first day")
    for held in queries.roles_of(person.id, assignment.starts_on):
        if held.role == assignment.role and _scopes(held) == _scopes(assignment):
            raise RuleBroken(
                "role", f"{person.name} is {held.role.label} already, {held.scope_name}"
            )


def _scopes(
    assignment: RoleAssignment,
) -> tuple[Organisation | None, Programme | None, Workstream | None]:
    return assignment.organisation, assignment.programme, assignment.workstream


def _leave_somebody_in_charge(assignment: RoleAssignment, last_day: date) -> None:
    """Somebody must be left who can manage people everywhere."""
    if Permission.MANAGE_PEOPLE not in GRANTS[assignment.role] or any(_scopes(assignment)):
        return
    managing = [role for role, held in GRANTS.items() if Permission.MANAGE_PEOPLE in held]
    if not queries.others_everywhere(managing, assignment, last_day + timedelta(days=1)):
        raise RuleBroken(None, "This is the last administrator: give somebody else the role first")


def _subject(assignment: RoleAssignment) -> Subject:
    name = f"{assignment.role.label} of {assignment.person.name}"
    return Subject("role_assignment", name, assignment.id, assignment.place)
