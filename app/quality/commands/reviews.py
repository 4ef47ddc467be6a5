"""Holding a review of an approval: how the measures stand, what was seen, and what follows."""

from __future__ import annotations

from datetime import date, datetime

from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.programmes.queries import HeldRole
from app.quality.commands import reopening
from app.quality.commands.trail import note
from app.quality.models import Assessment, AssessmentStatus, QualityReview, Route
from app.quality.queries import panel
from app.quality.queries import reviews as queries
from app.quality.rules.approval import Seat
from app.quality.rules.reviews import Seen, Verdict


def hold(
    assessment: Assessment,
    *,
    seen: Seen,
    verdict: Verdict,
    text: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> QualityReview:
    """By one clinical executive or named deputy, outside the line. To reopen ends the approval."""
    actor.must(Permission.APPROVE_QUALITY, assessment.place)
    today = dates.in_london(at)
    seat, held = _seat(assessment, actor, today)
    assessment.must_be(version)
    _must_be_reviewed(assessment)
    if verdict is Verdict.CONTINUE:
        _must_still_hold(assessment, today)
        _must_be_read(assessment, today)
    made = QualityReview(
        assessment_id=assessment.id,
        seen=seen,
        verdict=verdict,
        text=answers.reason(text, "Say how the measures stand, and what was seen", "text"),
        seat=seat,
        person_id=actor.person_id,
        by=actor.name,
        deputising_for=held.deputising_for,
        held_on=today,
        at=at,
    )
    db.session.add(made)
    _tell(assessment, made, actor=actor, at=at)
    return made


def _tell(assessment: Assessment, review: QualityReview, *, actor: Actor, at: datetime) -> None:
    """The story's chapter, and what follows."""
    outcome = {"seen": (None, review.seen.value), "outcome": (None, review.verdict.past)}
    note("hold_review", assessment, outcome, actor=actor, at=at, reason=review.text)
    if review.verdict is Verdict.REOPEN:
        because = f"Reviewed on {dates.long(review.held_on)}: {review.text}"
        reopening.end(assessment, because=because, actor=actor, at=at)


def _seat(assessment: Assessment, actor: Actor, on: date) -> tuple[Seat, HeldRole]:
    """The seat that the actor takes. Raises NotAllowed for who may not hold the review."""
    seat = queries.seat_of(assessment, actor, on)
    reason = queries.why_not(assessment, actor, on)
    if seat is None or reason:
        raise NotAllowed(reason)
    return seat


def _must_be_reviewed(assessment: Assessment) -> None:
    assessment.scheme.must_be_open()
    if assessment.status is not AssessmentStatus.APPROVED:
        raise RuleBroken(None, f"This assessment is {assessment.status.value}, not approved")
    panel.must_rule(assessment)
    if assessment.route is Route.SCREENED_OUT:
        raise RuleBroken(None, "This scheme was screened out: there is nothing to review")


def _must_still_hold(assessment: Assessment, today: date) -> None:
    until = assessment.valid_until
    if until is not None and until < today:
        raise RuleBroken(
            "verdict",
            f"This approval ended on {dates.long(until)}: assess the next edition, or reopen it",
        )


def _must_be_read(assessment: Assessment, today: date) -> None:
    """An approval goes on because of what is known, not because nobody looked."""
    if unread := queries.without_reading(assessment, today):
        listed = "; ".join(unread)
        raise RuleBroken(
            "verdict",
            f"These measures have no recent reading: {listed}. Have them entered first, or reopen "
            "the approval",
        )
