"""Reading the trail, and checking that it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.audit import rules
from app.audit.models import AuditEvent, AuditHead
from app.db import db

CHUNK = 1000


def of_record(kind: str, record_id: int) -> Sequence[AuditEvent]:
    """The record's life, newest first."""
    return db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.record_kind == kind, AuditEvent.record_id == record_id)
        .order_by(AuditEvent.number.desc())
    ).all()


def head() -> AuditHead:
    """The head of the chain."""
    return db.session.scalars(select(AuditHead)).one()


def first_break() -> str | None:
    """The first place where the chain does not hold, in a sentence; None when it is whole."""
    end = head()
    return rules.first_break(_sealed(), end.count, end.hash)


def _sealed() -> Iterator[rules.Sealed]:
    last = 0
    while True:
        events = db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.number > last)
            .order_by(AuditEvent.number)
            .limit(CHUNK)
            .execution_options(populate_existing=True)
        ).all()
        if not events:
            return
        yield from (event.sealed() for event in events)
        last = events[-1].number
