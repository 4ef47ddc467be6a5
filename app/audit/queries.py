"""Reading the trail, and checking that it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.audit import rules
from app.audit.models import AuditEvent, AuditHead
from app.core.errors import NotFound
from app.db import db

CHUNK = 1000


def of_record(kind: str, record_id: int) -> Sequence[AuditEvent]:
    """The record's life, newest first."""
    return db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.record_kind == kind, AuditEvent.record_id == record_id)
        .order_by(AuditEvent.number.desc())
    ).all()


def last_to_change(kind: str, record_id: int, field: str) -> int | None:
    """Who last changed that field of the record; None for the system, and where nobody did."""
    return db.session.scalar(
        select(AuditEvent.actor_person_id)
        .where(AuditEvent.record_kind == kind, AuditEvent.record_id == record_id)
        .where(AuditEvent.changes.contains(json.dumps(field), autoescape=True))
        .order_by(AuditEvent.number.desc())
        .limit(1)
    )


def listed(visible: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The events for which the condition holds; the register puts them in order."""
    return select(
        AuditEvent.number,
        AuditEvent.at,
        AuditEvent.actor_name,
        AuditEvent.acting_for,
        AuditEvent.action,
        AuditEvent.record_kind,
        AuditEvent.record_id,
        AuditEvent.record_name,
        AuditEvent.reason,
        AuditEvent.changes,
        AuditEvent.hash,
    ).where(visible)


def event(number: int, visible: ColumnElement[bool]) -> AuditEvent:
    """The numbered event. Raises NotFound, also when the condition does not hold for it."""
    found = db.session.scalars(
        select(AuditEvent).where(AuditEvent.number == number, visible)
    ).one_or_none()
    if found is None:
        raise NotFound("that audit event")
    return found


def values(column: InstrumentedAttribute[str], visible: ColumnElement[bool]) -> list[str]:
    """Every different value of the column, in order, for a drop-down."""
    found = db.session.scalars(select(column).where(visible).distinct().order_by(column).limit(500))
    return list(found)


def oldest(visible: ColumnElement[bool]) -> datetime | None:
    """When the first of the events was."""
    return db.session.scalar(select(func.min(AuditEvent.at)).where(visible))


def head() -> AuditHead:
    """The head of the chain."""
    return db.session.scalars(select(AuditHead)).one()


def first_break() -> str | None:
    """The first place where the chain does not hold, in a sentence; None when it is whole."""
    ends = db.session.scalars(select(AuditHead).execution_options(populate_existing=True)).all()
    if len(ends) != 1:
        return f"The audit trail has {len(ends)} heads, and must have one"
    try:
        return rules.first_break(_sealed(), ends[0].count, ends[0].hash)
    except (ValueError, TypeError):
        return "The audit trail holds an event that cannot be read: it was changed"


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
