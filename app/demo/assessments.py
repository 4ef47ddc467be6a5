"""The assessments of quality: approvals given before, and those that are written and decided."""

from __future__ import annotations

from datetime import date, datetime

from app.demo import story
from app.demo.stage import TELLER, Stage
from app.demo.story.quality import AssessedTold, HarmTold, WordTold
from app.quality.commands import (
    answers,
    assessment,
    measures,
    mitigations,
    panel,
    past,
    readings,
    reviews,
)
from app.quality.models import Assessment, Seat
from app.quality.queries import assessments
from app.quality.queries import reviews as due
from app.quality.rules.people import People
from app.quality.rules.reviews import Seen, Verdict
from app.quality.rules.scoring import DOMAINS, Direction
from app.savings.commands import places
from app.savings.models import DevelopmentStatus, Scheme

READ_IN = -4
READ_ON = (READ_IN, 14)
"""When every measure was read for the first time, and had not moved."""
SEATS = {Seat.MEDICAL: "helen", Seat.NURSING: "grace"}
THOUSANDTHS = 1000


def given_before(stage: Stage, at: datetime) -> None:
    """What is fully developed when the registers begin was approved on paper."""
    assessed = {told.scheme for told in story.ASSESSED}
    for scheme in stage.schemes:
        is_ready = scheme.development_status is DevelopmentStatus.FULLY_DEVELOPED
        if is_ready and scheme.title not in assessed:
            soon = scheme.title == story.EXPIRES_SOON
            past.record_past(
                scheme,
                medical_by=stage.people["helen"].name,
                nursing_by=stage.people["grace"].name,
                given_on=stage.day((-11, 10) if soon else (-8, 12)),
                evidence=story.ELSEWHERE,
                actor=stage.actor("amara"),
                at=at,
            )


def write(stage: Stage, offset: int, today: date) -> None:
    """The assessments that are written or decided in the month, as far as today."""
    for told in story.ASSESSED:
        scheme = next(each for each in stage.schemes if each.title == told.scheme)
        if told.sent[0] == offset and stage.day(told.sent) <= today:
            _write(stage, told, scheme)
        if told.decided[0] == offset and stage.day(told.decided) <= today:
            _decide(stage, told, scheme)
        if told.sent[0] < offset == READ_IN and stage.day(READ_ON) <= today:
            _read_first(stage, scheme)
        if told.breach is not None and offset == 0:
            _read(stage, scheme, told.breach, today)


def review(stage: Stage, today: date) -> None:
    """The reviews that fell due by now, but for those whose measures nobody has read lately."""
    for each in due.due(TELLER, today):
        if each.on > today or due.without_reading(each.assessment, each.on):
            continue
        reviews.hold(
            each.assessment,
            seen=Seen.NEITHER,
            verdict=Verdict.CONTINUE,
            text=story.REVIEWED,
            actor=stage.actor("grace"),
            at=stage.moment(each.on, 16),
        )


def _write(stage: Stage, told: AssessedTold, scheme: Scheme) -> None:
    at, lead = stage.moment(stage.day(told.sent)), stage.lead(scheme.workstream.ref)
    places.set_places(scheme, told.places, actor=lead, at=at)
    clinical = stage.people["imran"].id
    made = assessment.start(
        scheme, clinical_lead_id=clinical, summary=told.summary, actor=lead, at=at
    )
    harms = {harm.domain: harm for harm in told.harms}
    for domain in DOMAINS:
        harm = harms.get(domain)
        answers.answer_domain(
            made,
            domain=domain,
            direction=Direction.NEGATIVE if harm else Direction.NEUTRAL,
            why=harm.why if harm else "Nothing changes here",
            consequence=harm.score[0] if harm else None,
            likelihood=harm.score[1] if harm else None,
            actor=lead,
            at=at,
        )
    for harm in told.harms:
        _guard(stage, made, harm, at)
    unchanged = dict.fromkeys(People, (Direction.NEUTRAL, ""))
    answers.answer_equality(made, unchanged, actor=lead, at=at)
    assessment.submit(made, actor=lead, at=at)


def _guard(stage: Stage, made: Assessment, harm: HarmTold, at: datetime) -> None:
    """What lowers the harm, and what is watched."""
    lead = stage.lead(made.scheme.workstream.ref)
    if harm.mitigation:
        _mitigate(stage, made, harm, at)
    baseline, threshold, stop = (value * THOUSANDTHS for value in harm.watched)
    measured = measures.Measured(
        domain=harm.domain,
        title=harm.measure,
        unit=harm.unit,
        is_worse_above=True,
        baseline=baseline,
        threshold=threshold,
        stop_trigger=stop,
    )
    measures.add(made, measured, actor=lead, at=at)


def _mitigate(stage: Stage, made: Assessment, harm: HarmTold, at: datetime) -> None:
    lead = stage.lead(made.scheme.workstream.ref)
    mitigations.plan(
        made,
        domain=harm.domain,
        title=harm.mitigation,
        owner_id=made.scheme.owner_id,
        due_on=stage.day((1, 20)),
        actor=lead,
        at=at,
    )
    consequence, likelihood = harm.after
    answers.score_after(
        made,
        domain=harm.domain,
        consequence=consequence,
        likelihood=likelihood,
        actor=lead,
        at=at,
    )


def _decide(stage: Stage, told: AssessedTold, scheme: Scheme) -> None:
    made = assessments.current_of(scheme.id, TELLER)
    assert made is not None  # noqa: S101  written before it is decided
    for word in told.words:
        _say(stage, made.assessment, word, stage.moment(stage.day(told.decided), 14))


def _say(stage: Stage, made: Assessment, word: WordTold, at: datetime) -> None:
    due = stage.day((1, 15))
    asked = [panel.Condition(word.condition, made.scheme.owner_id, due)] if word.condition else []
    panel.decide(
        made,
        seat=word.seat,
        verdict=word.verdict,
        reason=word.reason,
        conditions=asked,
        actor=stage.actor(SEATS[word.seat]),
        at=at,
    )


def _read(stage: Stage, scheme: Scheme, value: int, today: date) -> None:
    """A reading in the open month that stops the scheme."""
    made = assessments.current_of(scheme.id, TELLER)
    assert made is not None  # noqa: S101  written before it is read
    measure = made.measures[0]
    readings.record_reading(
        measure,
        read_on=today,
        value=value * THOUSANDTHS,
        note="Counted by hand after the booking system was changed",
        actor=stage.lead(scheme.workstream.ref),
        at=stage.moment(today),
    )


def _read_first(stage: Stage, scheme: Scheme) -> None:
    """Each measure where it was before the scheme began."""
    made = assessments.current_of(scheme.id, TELLER)
    assert made is not None  # noqa: S101  written before it is read
    on = stage.day(READ_ON)
    for measure in made.measures:
        readings.record_reading(
            measure,
            read_on=on,
            value=measure.baseline or 0,
            note="As before the scheme began",
            actor=stage.lead(scheme.workstream.ref),
            at=stage.moment(on),
        )
