"""Recording a change, and sealing what was recorded just before the transaction commits."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session, SessionTransaction

from app.audit import rules
from app.audit.models import AuditEvent, AuditHead
from app.core.actor import EVERYWHERE, Actor, Place
from app.db import db
from app.db.model import Changes, Model

PENDING = "audit events to seal"
TOGETHER = "changes to flush together"
SAVEPOINTS = "how many events there were when each savepoint began"


@dataclass(frozen=True)
class Subject:
    """What an event is about, for the few that are not about one stored record."""

    kind: str
    name: str
    id: int | None = None
    place: Place = EVERYWHERE
    disclosure: str = "private"


def record(
    action: str,
    about: Model | Subject,
    changes: Changes | None = None,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Adds an event to the same transaction as the change. Flushes, so that ids and errors show."""

    def write() -> None:
        subject = about if isinstance(about, Subject) else subject_of(about)
        event = _event(action, subject, changes or {}, actor=actor, at=at, reason=reason)
        db.session.info.setdefault(PENDING, []).append(event)

    waiting: list[Callable[[], None]] | None = db.session.info.get(TOGETHER)
    if waiting is not None:
        waiting.append(write)
        return
    db.session.flush()
    write()


@contextmanager
def together() -> Iterator[None]:
    """Many changes as one: `record` does not flush until the end. For files of thousands of rows.

    Inside, a new record has no id yet, and a query does not see what was changed.
    """
    session = db.session
    waiting: list[Callable[[], None]] = []
    session.info[TOGETHER] = waiting
    try:
        with session.no_autoflush:
            yield
        session.flush()
    finally:
        session.info.pop(TOGETHER, None)
    for write in waiting:
        write()


def evidence(
    action: str, about: Subject, *, actor: Actor, at: datetime, reason: str = ""
) -> Callable[[Session], None]:
    """What writes the event in a transaction of its own: for what changes nothing, as a file."""
    event = _event(action, about, {}, actor=actor, at=at, reason=reason)
    return lambda session: session.info.setdefault(PENDING, []).append(event)


def _event(
    action: str,
    subject: Subject,
    changes: Changes,
    *,
    actor: Actor,
    at: datetime,
    reason: str,
) -> AuditEvent:
    return AuditEvent(
        at=at,
        actor_name=actor.name,
        actor_person_id=actor.person_id,
        acting_for=", ".join(actor.deputising_for),
        action=action,
        record_kind=subject.kind,
        record_id=subject.id,
        record_name=subject.name[:300],
        programme_id=subject.place.programme_id,
        workstream_id=subject.place.workstream_id,
        disclosure=subject.disclosure,
        reason=reason,
        changes=rules.canonical({name: _pair(both) for name, both in changes.items()}),
    )


def subject_of(record_changed: Model) -> Subject:
    """How a stored record appears in the trail: its table, reference, place and disclosure."""
    return Subject(
        kind=record_changed.__tablename__,
        name=str(getattr(record_changed, "audit_name", record_changed.__tablename__)),
        id=record_changed.id,
        place=getattr(record_changed, "place", Place()),
        disclosure=str(getattr(record_changed, "disclosure", "private")),
    )


def seal(session: Session) -> None:
    """Numbers and chains the pending events. Locks the head, so that the order is the commits'."""
    pending: list[AuditEvent] = session.info.get(PENDING, [])
    if not pending or session.in_nested_transaction():
        return
    session.info[PENDING] = []
    head = _held_head(session)
    for event in pending:
        _chain(event, head)
        session.add(event)
    session.flush()


def hold_head() -> None:
    """Until the transaction ends nobody else can commit what is audited: for one still picture."""
    _held_head(db.session)


def _held_head(session: Session) -> AuditHead:
    # read anew: the session may have seen the head before somebody else moved it on
    held = select(AuditHead).with_for_update().execution_options(populate_existing=True)
    return session.scalars(held).one()


def remember(session: Session, begun: SessionTransaction) -> None:
    """Where a savepoint begins: how many events there are, so that its rollback keeps these."""
    if begun.nested:
        queues = session.info.setdefault(PENDING, []), session.info.get(TOGETHER, [])
        known = session.info.setdefault(SAVEPOINTS, WeakKeyDictionary())
        known[begun] = [(queue, len(queue)) for queue in queues]


def forget(session: Session, rolled_back: SessionTransaction) -> None:
    """Drops what was to be sealed: all of it, or what was recorded since the savepoint began."""
    within = rolled_back
    while not within.nested and within.parent is not None:
        within = within.parent  # a flush that fails rolls back what is around it
    if not within.nested:
        session.info.pop(PENDING, None)
        return
    for queue, count in session.info[SAVEPOINTS].pop(within, ()):
        del queue[count:]


def _chain(event: AuditEvent, head: AuditHead) -> None:
    event.number = head.count + 1
    event.salt = secrets.token_hex(16)
    event.digest = rules.digest(event.salt, event.content)
    event.previous = head.hash
    event.hash = rules.link(head.hash, event.number, event.at, event.digest)
    head.count, head.hash = event.number, event.hash


def _pair(both: tuple[Any, Any]) -> list[Any]:
    return [_plain(side) for side in both]


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | None):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else str(value)
