"""Whether every frozen month is what was locked, and which of them a file's hash belongs to."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.audit import rules as audit
from app.audit.models import AuditEvent
from app.db import db
from app.reporting import frozen, rules
from app.reporting.models import FrozenMonth, Period, PeriodStatus

LOCKS = ("month.lock", "month.restate")
FULL = "full"
BESIDE = ("version", "locked_by", "locked_at", "reason")


@dataclass(frozen=True)
class Known:
    """The frozen month that a hash belongs to; the audience whose copy it is, or the whole."""

    month: FrozenMonth
    audience: str

    @property
    def words(self) -> str:
        """`OPD October 2026 (M7), version 1, for the programme board`."""
        return f"{_named(self.month)}, {AUDIENCES[self.audience]}"


AUDIENCES = {FULL: "the whole document", "programme": "for the programme board"}

Locked = Mapping[tuple[int, int], dict[str, Any]]
"""What the trail noted of each lock, by the period's id and the version."""


def count_frozen() -> int:
    """How many frozen months there are, all versions."""
    return len(db.session.scalars(select(FrozenMonth.id)).all())


def first_break() -> str | None:
    """The first frozen month that is not what was locked, in a sentence; None when all are.

    Each is held against its own hashes, against what the audit trail noted when it was locked,
    and the head of the trail that it notes against the trail. One that the trail knows and that
    is gone is a break too, and so is a month that is locked without one, or open with one.
    Check the trail itself first.
    """
    locked = dict(_locked())
    for month in _months():
        broken = _changed(month) or _against_trail(month, locked.pop(_key(month), None))
        if broken:
            return f"{_named(month)}: {broken}"
    if locked:
        number = min(noted["event"] for noted in locked.values())
        return f"The month that audit event {number} locked is missing"
    return _astray()


def known(hashes: Collection[str]) -> Known | None:
    """The frozen month of which one of the hashes is that of the whole, or of an audience's copy.

    The newest first: a correction that changed nothing has the same hash as what it corrects.
    """
    for month in sorted(_months(), key=lambda each: -each.id):
        if month.data_hash in hashes:
            return Known(month, FULL)
        copy = rules.for_programme(frozen.read(month.document))
        if frozen.data_hash(frozen.write(copy)) in hashes:
            return Known(month, copy.audience)
    return None


def _months() -> Iterator[FrozenMonth]:
    yield from db.session.scalars(
        select(FrozenMonth)
        .options(joinedload(FrozenMonth.period).joinedload(Period.programme))
        .order_by(FrozenMonth.id)
        .execution_options(populate_existing=True)
    )


def _locked() -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action.in_(LOCKS)).order_by(AuditEvent.number)
    )
    for event in events:
        noted = {name: after for name, (_before, after) in event.differences.items()}
        if event.record_id is not None and "version" in noted:
            yield (event.record_id, noted["version"]), {**noted, "event": event.number}


def _changed(month: FrozenMonth) -> str | None:
    if frozen.data_hash(month.document) != month.data_hash:
        return "the frozen document was changed after it was locked"
    if frozen.data_hash(month.envelope) != month.envelope_hash:
        return "the envelope was changed after it was locked"
    if _opened(month).get("data_hash") != month.data_hash:
        return "the envelope belongs to another document"
    return None


def _opened(month: FrozenMonth) -> dict[str, Any]:
    """What the envelope says; nothing when somebody put something else in its place."""
    try:
        said = json.loads(month.envelope)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _beside(month: FrozenMonth) -> dict[str, Any]:
    """The columns that repeat what the envelope says, so that pages need not open it."""
    at = month.locked_at.isoformat(timespec="seconds")
    return dict(
        zip(BESIDE, (month.version, month.locked_by, at, month.reason), strict=True),
    )


def _against_trail(month: FrozenMonth, noted: Mapping[str, Any] | None) -> str | None:
    if noted is None:
        return "the audit trail does not know that it was locked"
    if (noted.get("data_hash"), noted.get("envelope_hash")) != (
        month.data_hash,
        month.envelope_hash,
    ):
        return f"it is not what audit event {noted['event']} locked"
    envelope = _opened(month)
    if {name: envelope.get(name) for name in BESIDE} != _beside(month):
        return "what is kept beside the document is not what its envelope says"
    number, head = envelope.get("audit_events"), envelope.get("audit_head")
    if head != _hash_of(number):
        return f"the head of the audit trail that it notes, of event {number}, is not in the trail"
    return None


def _astray() -> str | None:
    """The first month whose status does not go with what is frozen of it, in a sentence."""
    has_frozen = exists().where(FrozenMonth.period_id == Period.id)
    is_locked = Period.status == PeriodStatus.LOCKED
    astray = db.session.scalars(
        select(Period)
        .where(is_locked != has_frozen)
        .options(joinedload(Period.programme))
        .order_by(Period.id)
        .limit(1)
    ).one_or_none()
    if astray is None:
        return None
    name = f"{astray.programme.code} {astray.month.label}"
    if astray.status is PeriodStatus.LOCKED:
        return f"{name} is locked, but what was locked is missing"
    return f"{name} was locked, and somebody opened it again"


def _hash_of(number: Any) -> str | None:
    if number == 0:
        return audit.GENESIS
    return db.session.scalar(select(AuditEvent.hash).where(AuditEvent.number == number))


def _key(month: FrozenMonth) -> tuple[int, int]:
    return month.period_id, month.version


def _named(month: FrozenMonth) -> str:
    period = month.period
    return f"{period.programme.code} {period.month.label}, version {month.version}"
