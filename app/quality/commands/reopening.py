"""What ends an approval before its day: somebody reopens it, or a stop trigger is breached."""

from __future__ import annotations

from datetime import datetime

from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.db.model import apply
from app.quality.commands.trail import note
from app.quality.models import Assessment, AssessmentStatus
from app.quality.queries import panel
from app.savings.commands import quality


def reopen(
    assessment: Assessment,
    *,
    because: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """By those who assess, or an executive: the approval holds no longer, the next edition may."""
    place = assessment.place
    if not actor.can(Permission.APPROVE_QUALITY, place):
        actor.must(Permission.ASSESS_QUALITY, place)
    assessment.must_be(version)
    said = answers.reason(because, "Say why the approval holds no longer", "because")
    if assessment.status is not AssessmentStatus.APPROVED:
        raise RuleBroken(None, f"This assessment is {assessment.status.value}, not approved")
    panel.must_rule(assessment)
    end(assessment, because=said, actor=actor, at=at)


def end(assessment: Assessment, *, because: str, actor: Actor, at: datetime) -> None:
    """The approval of a scheme is over: its remaining forecast is held from this moment."""
    changes = apply(
        assessment,
        status=AssessmentStatus.REOPENED,
        reopened_on=dates.in_london(at),
        reopened_because=because,
    )
    note("reopen_assessment", assessment, changes, actor=actor, at=at, reason=because)
    quality.stop_quality(assessment.scheme, reason=because, actor=actor, at=at)


def review(
    assessment: Assessment,
    *,
    found_harm: bool,
    text: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The post-implementation review: did the harm or benefit expected happen? Closure needs it.

    By a clinical executive or one who assesses quality there, but not by whose scheme it is.
    """
    place = assessment.place
    if not actor.can(Permission.APPROVE_QUALITY, place):
        actor.must(Permission.ASSESS_QUALITY, place)
    scheme = assessment.scheme
    if actor.person_id is not None and actor.person_id in (scheme.owner_id, scheme.author_id):
        raise NotAllowed("Somebody other than the scheme’s owner reviews what it did")
    assessment.must_be(version)
    said = answers.reason(text, "Say what happened, and how you know", "text")
    if assessment.approved_on is None:
        raise RuleBroken(None, "Only an assessment that was approved can be reviewed")
    changes = apply(
        assessment,
        reviewed_on=dates.in_london(at),
        review=said,
        review_found_harm=found_harm,
        reviewed_by=actor.name,
    )
    note("review_assessment", assessment, changes, actor=actor, at=at, reason=said)
    quality.note_quality_review(scheme, on=dates.in_london(at), actor=actor, at=at)
