"""Readings of quality measures. One beyond the stop trigger ends the approval at once."""

from __future__ import annotations

from datetime import date, datetime

from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.quality.commands import reopening, trail
from app.quality.models import Assessment, AssessmentStatus, MeasureReading, QualityMeasure
from app.quality.queries import panel
from app.quality.rules import measures
from app.quality.rules.measures import Standing
from app.savings.models import SchemeStatus

MOST = 10**12


def record_reading(
    measure: QualityMeasure,
    *,
    read_on: date,
    value: int,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> Standing:
    """What it stood at, in thousandths. Beyond the stop trigger it reopens the assessment."""
    assessment = measure.assessment
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    if assessment.scheme.status is SchemeStatus.WITHDRAWN:
        raise RuleBroken(None, "This scheme is withdrawn: nothing of it is watched any more")
    _must_be_watched(assessment)
    if read_on > dates.in_london(at):
        raise RuleBroken("read_on", "A reading must be of today or earlier")
    answers.day(read_on, "read_on", "Day of the reading")
    if abs(value) > MOST:
        raise RuleBroken("value", "Enter a smaller value")
    db.session.add(
        MeasureReading(
            measure_id=measure.id,
            read_on=read_on,
            value=value,
            note=note.strip(),
            by=actor.name,
            at=at,
        )
    )
    found = measure.standing(value)
    said = {"reading": (None, f"{measure.title}: {measures.in_words(value, measure.unit)}")}
    trail.note("read_measure", assessment, said, actor=actor, at=at, reason=note.strip())
    if found is Standing.BREACHED and assessment.status is AssessmentStatus.APPROVED:
        reopening.end(assessment, because=_breach(measure, value, read_on), actor=actor, at=at)
    return found


def _must_be_watched(assessment: Assessment) -> None:
    if assessment.approved_on is None:
        raise RuleBroken(None, "Readings begin once the assessment is approved")
    panel.must_rule(assessment)


def _breach(measure: QualityMeasure, value: int, read_on: date) -> str:
    side = "above" if measure.is_worse_above else "below"
    return (
        f"{measure.title} was {measures.in_words(value, measure.unit)} on {dates.long(read_on)}, "
        f"{side} its stop trigger of {measures.in_words(measure.stop_trigger, measure.unit)}"
    )
