"""What the quality gate says of a scheme: told by the assessment's commands, never by a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.audit.commands import record
from app.core import dates
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.db.model import apply
from app.savings.commands import decisions
from app.savings.models import Scheme
from app.savings.queries import line
from app.savings.rules import lifecycle
from app.savings.rules.lifecycle import Approval


def clear_quality(
    scheme: Scheme,
    *,
    by: str,
    on: date,
    until: date,
    approvals: Sequence[Approval] = (),
    actor: Actor,
    at: datetime,
) -> None:
    """Both clinical executives approved the scope as it is. `by` names both; valid to `until`.

    `approvals` sign G3b of a scheme that goes through the gates. Given early, they count when the
    scheme comes to assurance. Without them the clearance is noted, and no gate is signed.
    """
    if until <= on:
        raise RuleBroken("until", "An approval must hold for at least a day")
    if approvals:
        lifecycle.must_be_whole(approvals)
        _must_be_outside_the_line(scheme, approvals, on)
    changes = apply(
        scheme,
        quality_cleared_by=by,
        quality_cleared_on=on,
        quality_cleared_until=until,
        quality_stopped="",
    )
    if changes:
        record("scheme.clear_quality", scheme, changes, actor=actor, at=at)
    if approvals:
        decisions.sign_quality(scheme, approvals, actor=actor, at=at)


def approve_again(
    scheme: Scheme, approval: Approval, *, by: str, actor: Actor, at: datetime
) -> None:
    """An executive outside the line approves in the seat of one who has come into it since.

    How long the approval holds, and where the scheme stands, stay as they are.
    """
    _must_be_outside_the_line(scheme, (approval,), dates.in_london(at))
    if changes := apply(scheme, quality_cleared_by=by):
        record("scheme.clear_quality", scheme, changes, actor=actor, at=at)
    decisions.sign_quality_again(scheme, approval, actor=actor, at=at)


def stop_quality(scheme: Scheme, *, reason: str, actor: Actor, at: datetime) -> None:
    """The approval holds no longer, or was refused: the remaining forecast is held from now.

    A scheme that has passed G3b and is not yet delivered goes back to assurance.
    """
    if not reason.strip():
        raise RuleBroken("reason", "Say why the quality gate stops the scheme")
    changes = apply(scheme, quality_stopped=reason.strip())
    if changes:
        record("scheme.stop_quality", scheme, changes, actor=actor, at=at, reason=reason)
    decisions.reopen(scheme, lifecycle.Gate.G3B, reason=reason.strip(), actor=actor, at=at)


def note_quality_review(scheme: Scheme, *, on: date, actor: Actor, at: datetime) -> None:
    """The post-implementation review is done, which closing the scheme asks for."""
    changes = apply(scheme, quality_reviewed_on=on)
    if changes:
        record("scheme.note_quality_review", scheme, changes, actor=actor, at=at)


def _must_be_outside_the_line(scheme: Scheme, approvals: Sequence[Approval], on: date) -> None:
    within = line.line_of(scheme, on)
    for each in approvals:
        if each.person_id in within:
            raise RuleBroken(
                "approvals",
                f"{each.by} is in this scheme’s own line: somebody outside it must approve",
            )
