"""What is watched in a domain, and the value that stops the scheme."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from app.core import answers
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.db.model import apply_all
from app.quality.commands.trail import note
from app.quality.models import Assessment, QualityMeasure
from app.quality.queries import assessments
from app.quality.rules import measures

LONGEST_UNIT = 40
MOST = 10**12
VALUES = {"baseline": "Baseline", "threshold": "Threshold", "stop_trigger": "Stop trigger"}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A measure as it is given. Values are whole thousandths."""

    domain: str
    title: str
    unit: str
    is_worse_above: bool
    baseline: int | None
    threshold: int
    stop_trigger: int


def add(
    assessment: Assessment, measured: Measured, *, actor: Actor, at: datetime
) -> QualityMeasure:
    """A measure of a domain that the scheme harms."""
    _must_write(assessment, actor)
    checked = _checked(assessment, measured)
    _must_be_new(assessment, measured)
    made = QualityMeasure(assessment=assessment, assessment_id=assessment.id, version=1)
    apply_all(made, checked)
    db.session.add(made)
    said = {made.domain: (None, _in_words(made))}
    note("add_measure", assessment, said, actor=actor, at=at)
    return made


def edit(
    measure: QualityMeasure,
    measured: Measured,
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Changes what is watched, or from where it stops the scheme."""
    _must_write(measure.assessment, actor)
    measure.must_be(version)
    before = _in_words(measure)
    if apply_all(measure, _checked(measure.assessment, measured)):
        said = {measure.domain: (before, _in_words(measure))}
        note("edit_measure", measure.assessment, said, actor=actor, at=at)


def remove(
    measure: QualityMeasure, *, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """Takes it out of an assessment that is still being written: it was never watched."""
    assessment = measure.assessment
    _must_write(assessment, actor)
    measure.must_be(version)
    if assessments.has_readings(measure.id):
        raise RuleBroken(None, "This measure has readings: it stays, change it instead")
    gone = {"measure": (measure.title, None)}
    db.session.delete(measure)
    note("remove_measure", assessment, gone, actor=actor, at=at)


def _must_write(assessment: Assessment, actor: Actor) -> None:
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    assessment.must_be_written()


def _checked(assessment: Assessment, given: Measured) -> dict[str, object]:
    score = assessments.evidence(assessment).scores.get(given.domain)
    if score is None or not score.effect.is_negative:
        raise RuleBroken("domain", "Choose a domain that the scheme makes worse")
    title = answers.title(given.title, "title", "Measure")
    unit = " ".join(given.unit.split())
    if len(unit) > LONGEST_UNIT:
        raise RuleBroken("unit", f"Unit must be {LONGEST_UNIT} characters or fewer")
    for field, name in VALUES.items():
        if abs(getattr(given, field) or 0) > MOST:
            raise RuleBroken(field, f"{name} must be a smaller number")
    _must_stop_beyond(given)
    return {**asdict(given), "title": title, "unit": unit}


def _must_be_new(assessment: Assessment, given: Measured) -> None:
    """A form that is sent twice has nobody read one measure twice."""
    known = assessments.evidence(assessment).measures_of(given.domain)
    if any(answers.is_alike(each.title, given.title) for each in known):
        said = "is watched for this domain already: change that measure, or say what differs"
        raise RuleBroken("title", f"{answers.title(given.title)} {said}")


def _must_stop_beyond(given: Measured) -> None:
    """The threshold warns first; the stop trigger lies beyond it, and the start before both."""
    worse = "above" if given.is_worse_above else "below"
    trigger, threshold = given.stop_trigger, given.threshold
    if not measures.is_beyond(trigger, threshold, is_worse_above=given.is_worse_above):
        raise RuleBroken(
            "stop_trigger",
            f"The stop trigger must lie {worse} the threshold of {measures.plain(threshold)}: "
            "the threshold warns first",
        )
    baseline = given.baseline
    if baseline is not None and measures.is_beyond(
        baseline, trigger, is_worse_above=given.is_worse_above
    ):
        raise RuleBroken(
            "baseline",
            f"The baseline is {worse} the stop trigger already: the scheme could not start",
        )


def _in_words(measure: QualityMeasure) -> str:
    """The measure as the story reads it: what it is now, where it warns, where it stops."""
    worse = "above" if measure.is_worse_above else "below"
    now = "not known" if measure.baseline is None else _said(measure, measure.baseline)
    threshold, trigger = (
        _said(measure, each) for each in (measure.threshold, measure.stop_trigger)
    )
    return f"{measure.title}: {now} now, looked into {worse} {threshold}, stops {worse} {trigger}"


def _said(measure: QualityMeasure, value: int) -> str:
    return measures.in_words(value, measure.unit)
