"""Adding, changing and removing what is watched, and reading it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.db import db
from app.programmes.roles import Role
from app.quality.commands import measures, readings
from app.quality.commands.measures import Measured
from app.quality.models import AssessmentStatus, QualityMeasure
from app.quality.queries import assessments
from app.quality.rules.measures import Standing
from app.quality.rules.scoring import DOMAINS
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 20)
SYSTEM = Actor.system("tests")
NOW = {"actor": SYSTEM, "at": AT}
SAFETY, ACCESS = DOMAINS[0], DOMAINS[2]
FALLS = Measured(
    domain=SAFETY,
    title="Falls",
    unit="a month",
    is_worse_above=True,
    baseline=10_000,
    threshold=20_000,
    stop_trigger=30_000,
)


@pytest.fixture
def draft():
    """A whole draft that makes safety worse, as a command loads it."""
    made = make.assessment(negative={SAFETY: (2, 2)})
    return assessments.get(made.id, SYSTEM)


@pytest.fixture
def falls(draft):
    made = measures.add(draft, FALLS, **NOW)
    db.session.commit()
    return assessments.measure(made.id, SYSTEM)


def events(action):
    db.session.commit()
    found = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.number)
    return db.session.scalars(found).all()


def test_a_measure_that_was_changed_is_told_as_it_was_and_as_it_is(falls):
    measures.edit(falls, replace(FALLS, threshold=15_000, baseline=None), **NOW)
    assert (falls.threshold, falls.baseline) == (15_000, None)
    (event,) = events("assessment.edit_measure")
    assert event.differences == {
        SAFETY: [
            "Falls: 10 a month now, looked into above 20 a month, stops above 30 a month",
            "Falls: not known now, looked into above 15 a month, stops above 30 a month",
        ]
    }


def test_saving_a_measure_as_it_is_tells_nothing(falls):
    measures.edit(falls, FALLS, **NOW)
    assert events("assessment.edit_measure") == []


def test_a_measure_that_somebody_changed_in_between_is_not_overwritten(falls):
    shown = falls.version
    measures.edit(falls, replace(FALLS, threshold=15_000), **NOW)
    db.session.commit()
    falls = assessments.measure(falls.id, SYSTEM)
    with pytest.raises(Conflict):
        measures.edit(falls, FALLS, version=shown, **NOW)
    with pytest.raises(Conflict):
        measures.remove(falls, version=shown, **NOW)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"domain": ACCESS}, "domain"),
        ({"domain": "Parking"}, "domain"),
        ({"title": " "}, "title"),
        ({"unit": "u" * 41}, "unit"),
        ({"stop_trigger": 10**12 + 1}, "stop_trigger"),
        ({"baseline": -(10**12) - 1}, "baseline"),
        ({"stop_trigger": 20_000}, "stop_trigger"),
        ({"baseline": 30_001}, "baseline"),
        ({"is_worse_above": False, "stop_trigger": 20_001}, "stop_trigger"),
        ({"is_worse_above": False, "stop_trigger": 15_000}, "baseline"),
    ],
    ids=[
        "a domain that is not made worse",
        "no domain",
        "without a title",
        "a unit that is an essay",
        "more than anything",
        "less than anything",
        "no room between warning and stop",
        "stopped before it starts",
        "a stop above the threshold where less is worse",
        "a start below the stop where less is worse",
    ],
)
def test_a_measure_that_makes_no_sense_is_refused_beside_its_question(draft, falls, changed, field):
    for act in (
        lambda given: measures.add(draft, given, **NOW),
        lambda given: measures.edit(falls, given, **NOW),
    ):
        with pytest.raises(RuleBroken) as refused:
            act(replace(FALLS, **changed))
        assert refused.value.field == field
    assert falls.threshold == 20_000


def test_a_start_at_the_stop_trigger_is_not_yet_beyond_it(draft):
    assert measures.add(draft, replace(FALLS, baseline=30_000), **NOW).baseline == 30_000


def test_a_measure_of_a_draft_is_removed_and_its_title_stays_in_the_story(falls):
    measures.remove(falls, **NOW)
    (event,) = events("assessment.remove_measure")
    assert event.differences == {"measure": ["Falls", None]}
    assert db.session.get(QualityMeasure, falls.id) is None


def approved(measure):
    measure.assessment.status = AssessmentStatus.APPROVED
    measure.assessment.approved_on = TODAY
    db.session.commit()
    return assessments.measure(measure.id, SYSTEM)


def test_a_measure_that_was_read_stays_even_when_the_panel_paused_the_assessment(falls):
    falls = approved(falls)
    readings.record_reading(falls, read_on=TODAY, value=9_000, **NOW)
    falls.assessment.status = AssessmentStatus.PAUSED
    db.session.commit()
    falls = assessments.measure(falls.id, SYSTEM)
    with pytest.raises(RuleBroken, match="it stays, change it instead"):
        measures.remove(falls, **NOW)
    assert db.session.get(QualityMeasure, falls.id) is not None


def test_what_was_sent_to_the_panel_keeps_its_measures(draft, falls):
    draft.status = AssessmentStatus.WITH_PANEL
    for act in (
        lambda: measures.add(draft, FALLS, **NOW),
        lambda: measures.edit(falls, replace(FALLS, threshold=15_000), **NOW),
        lambda: measures.remove(falls, **NOW),
    ):
        with pytest.raises(RuleBroken, match="take it back to change it"):
            act()


@pytest.mark.parametrize(
    "role", [Role.FINANCE, Role.SRO, Role.SPONSOR, Role.MEDICAL_DIRECTOR, Role.CHIEF_NURSE]
)
def test_who_does_not_assess_quality_changes_no_measure(falls, role):
    who = make.actor(make.with_role(role, programme=falls.assessment.scheme.workstream.programme))
    falls = assessments.measure(falls.id, SYSTEM)
    for act in (
        lambda: measures.add(falls.assessment, FALLS, actor=who, at=AT),
        lambda: measures.edit(falls, replace(FALLS, threshold=15_000), actor=who, at=AT),
        lambda: measures.remove(falls, actor=who, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_reading_that_no_measure_can_have_is_refused(falls):
    falls = approved(falls)
    for value in (10**12 + 1, -(10**12) - 1):
        with pytest.raises(RuleBroken) as refused:
            readings.record_reading(falls, read_on=TODAY, value=value, **NOW)
        assert refused.value.field == "value"
    found = readings.record_reading(falls, read_on=TODAY, value=-(10**12), **NOW)
    assert found is Standing.WITHIN
