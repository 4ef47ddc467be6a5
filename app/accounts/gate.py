"""Lets a person in: patience with mistakes, the same work for everybody, evidence of each try."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from flask import current_app, request
from sqlalchemy.orm import Session

from app.accounts import commands, passwords, queries, rules
from app.accounts.models import Attempt, AttemptKind, Person
from app.audit import evidence
from app.audit.commands import Subject, subject_of
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.db import db
from app.web import settle
from app.web.clock import now

WRONG = "The e-mail address or the password is not right"
VISITOR = Actor(name="a visitor")


@dataclass(frozen=True)
class Knock:
    """Which account was tried, from where."""

    account: str
    address: str

    @classmethod
    def of(cls, email: str) -> Knock:
        """This request's try at the account. What was typed is kept as a keyed digest only."""
        key = str(current_app.secret_key).encode()
        account = hmac.new(key, rules.fold(email).encode(), hashlib.sha256).hexdigest()
        return cls(account, rules.network(request.remote_addr or ""))


def admit(email: str, password: str) -> Person:
    """The person, if that is their password. Raises RuleBroken: one sentence for every reason."""
    knock = Knock.of(email)
    _reserve(knock)
    person = queries.by_email(email)
    if not _is_right(person if person and person.is_active else None, password):
        _keep_failure(person)
        raise RuleBroken(None, WRONG)
    admitted = queries.person(person.id) if person else None
    if admitted is None or not admitted.is_active:
        raise RuleBroken(None, WRONG)
    _welcome(admitted, knock, password)
    return admitted


def confirm(person: Person, password: str) -> bool:
    """Whether somebody already signed in knows the password; as patient as the way in."""
    knock, person_id = Knock.of(person.email), person.id
    db.session.rollback()
    _reserve(knock)
    right = _is_right(queries.person(person_id), password)
    if right:
        settle.outlive(partial(_forget, knock=knock))
    else:
        _keep_failure(queries.person(person_id))
    return right


def may_ask_for_a_link(email: str) -> bool:
    """Whether this address may ask again; each asking counts."""
    knock, at = Knock.of(email), now()
    with db.sessions.begin() as own:
        asked = queries.attempts_from(own, AttemptKind.RESET, knock.address)
        if len([one for one in asked if at - one < rules.LINK_HOLDS]) >= rules.MOST_ASKED:
            return False
        commands.note_attempt(own, _attempt(AttemptKind.RESET, knock, at), actor=VISITOR)
    return True


def _reserve(knock: Knock) -> None:
    """Counts the try before the password is looked at, so that a flood cannot outrun the count."""
    at = now()
    db.session.rollback()
    with db.sessions.begin() as own:
        pause = max(
            rules.wait(
                queries.attempts_at(own, knock.account, knock.address), rules.FOR_ACCOUNT, at
            ),
            rules.wait(
                queries.attempts_from(own, AttemptKind.SIGN_IN, knock.address),
                rules.FOR_ADDRESS,
                at,
            ),
        )
        if pause == timedelta(0):
            commands.note_attempt(own, _attempt(AttemptKind.SIGN_IN, knock, at), actor=VISITOR)
    if pause:
        raise RuleBroken(None, f"Too many attempts. Wait {rules.spoken(pause)}, then try again")


def _attempt(kind: AttemptKind, knock: Knock, at: datetime) -> Attempt:
    return Attempt(kind=kind, account=knock.account, address=knock.address, at=at)


def _is_right(person: Person | None, password: str) -> bool:
    return passwords.matches(person.password_hash if person else None, password)


def _keep_failure(person: Person | None) -> None:
    about = subject_of(person) if person else Subject("person", "an account that does not exist")
    address = rules.network(request.remote_addr or "")
    evidence.keep("person.sign-in-failed", about, actor=VISITOR, reason=f"From {address}")


def _welcome(person: Person, knock: Knock, password: str) -> None:
    actor = Actor(name=person.name, person_id=person.id, email=person.email)
    evidence.keep("person.sign-in", subject_of(person), actor=actor)
    settle.outlive(partial(_forget, knock=knock))
    old = person.password_hash or ""
    if passwords.is_outdated(old):
        person_id = person.id
        new = passwords.hashed(password)
        settle.outlive(partial(_renew, person_id=person_id, old=old, new=new, actor=actor))


def _forget(own: Session, *, knock: Knock) -> None:
    commands.forget_attempts(own, knock.account, knock.address, actor=VISITOR)


def _renew(own: Session, *, person_id: int, old: str, new: str, actor: Actor) -> None:
    commands.renew_hash(own, person_id, old=old, new=new, actor=actor)
