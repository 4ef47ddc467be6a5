"""Who stands in for whom, between two dates, with all that one's own roles; there are no chains."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.accounts.models import Person
from app.audit.commands import Subject, record
from app.core.actor import EVERYWHERE, Actor, Permission
from app.core.dates import long
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.programmes import queries
from app.programmes.models import Deputy

LONGEST = timedelta(days=366)


def name_deputy(
    principal: Person,
    *,
    deputy: Person,
    starts_on: date,
    ends_on: date,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Deputy:
    """The deputy may do what the principal may, from the first day to the last."""
    _may_name(principal, deputy, actor)
    _must_fit(principal, deputy, starts_on, ends_on)
    named = Deputy(starts_on=starts_on, ends_on=ends_on, reason=reason)
    named.principal, named.deputy = principal, deputy
    db.session.add(named)
    db.session.flush()
    said = {"deputy": (None, deputy.name), "starts_on": (None, starts_on)}
    changes = {**said, "ends_on": (None, ends_on)}
    record("deputy.name", _subject(named), changes, actor=actor, at=at, reason=reason)
    return named


def end_deputy(named: Deputy, *, last_day: date, actor: Actor, at: datetime) -> None:
    """The deputy stands in until that day only; a day before the first means not at all."""
    if actor.person_id != named.principal_id:
        actor.must(Permission.MANAGE_PEOPLE, EVERYWHERE)
    if named.ends_on <= last_day:
        raise RuleBroken(None, f"{named.deputy.name} has stopped standing in already")
    before, named.ends_on = named.ends_on, last_day
    changes = {"ends_on": (before, last_day)}
    record("deputy.end", _subject(named), changes, actor=actor, at=at)


def end_all_deputies(person: Person, *, last_day: date, actor: Actor, at: datetime) -> None:
    """A leaver neither stands in for anybody nor is stood in for."""
    after = last_day + timedelta(days=1)
    for named in (
        *queries.deputies_of(person.id, after),
        *queries.stands_in_for(person.id, after),
    ):
        end_deputy(named, last_day=last_day, actor=actor, at=at)


def _may_name(principal: Person, deputy: Person, actor: Actor) -> None:
    if actor.person_id == principal.id:
        return
    actor.must(Permission.MANAGE_PEOPLE, EVERYWHERE)
    if actor.person_id is not None and actor.person_id == deputy.id:
        raise NotAllowed("You cannot name yourself as somebody’s deputy: they can name you")


def _must_fit(principal: Person, deputy: Person, starts_on: date, ends_on: date) -> None:
    if principal.id == deputy.id:
        raise RuleBroken("deputy_id", "Choose somebody else: nobody stands in for themselves")
    for person in (principal, deputy):
        if not person.is_active:
            raise RuleBroken("deputy_id", f"{person.name} has left")
    if ends_on < starts_on:
        raise RuleBroken("ends_on", "The last day must be on or after the first day")
    if ends_on - starts_on > LONGEST:
        raise RuleBroken("ends_on", "The last day must be within a year of the first")
    for named in queries.deputies_of(principal.id, starts_on):
        if named.deputy_id == deputy.id and named.starts_on <= ends_on:
            raise RuleBroken(
                "starts_on",
                f"{deputy.name} stands in from {long(named.starts_on)} to {long(named.ends_on)}",
            )


def _subject(named: Deputy) -> Subject:
    return Subject("deputy", f"{named.deputy.name} for {named.principal.name}", named.id)
