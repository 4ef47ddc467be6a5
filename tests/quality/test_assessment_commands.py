"""Starting, answering and sending an assessment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm.exc import StaleDataError

from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.db import db
from app.quality.commands import answers, assessment
from app.quality.models import AssessmentStatus
from app.quality.queries import assessments
from app.quality.rules.completeness import Step
from app.quality.rules.scoring import DEFAULTS, DOMAINS, Direction
from app.savings import queries as savings
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("tests")


def a_scheme():
    made = make.scheme()
    return savings.get(made.id, SYSTEM)


def loaded(made):
    return assessments.get(made.id, SYSTEM)


def test_a_new_assessment_has_no_answer_and_says_everything_that_is_missing():
    started = assessment.start(a_scheme(), actor=SYSTEM, at=AT)
    lacks = assessments.evidence(started).missing(DEFAULTS)
    assert started.status is AssessmentStatus.DRAFT
    assert [each.step for each in lacks].count(Step.STAGE_ONE) == len(DOMAINS)
    assert [each.step for each in lacks].count(Step.EQUALITY) == 11


def test_a_second_one_is_refused_while_the_first_is_open():
    scheme = a_scheme()
    assessment.start(scheme, actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="Edition 1 is draft"):
        assessment.start(scheme, actor=SYSTEM, at=AT)


def test_the_lead_of_another_workstream_may_not_start_one():
    other = make.actor(make.lead(make.workstream()))
    scheme = a_scheme()
    with pytest.raises(NotAllowed):
        assessment.start(scheme, actor=other, at=AT)


def test_a_negative_effect_needs_its_score():
    made = loaded(make.assessment(is_complete=False))
    with pytest.raises(RuleBroken) as refused:
        answers.answer_domain(
            made, domain=DOMAINS[0], direction=Direction.NEGATIVE, why="x", actor=SYSTEM, at=AT
        )
    assert refused.value.field == "consequence"


def test_an_answer_that_the_page_did_not_show_is_not_overwritten():
    made = loaded(make.assessment())
    with pytest.raises(Conflict):
        answers.answer_domain(
            made,
            domain=DOMAINS[0],
            direction=Direction.POSITIVE,
            why="x",
            version=answers.UNSEEN,
            actor=SYSTEM,
            at=AT,
        )


def test_a_complete_one_goes_to_the_panel_and_can_be_changed_no_more():
    made = loaded(make.assessment(negative={DOMAINS[2]: (3, 4)}))
    assessment.submit(made, actor=SYSTEM, at=AT)
    assert made.status is AssessmentStatus.WITH_PANEL
    with pytest.raises(RuleBroken, match="take it back to change it"):
        assessment.describe(made, summary="x", clinical_lead_id=None, actor=SYSTEM, at=AT)


def test_an_incomplete_one_is_not_sent():
    made = loaded(make.assessment(is_complete=False))
    with pytest.raises(RuleBroken, match="and do 16 other things"):
        assessment.submit(made, actor=SYSTEM, at=AT)


def test_the_current_edition_of_one_scheme_and_of_fifty_takes_the_same_reads(queries):
    one = make.assessment(negative={DOMAINS[2]: (3, 4)})
    ids = [one.scheme_id]
    queries.clear()
    assessments.current_by_scheme(ids, SYSTEM)
    few = len(queries)
    workstream = make.workstream()
    for _ in range(10):
        made = make.scheme(workstream_id=workstream.id)
        ids.append(make.assessment(of=made, negative={DOMAINS[2]: (3, 4)}).scheme_id)
    queries.clear()
    found = assessments.current_by_scheme(ids, SYSTEM)
    assert len(found) == 11
    assert len(queries) == few


def test_an_answer_given_while_somebody_else_withdraws_it_does_not_hold():
    made = loaded(make.assessment(is_complete=False))
    db.session.execute(text("UPDATE assessment SET version = version + 1, status = 'withdrawn'"))
    with pytest.raises(StaleDataError):
        answers.answer_domain(
            made, domain=DOMAINS[0], direction=Direction.NEUTRAL, why="x", actor=SYSTEM, at=AT
        )


def test_a_check_page_that_was_opened_before_an_answer_moved_is_stale():
    made = loaded(make.assessment())
    shown = made.version
    answers.answer_domain(
        made, domain=DOMAINS[0], direction=Direction.POSITIVE, why="x", actor=SYSTEM, at=AT
    )
    assert made.version == shown + 1
    with pytest.raises(Conflict):
        assessment.submit(made, version=shown, actor=SYSTEM, at=AT)


def test_a_change_of_scope_has_to_be_read_before_it_is_sent():
    made = loaded(make.assessment())
    made.scheme.scope_version = 2
    with pytest.raises(RuleBroken) as refused:
        assessment.submit(made, actor=SYSTEM, at=AT)
    assert refused.value.field == "has_read_scope"
    assessment.submit(made, has_read_scope=True, actor=SYSTEM, at=AT)
    assert made.scope_version == 2


def test_a_score_after_mitigation_is_never_above_the_one_before():
    made = loaded(make.assessment(negative={DOMAINS[2]: (3, 4)}))
    with pytest.raises(RuleBroken, match="cannot score above 12"):
        answers.score_after(
            made, domain=DOMAINS[2], consequence=4, likelihood=4, actor=SYSTEM, at=AT
        )
    answers.answer_domain(
        made,
        domain=DOMAINS[2],
        direction=Direction.NEGATIVE,
        why="Less than we thought",
        consequence=2,
        likelihood=2,
        actor=SYSTEM,
        at=AT,
    )
    row = assessments.evidence(made).scores[DOMAINS[2]]
    assert (row.before, row.after) == (4, None), "6 would now be above 4"


def test_a_mitigation_planned_in_an_earlier_edition_still_counts():
    first = make.assessment(negative={DOMAINS[2]: (3, 4)}, status=AssessmentStatus.REOPENED)
    scheme = savings.get(first.scheme_id, SYSTEM)
    again = assessment.start(scheme, summary="x", actor=SYSTEM, at=AT)
    assert list(assessments.evidence(again).mitigations) == [DOMAINS[2]]
