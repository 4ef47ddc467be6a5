"""The month itself: opened, approved, locked, restated, published."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.commands import record
from app.audit.queries import head
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.db.model import apply
from app.programmes.models import Programme
from app.reporting import frozen, queries
from app.reporting.commands.updates import record_office_update
from app.reporting.models import FrozenMonth, Period, PeriodStatus, Publication
from app.savings.commands import closing as savings
from app.settings import queries as settings
from app.settings.calendar import MonthlyCalendar


def open_month(programme: Programme, month: Month, *, actor: Actor, at: datetime) -> Period:
    """Opens the month for updates. An earlier one too, if nothing later is locked."""
    actor.must(Permission.RUN_MONTH, programme.place)
    if queries.period(programme.id, month) is not None:
        raise RuleBroken("month", f"{month.label} has been opened already")
    later = queries.later_locked(programme.id, month)
    if later is not None:
        sentence = f"{month.label} cannot be opened: {later.month.label} is locked"
        raise RuleBroken("month", sentence)
    calendar = settings.fill(MonthlyCalendar, "calendar", programme.id, at.date())
    period = Period(
        programme_id=programme.id,
        month=month,
        status=PeriodStatus.OPEN,
        cut_off=calendar.cut_off_of(month),
        opened_by=actor.name,
        opened_at=at,
    )
    period.programme = programme
    db.session.add(period)
    record("month.open", period, actor=actor, at=at)
    _take_returns(period, actor=actor, at=at)
    return period


def _take_returns(period: Period, *, actor: Actor, at: datetime) -> None:
    """A portfolio return that came before the month was opened is the office's update of it."""
    for kept in queries.portfolio_returns(period.programme_id, period.month):
        record_office_update(period, kept.workstream, happened=kept.happened, actor=actor, at=at)


def approve(period: Period, *, actor: Actor, at: datetime) -> None:
    """The SRO approves what has been accepted, before the lock."""
    actor.must(Permission.APPROVE_MONTH, period.place)
    queries.hold_alone(period)
    period.must_be_open()
    changes = apply(period, approved_by=actor.name, approved_at=at)
    record("month.approve", period, changes, actor=actor, at=at)


def lock_month(
    period: Period,
    *,
    reason: str,
    today: date,
    with_missing: bool = False,
    actor: Actor,
    at: datetime,
) -> FrozenMonth:
    """Freezes the month. Names what is missing, unless told to lock with it.

    Raises RuleBroken when the month is locked (a restatement is offered) or updates are missing.
    """
    actor.must(Permission.RUN_MONTH, period.place)
    queries.hold_still(period)
    if period.status is PeriodStatus.LOCKED:
        sentence = f"{period.month.label} is locked. Make a correction: it becomes the next version"
        raise RuleBroken(None, sentence)
    _must_say_why(reason)
    missing = [each.ref for each in queries.missing(period)]
    if missing and not with_missing:
        names = ", ".join(missing)
        sentence = f"No accepted update from {names}. Lock with them missing, or wait"
        raise RuleBroken("with_missing", sentence)
    return _freeze(period, "month.lock", reason, today, actor=actor, at=at)


def restate(period: Period, *, reason: str, today: date, actor: Actor, at: datetime) -> FrozenMonth:
    """Makes the next version of a locked month, with a reason. The earlier versions stay."""
    actor.must(Permission.RUN_MONTH, period.place)
    queries.hold_still(period)
    if period.status is not PeriodStatus.LOCKED:
        raise RuleBroken(None, f"{period.month.label} is not locked, so it needs no correction")
    _must_say_why(reason)
    return _freeze(period, "month.restate", reason, today, actor=actor, at=at)


def publish(found: FrozenMonth, *, audience: str, actor: Actor, at: datetime) -> Publication:
    """Releases the newest version of a locked month to its audience."""
    actor.must(Permission.RUN_MONTH, found.period.place)
    queries.hold_alone(found.period)
    newest = queries.versions(found.period_id)[0]
    if newest.id != found.id:
        raise RuleBroken(None, f"Version {newest.version} is newer: publish that one")
    if queries.is_published(found.id):
        raise RuleBroken(None, f"Version {found.version} has been published already")
    publication = Publication(
        frozen_month_id=found.id, audience=audience, published_by=actor.name, published_at=at
    )
    db.session.add(publication)
    changes = {"version": (None, found.version), "audience": (None, audience)}
    record("month.publish", found.period, changes, actor=actor, at=at)
    return publication


def _freeze(
    period: Period, action: str, reason: str, today: date, *, actor: Actor, at: datetime
) -> FrozenMonth:
    db.session.flush()
    document = queries.document(period.programme, period.month, today, accepted_only=True)
    text = frozen.write(document)
    version = len(queries.versions(period.id)) + 1
    digest = frozen.data_hash(text)
    envelope = _envelope(period, version, digest, reason, actor=actor, at=at)
    made = FrozenMonth(
        period_id=period.id,
        version=version,
        schema_version=document.schema,
        document=text,
        data_hash=digest,
        envelope=envelope,
        envelope_hash=frozen.data_hash(envelope),
        reason=reason,
        locked_by=actor.name,
        locked_at=at,
    )
    made.period = period
    db.session.add(made)
    changes = apply(period, status=PeriodStatus.LOCKED)
    noted = {"version": (None, version), "data_hash": (None, digest)}
    noted["envelope_hash"] = (None, made.envelope_hash)
    savings.close_months(period.programme, period.month, actor=actor, at=at)
    record(action, period, {**changes, **noted}, actor=actor, at=at, reason=reason)
    return made


def _envelope(
    period: Period, version: int, digest: str, reason: str, *, actor: Actor, at: datetime
) -> str:
    end = head()
    return frozen.write_envelope(
        {
            "programme": period.programme.code,
            "month": str(period.month),
            "version": version,
            "data_hash": digest,
            "locked_by": actor.name,
            "locked_at": at.isoformat(timespec="seconds"),
            "reason": reason,
            "approved_by": period.approved_by,
            "audit_events": end.count,
            "audit_head": end.hash,
        }
    )


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason", "Say why")
