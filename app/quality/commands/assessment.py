"""Starting an assessment, sending it to the panel, taking it back and withdrawing it."""

from __future__ import annotations

from datetime import datetime

from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.db.model import Changes, apply
from app.programmes import queries as programmes
from app.quality.commands.trail import note
from app.quality.models import Assessment, AssessmentStatus, Route
from app.quality.queries import assessments
from app.quality.queries import thresholds as limits_of
from app.savings.models import Scheme


def start(
    scheme: Scheme,
    *,
    clinical_lead_id: int | None = None,
    summary: str = "",
    actor: Actor,
    at: datetime,
) -> Assessment:
    """The next edition, of the scope as it is. What was approved before stands until this is.

    No answer is copied: the pages offer those of the edition before, and each counts once saved.
    """
    actor.must(Permission.ASSESS_QUALITY, scheme.place)
    made = next_edition(scheme, Route.FULL, actor=actor)
    programmes.people_must_exist([clinical_lead_id])
    made.clinical_lead_id, made.summary = clinical_lead_id, summary.strip()
    db.session.add(made)
    note("start_assessment", made, actor=actor, at=at)
    return made


def next_edition(scheme: Scheme, route: Route, *, actor: Actor) -> Assessment:
    """A new edition that is not stored yet. Raises RuleBroken while another is open."""
    scheme.must_be_open()
    newest = next(iter(assessments.editions(scheme.id)), None)
    if newest is not None and newest.is_open:
        raise RuleBroken(
            None, f"Edition {newest.edition} is {newest.status.value}: finish or withdraw it first"
        )
    return Assessment(
        scheme=scheme,
        edition=newest.edition + 1 if newest else 1,
        scope_version=scheme.scope_version,
        route=route,
        status=AssessmentStatus.DRAFT,
        version=1,
        started_by=actor.name,
        started_by_id=actor.person_id,
    )


def describe(
    assessment: Assessment,
    *,
    summary: str,
    clinical_lead_id: int | None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """What changes for whom, and the clinician who answers for the assessment."""
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    assessment.must_be_written()
    assessment.must_be(version)
    programmes.people_must_exist([clinical_lead_id])
    changes = apply(assessment, summary=summary.strip(), clinical_lead_id=clinical_lead_id)
    if changes:
        note("describe_assessment", assessment, _by_name(changes), actor=actor, at=at)


def submit(
    assessment: Assessment,
    *,
    has_read_scope: bool = False,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """To the panel. Refused while anything is missing, or while it speaks of an earlier scope."""
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    assessment.must_be_written()
    assessment.must_be(version)
    assessment.scheme.must_be_open()
    limits = limits_of.of_scheme(assessment.scheme, dates.in_london(at))
    lacks = assessments.evidence(assessment).missing(limits)
    if lacks:
        raise RuleBroken(None, f"{lacks[0].sentence} before you send it{_more(len(lacks) - 1)}")
    if assessment.scope_version != assessment.scheme.scope_version and not has_read_scope:
        raise RuleBroken(
            "has_read_scope", "Say that it still describes the scheme, whose scope has changed"
        )
    changes = apply(
        assessment,
        status=AssessmentStatus.WITH_PANEL,
        scope_version=assessment.scheme.scope_version,
    )
    apply(assessment, submitted_by=actor.name, submitted_at=at)  # the event says who and when
    note("submit_assessment", assessment, changes, actor=actor, at=at)


def take_back(
    assessment: Assessment,
    *,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """From the panel to its lead: words given since it was sent count no longer."""
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    if assessment.status is not AssessmentStatus.WITH_PANEL:
        raise RuleBroken(None, f"This assessment is {assessment.status.value}, not with the panel")
    assessment.must_be(version)
    reason = answers.reason(reason, "Say why you take it back")
    changes = apply(assessment, status=AssessmentStatus.DRAFT)
    apply(assessment, submitted_by="", submitted_at=None)
    note("take_back_assessment", assessment, changes, actor=actor, at=at, reason=reason)


def withdraw(
    assessment: Assessment,
    *,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """It is not gone on with. An edition that was approved before stands as it stood."""
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    if not assessment.is_open:
        raise RuleBroken(None, f"This assessment is {assessment.status.value} already")
    assessment.must_be(version)
    reason = answers.reason(reason, "Say why it is withdrawn")
    changes = apply(assessment, status=AssessmentStatus.WITHDRAWN)
    note("withdraw_assessment", assessment, changes, actor=actor, at=at, reason=reason)


def _by_name(changes: Changes) -> Changes:
    """The changes with the clinical lead by name, as the scheme's story knows no ids of ours."""
    if "clinical_lead_id" not in changes:
        return changes
    old, new = changes.pop("clinical_lead_id")
    names = programmes.names([old, new])
    return {**changes, "clinical_lead": (names.get(old), names.get(new))}


def _more(others: int) -> str:
    if not others:
        return ""
    return f", and do {others} other {'thing' if others == 1 else 'things'} that are missing"
