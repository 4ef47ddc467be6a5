"""Describing an assessment, taking it back from the panel, withdrawing it: who may, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.db import db
from app.programmes.roles import Role
from app.quality.commands import answers, assessment, mitigations, past, reopening
from app.quality.models import Assessment, AssessmentStatus
from app.quality.queries import assessments
from app.quality.rules.people import People
from app.quality.rules.scoring import DOMAINS, Direction
from app.savings import queries as savings
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("tests")
SAFETY, ACCESS = DOMAINS[0], DOMAINS[2]
DRAFT, WITH_PANEL = AssessmentStatus.DRAFT, AssessmentStatus.WITH_PANEL
ASSESSORS = {Role.PMO, Role.PROGRAMME_DIRECTOR, Role.LEAD, Role.CLINICAL_LEAD, Role.EQUALITY_LEAD}
OTHERS = sorted(set(Role) - ASSESSORS)


def loaded(made: Assessment) -> Assessment:
    db.session.commit()
    return assessments.get(made.id, SYSTEM)


def told(action: str) -> AuditEvent:
    """The newest event of this kind."""
    db.session.commit()
    newest = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.number)
    return db.session.scalars(newest).all()[-1]


def describe(made, *, summary="Two clinics become one", lead=None, actor=SYSTEM, **given):
    assessment.describe(made, summary=summary, clinical_lead_id=lead, actor=actor, at=AT, **given)


def take_back(made, *, reason="A figure is wrong", actor=SYSTEM, **given):
    assessment.take_back(made, reason=reason, actor=actor, at=AT, **given)


def withdraw(made, *, reason="The scheme is not gone on with", actor=SYSTEM, **given):
    assessment.withdraw(made, reason=reason, actor=actor, at=AT, **given)


def test_the_story_names_the_old_and_the_new_clinical_lead():
    before, after = make.person(name="Ada Before"), make.person(name="Ben After")
    made = loaded(make.assessment(is_complete=False, clinical_lead_id=before.id))
    describe(made, summary="  Two clinics become one ", lead=after.id)
    assert (made.summary, made.clinical_lead_id) == ("Two clinics become one", after.id)
    assert told("assessment.describe_assessment").differences == {
        "summary": ["Clinics move to one site", "Two clinics become one"],
        "clinical_lead": ["Ada Before", "Ben After"],
    }


def test_new_words_alone_leave_the_clinical_lead_out_of_the_story():
    made = loaded(make.assessment(is_complete=False))
    describe(made, lead=made.clinical_lead_id)
    assert set(told("assessment.describe_assessment").differences) == {"summary"}


def test_describing_it_as_it_is_described_is_no_event_and_no_new_version():
    made = loaded(make.assessment(is_complete=False))
    shown = made.version
    describe(made, summary=made.summary, lead=made.clinical_lead_id)
    db.session.commit()
    assert made.version == shown
    assert db.session.scalars(select(AuditEvent)).all() == []


def test_only_a_person_who_exists_is_its_clinical_lead():
    made = loaded(make.assessment(is_complete=False))
    with pytest.raises(NotFound):
        describe(made, lead=999_999)


@pytest.mark.parametrize("deed", [describe, take_back, withdraw])
def test_a_page_that_was_opened_before_somebody_saved_is_stale(deed):
    status = WITH_PANEL if deed is take_back else DRAFT
    made = loaded(make.assessment(status=status))
    with pytest.raises(Conflict):
        deed(made, version=made.version - 1)
    assert made.status is status


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("deed", [describe, take_back, withdraw])
def test_who_does_not_assess_quality_neither_describes_takes_back_nor_withdraws(deed, role):
    status = WITH_PANEL if deed is take_back else DRAFT
    made = loaded(make.assessment(status=status, is_complete=False))
    programme = savings.get(made.scheme_id, SYSTEM).workstream.programme
    who = make.actor(make.with_role(role, programme=programme))
    with pytest.raises(NotAllowed):
        deed(loaded(made), actor=who)


@pytest.mark.parametrize("role", sorted(ASSESSORS))
def test_who_assesses_quality_there_withdraws_it_and_the_story_says_why(role):
    made = loaded(make.assessment())
    who = make.with_role(role, programme=made.scheme.workstream.programme, name="Ada")
    made = loaded(made)
    withdraw(made, actor=make.actor(who))
    assert made.status is AssessmentStatus.WITHDRAWN
    event = told("assessment.withdraw_assessment")
    assert (event.actor_name, event.reason) == ("Ada", "The scheme is not gone on with")


@pytest.mark.parametrize("status", sorted(set(AssessmentStatus) - {WITH_PANEL}))
def test_only_what_is_with_the_panel_is_taken_back(status):
    made = loaded(make.assessment(status=status))
    with pytest.raises(RuleBroken, match=f"is {status.value}, not with the panel"):
        take_back(made)


@pytest.mark.parametrize("status", [DRAFT, WITH_PANEL, AssessmentStatus.PAUSED])
def test_one_that_is_on_its_way_to_a_decision_can_be_withdrawn(status):
    made = loaded(make.assessment(status=status))
    withdraw(made)
    assert made.status is AssessmentStatus.WITHDRAWN


@pytest.mark.parametrize(
    "status",
    [
        AssessmentStatus.APPROVED,
        AssessmentStatus.REFUSED,
        AssessmentStatus.REOPENED,
        AssessmentStatus.WITHDRAWN,
    ],
)
def test_one_that_was_decided_is_not_withdrawn(status):
    made = loaded(make.assessment(status=status))
    with pytest.raises(RuleBroken, match=f"is {status.value} already"):
        withdraw(made)
    assert made.status is status


@pytest.mark.parametrize("deed", [take_back, withdraw])
def test_taking_it_back_and_withdrawing_it_need_a_reason(deed):
    made = loaded(make.assessment(status=WITH_PANEL))
    with pytest.raises(RuleBroken, match="Say why"):
        deed(made, reason="  ")
    assert made.status is WITH_PANEL


def test_after_a_withdrawal_the_next_edition_may_be_started():
    made = loaded(make.assessment())
    withdraw(made)
    again = assessment.start(savings.get(made.scheme_id, SYSTEM), actor=SYSTEM, at=AT)
    assert again.edition == 2


def test_the_one_thing_that_is_missing_is_named_alone():
    made = loaded(make.assessment(clinical_lead_id=None))
    with pytest.raises(RuleBroken, match=r"^Choose the clinical lead before you send it$"):
        assessment.submit(made, actor=SYSTEM, at=AT)


def test_of_two_things_that_are_missing_the_other_is_counted():
    made = loaded(make.assessment(clinical_lead_id=None, summary=""))
    with pytest.raises(RuleBroken, match="and do 1 other thing that"):
        assessment.submit(made, actor=SYSTEM, at=AT)


# --- answering


def test_the_same_answer_twice_is_one_event():
    made = loaded(make.assessment(is_complete=False))
    for _ in range(2):
        answers.answer_domain(
            made, domain=SAFETY, direction=Direction.NEUTRAL, why="As it was", actor=SYSTEM, at=AT
        )
    db.session.commit()
    assert len(db.session.scalars(select(AuditEvent)).all()) == 1


@pytest.mark.parametrize("is_answered", [False, True], ids=["without an answer", "neutral"])
def test_only_a_domain_that_scored_before_scores_after_mitigation(is_answered):
    made = loaded(make.assessment(is_complete=is_answered))
    with pytest.raises(RuleBroken, match=f"Score {SAFETY} before mitigation first"):
        score_after(made, (1, 1))


def score_after(made, cell, domain=SAFETY):
    answers.score_after(
        made, domain=domain, consequence=cell[0], likelihood=cell[1], actor=SYSTEM, at=AT
    )


def test_the_same_score_after_mitigation_twice_is_one_event():
    made = loaded(make.assessment(negative={SAFETY: (3, 4)}))
    for _ in range(2):
        score_after(made, (2, 2))
    event = told("assessment.score_after_mitigation")
    assert event.differences == {f"{SAFETY}: score after mitigation": [6, 4]}
    assert len(db.session.scalars(select(AuditEvent)).all()) == 1


def answer_equality(made, given):
    answers.answer_equality(made, given, actor=SYSTEM, at=AT)


def test_an_answer_for_a_group_that_stays_as_it_was_is_no_event():
    made = loaded(make.assessment())
    answer_equality(made, {People.AGE: (Direction.NEUTRAL, "")})
    made = loaded(made)
    assert db.session.scalars(select(AuditEvent)).all() == []
    answer_equality(
        made, {People.AGE: (Direction.NEUTRAL, ""), People.SEX: (Direction.POSITIVE, "Nearer")}
    )
    assert list(told("assessment.answer_equality").differences) == [People.SEX.label]


def test_words_on_a_group_need_the_answer_that_they_explain():
    made = loaded(make.assessment(is_complete=False))
    with pytest.raises(RuleBroken) as refused:
        answer_equality(made, {People.AGE: (None, "A longer walk")})
    assert refused.value.field == "age"
    assert assessments.evidence(made).equality == {}


# --- mitigations


def plan(made, **given):
    values = {"domain": ACCESS, "title": "Run a minibus", "owner_id": make.person().id}
    due = {"due_on": date(2026, 10, 20), "actor": SYSTEM, "at": AT}
    return mitigations.plan(loaded(made), **{**values, **due, **given})


@pytest.mark.parametrize("is_complete", [False, True], ids=["without an answer", "neutral"])
def test_what_is_not_made_worse_needs_no_mitigation(is_complete):
    made = loaded(make.assessment(is_complete=is_complete))
    with pytest.raises(RuleBroken, match="there is nothing to mitigate"):
        plan(made)


def test_a_mitigation_is_due_today_at_the_earliest():
    made = loaded(make.assessment(negative={ACCESS: (3, 4)}))
    with pytest.raises(RuleBroken) as refused:
        plan(made, due_on=date(2026, 10, 19))
    assert refused.value.field == "due_on"
    assert plan(made).due_on == date(2026, 10, 20)


# --- ending an approval, and writing one down


@pytest.mark.parametrize("role", [Role.MEDICAL_DIRECTOR, Role.CHIEF_NURSE])
def test_an_executive_reopens_what_was_approved(role):
    made = loaded(make.assessment(status=AssessmentStatus.APPROVED))
    who = make.with_role(role, programme=made.scheme.workstream.programme)
    made = loaded(made)
    reopening.reopen(made, because="A ward closed", actor=make.actor(who), at=AT)
    assert made.status is AssessmentStatus.REOPENED
    assert made.scheme.quality_stopped == "A ward closed"


def record_past(**given):
    values = {
        "medical_by": "Dr One",
        "nursing_by": "Nurse Two",
        "given_on": date(2026, 6, 4),
        "evidence": "Minutes",
    }
    scheme = savings.get(make.scheme().id, SYSTEM)
    return past.record_past(scheme, **{**values, **given}, actor=SYSTEM, at=AT)


def test_an_approval_of_before_may_have_been_given_for_less_than_the_usual_time():
    assert record_past(valid_until=date(2026, 12, 31)).valid_until == date(2026, 12, 31)


def test_a_name_that_is_longer_than_any_persons_is_refused():
    with pytest.raises(RuleBroken) as refused:
        record_past(nursing_by="N" * 201)
    assert refused.value.field == "nursing_by"
    assert record_past(nursing_by="N" * 200).status is AssessmentStatus.APPROVED
