"""Reads of people, their links and their attempts to get in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.accounts import rules
from app.accounts.models import Attempt, AttemptKind, Person, ResetLink
from app.core.errors import NotFound
from app.db import db


def person(person_id: int) -> Person:
    """The person. Raises NotFound."""
    found = db.session.get(Person, person_id)
    if found is None:
        raise NotFound("that person")
    return found


def by_email(email: str) -> Person | None:
    """The person with that e-mail address, in any case; None when there is none."""
    return db.session.scalars(select(Person).where(Person.email == rules.fold(email))).one_or_none()


def choices(including: int | None = None) -> list[tuple[int, str]]:
    """Active people for a drop-down, by name; also one who has left, if still named."""
    wanted: ColumnElement[bool] = Person.deactivated_at.is_(None)
    if including is not None:
        wanted = or_(wanted, Person.id == including)
    rows = db.session.execute(
        select(Person.id, Person.name, Person.job_title)
        .where(wanted)
        .order_by(func.lower(Person.name), Person.id)
    )
    return [(key, f"{name}, {title}" if title else name) for key, name, title in rows]


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link(secret: str) -> ResetLink | None:
    """The link with that secret, locked where the database can, with its person."""
    return db.session.scalars(
        select(ResetLink)
        .where(ResetLink.digest == digest_of(secret))
        .options(joinedload(ResetLink.person, innerjoin=True))
        .with_for_update()
    ).one_or_none()


def open_links(person_id: int, at: datetime) -> int:
    """How many links the person was sent that still hold, used or not."""
    statement = select(func.count(ResetLink.id)).where(
        ResetLink.person_id == person_id, ResetLink.expires_at > at
    )
    return db.session.scalar(statement) or 0


def attempts_at(session: Session, account: str, address: str) -> Sequence[datetime]:
    """When that account was tried from that address."""
    return session.scalars(
        select(Attempt.at).where(
            Attempt.kind == AttemptKind.SIGN_IN,
            Attempt.account == account,
            Attempt.address == address,
        )
    ).all()


def attempts_from(session: Session, kind: AttemptKind, address: str) -> Sequence[datetime]:
    """When anything was tried from that address."""
    return session.scalars(
        select(Attempt.at).where(Attempt.kind == kind, Attempt.address == address)
    ).all()
