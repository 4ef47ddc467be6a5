"""The office's challenge: accept, return with a comment, grant or refuse a better rating."""

from __future__ import annotations

from datetime import datetime

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.db.model import apply
from app.reporting import queries
from app.reporting.models import Period, Update, UpdateComment, UpdateStatus


def accept(update: Update, *, version: int | None = None, actor: Actor, at: datetime) -> None:
    """The office takes the update as it is."""
    actor.must(Permission.REVIEW_UPDATE, update.place)
    _is_submitted(update)
    update.must_be(version)
    changes = apply(update, status=UpdateStatus.ACCEPTED, reviewed_by=actor.name, reviewed_at=at)
    record("update.accept", update, changes, actor=actor, at=at)


def return_update(
    update: Update,
    *,
    comment: str,
    quoted: str = "",
    step: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Sends it back to the lead with a comment, which may quote the line it speaks of."""
    actor.must(Permission.REVIEW_UPDATE, update.place)
    queries.hold(update.period)
    update.period.must_be_open()
    if update.status not in (UpdateStatus.SUBMITTED, UpdateStatus.ACCEPTED):
        raise RuleBroken(None, "Only a submitted update can be returned")
    update.must_be(version)
    if not comment.strip():
        raise RuleBroken("comment", "Say what needs to change")
    db.session.add(
        UpdateComment(
            update_id=update.id, quoted=quoted, step=step, comment=comment, by=actor.name, at=at
        )
    )
    changes = apply(update, status=UpdateStatus.RETURNED, reviewed_by=actor.name, reviewed_at=at)
    record("update.return", update, changes, actor=actor, at=at, reason=comment)
    _approval_lapses(update.period, actor=actor, at=at)


def _approval_lapses(period: Period, *, actor: Actor, at: datetime) -> None:
    """What the SRO approved no longer stands once an update goes back: it is asked again."""
    if period.approved_at is not None:
        changes = apply(period, approved_by="", approved_at=None)
        record("month.approval-lapse", period, changes, actor=actor, at=at)


def grant_better(update: Update, *, reason: str, actor: Actor, at: datetime) -> None:
    """Lets a better rating stand for this month only, with a reason; it is counted."""
    _may_answer(update, reason, actor)
    changes = apply(
        update, granted_by=actor.name, granted_at=at, granted_reason=reason, refused_reason=""
    )
    record("update.grant-better", update, changes, actor=actor, at=at, reason=reason)


def refuse_better(update: Update, *, reason: str, actor: Actor, at: datetime) -> None:
    """Lets the calculated rating stand, with a reason."""
    _may_answer(update, reason, actor)
    changes = apply(
        update, granted_by="", granted_at=None, granted_reason="", refused_reason=reason
    )
    record("update.refuse-better", update, changes, actor=actor, at=at, reason=reason)


def _may_answer(update: Update, reason: str, actor: Actor) -> None:
    actor.must(Permission.GRANT_RATING, update.place)
    queries.hold(update.period)
    update.period.must_be_open()
    if update.declared is None:
        raise RuleBroken(None, "Nobody has asked for a better rating")
    if not reason.strip():
        raise RuleBroken("reason", "Say why")


def _is_submitted(update: Update) -> None:
    queries.hold(update.period)
    update.period.must_be_open()
    if update.status is not UpdateStatus.SUBMITTED:
        raise RuleBroken(None, "Only a submitted update can be accepted")
