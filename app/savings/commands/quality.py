"""What the quality gate says of a scheme: told by the assessment's commands, never by a page."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.commands import record
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.db.model import apply
from app.savings.models import Scheme


def clear_quality(
    scheme: Scheme, *, by: str, on: date, until: date, actor: Actor, at: datetime
) -> None:
    """Both clinical executives approved the scope as it is. `by` names both; valid to `until`."""
    if until <= on:
        raise RuleBroken("until", "An approval must hold for at least a day")
    changes = apply(
        scheme,
        quality_cleared_by=by,
        quality_cleared_on=on,
        quality_cleared_until=until,
        quality_stopped="",
    )
    if changes:
        record("scheme.clear_quality", scheme, changes, actor=actor, at=at)


def stop_quality(scheme: Scheme, *, reason: str, actor: Actor, at: datetime) -> None:
    """The approval holds no longer, or was refused: the remaining forecast is held from now."""
    if not reason.strip():
        raise RuleBroken("reason", "Say why the quality gate stops the scheme")
    changes = apply(scheme, quality_stopped=reason.strip())
    if changes:
        record("scheme.stop_quality", scheme, changes, actor=actor, at=at, reason=reason)


def note_quality_review(scheme: Scheme, *, on: date, actor: Actor, at: datetime) -> None:
    """The post-implementation review is done, which closing the scheme asks for."""
    changes = apply(scheme, quality_reviewed_on=on)
    if changes:
        record("scheme.note_quality_review", scheme, changes, actor=actor, at=at)
