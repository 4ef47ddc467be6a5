"""Adding people, changing what is known of them, and how they get in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts import queries, rules
from app.accounts.models import Attempt, AttemptKind, Person, ResetLink
from app.audit.commands import record
from app.core.actor import EVERYWHERE, Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.db.model import apply, apply_all

NOT_AN_EMAIL = "Enter an e-mail address, like name@example.nhs.uk"
STALE_LINK = "This link has been used or is too old. Ask for a new one"
MAY_ADD = (Permission.MANAGE_PEOPLE, Permission.MANAGE_PROGRAMME, Permission.IMPORT)


def create_person(
    *, email: str, name: str, job_title: str = "", actor: Actor, at: datetime
) -> Person:
    """Someone who can be named in a programme. Without a role they may do nothing."""
    if not any(actor.can(permission) for permission in MAY_ADD):
        raise NotAllowed("You do not have permission to add people")
    person = Person(email=_new_email(email), name=_name(name), job_title=job_title.strip())
    db.session.add(person)
    added = {"email": (None, person.email), "name": (None, person.name)}
    record("person.add", person, added, actor=actor, at=at)
    return person


def edit_person(
    person: Person,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Changes the name, job title or e-mail address. The address is how they sign in."""
    actor.must(Permission.MANAGE_PEOPLE, EVERYWHERE)
    person.must_be(version)
    changed = {**values, "name": _name(values.get("name", person.name))}
    if "email" in changed and rules.fold(changed["email"]) != person.email:
        changed["email"] = _new_email(changed["email"])
        _spend_links(person, at)
    else:
        changed.pop("email", None)
    if changes := apply_all(person, changed):
        record("person.edit", person, changes, actor=actor, at=at)


def set_password(person: Person, password_hash: str, *, actor: Actor, at: datetime) -> None:
    """Replaces the password; every browser that was signed in is signed out."""
    _must_be_self_or_manage(person, actor)
    person.password_hash = password_hash
    person.signed_out_count += 1
    _spend_links(person, at)
    record("person.set-password", person, actor=actor, at=at)


def renew_hash(session: Session, person_id: int, *, old: str, new: str, actor: Actor) -> None:
    """The same password under newer parameters, unless it was changed meanwhile."""
    if actor.person_id != person_id:
        raise NotAllowed("A hash is renewed only when its owner signs in")
    session.execute(
        update(Person)
        .where(Person.id == person_id, Person.password_hash == old)
        .values(password_hash=new)
    )


def sign_out_everywhere(person: Person, *, actor: Actor, at: datetime) -> None:
    """Ends every session of the person, on every browser."""
    _must_be_self_or_manage(person, actor)
    changes = apply(person, signed_out_count=person.signed_out_count + 1)
    record("person.sign-out-everywhere", person, changes, actor=actor, at=at)


def deactivate(person: Person, *, reason: str, actor: Actor, at: datetime) -> None:
    """A leaver: they can no longer sign in, and all that they did stays."""
    actor.must(Permission.MANAGE_PEOPLE, EVERYWHERE)
    if person.id == actor.person_id:
        raise RuleBroken(None, "You cannot deactivate yourself: ask another administrator")
    if not person.is_active:
        raise RuleBroken(None, f"{person.name} is already deactivated")
    changes = apply(person, deactivated_at=at, signed_out_count=person.signed_out_count + 1)
    _spend_links(person, at)
    record("person.deactivate", person, changes, actor=actor, at=at, reason=reason)


def reactivate(person: Person, *, reason: str, actor: Actor, at: datetime) -> None:
    """Someone has come back. They get no role, and choose a new password."""
    actor.must(Permission.MANAGE_PEOPLE, EVERYWHERE)
    if person.is_active:
        raise RuleBroken(None, f"{person.name} is already active")
    changes = apply(person, deactivated_at=None)
    person.password_hash = None
    record("person.reactivate", person, changes, actor=actor, at=at, reason=reason)


def offer_link(person: Person, *, actor: Actor, at: datetime) -> str | None:
    """The secret of a new link to choose a password; None when enough are on their way."""
    if not person.is_active or queries.open_links(person.id, at) >= rules.MOST_LINKS:
        return None
    secret = secrets.token_urlsafe(32)
    db.session.add(
        ResetLink(
            person_id=person.id, digest=queries.digest_of(secret), expires_at=at + rules.LINK_HOLDS
        )
    )
    record("person.offer-link", person, actor=actor, at=at)
    return secret


def use_link(link: ResetLink, password_hash: str, *, actor: Actor, at: datetime) -> None:
    """Sets the password that the link was for, once."""
    if not link.works(at):
        raise RuleBroken(None, STALE_LINK)
    if actor.person_id != link.person_id:
        raise NotAllowed("A link is for the person it was sent to")
    set_password(link.person, password_hash, actor=actor, at=at)


def note_attempt(session: Session, attempt: Attempt, *, actor: Actor) -> None:
    """Counts a try, before it is known whether it succeeds. Forgets what no longer counts."""
    session.execute(
        delete(Attempt).where(Attempt.kind == attempt.kind, Attempt.at < attempt.at - rules.COUNTED)
    )
    session.add(attempt)


def forget_attempts(session: Session, account: str, address: str, *, actor: Actor) -> None:
    """The person got in: their earlier mistakes at this address no longer count."""
    session.execute(
        delete(Attempt).where(
            Attempt.kind == AttemptKind.SIGN_IN,
            Attempt.account == account,
            Attempt.address == address,
        )
    )


def _must_be_self_or_manage(person: Person, actor: Actor) -> None:
    if actor.person_id != person.id or actor.person_id is None:
        actor.must(Permission.MANAGE_PEOPLE, EVERYWHERE)


def _spend_links(person: Person, at: datetime) -> None:
    unused = select(ResetLink).where(ResetLink.person_id == person.id, ResetLink.used_at.is_(None))
    for link in db.session.scalars(unused):
        link.used_at = at


def _new_email(email: str) -> str:
    folded = rules.fold(email)
    if not rules.is_email(folded):
        raise RuleBroken("email", NOT_AN_EMAIL)
    if queries.by_email(folded):
        raise RuleBroken("email", f"There is already a person with the e-mail address {folded}")
    return folded


def _name(name: str) -> str:
    trimmed = " ".join(name.split())
    if not trimmed:
        raise RuleBroken("name", "Enter the person's name")
    return trimmed
