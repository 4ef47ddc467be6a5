"""Reviews of an approval at three and six months: when they fall due, and who may hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.financial_year import Month
from app.core.rating import Colour
from app.db import db
from app.overview.queries import waiting as home
from app.programmes.models import Deputy
from app.programmes.roles import Role
from app.quality.commands import reviews as commands
from app.quality.models import (
    AssessmentStatus,
    MeasureReading,
    PanelDecision,
    QualityReview,
    Route,
)
from app.quality.queries import assessments, rated
from app.quality.queries import reviews as reads
from app.quality.rules import rating, reviews
from app.quality.rules.approval import PanelVerdict, Seat
from app.quality.rules.reviews import Approved, Seen, Verdict
from app.quality.rules.thresholds import PanelThresholds
from app.ratings import queries as ratings
from app.ratings.rules.findings import Check
from app.savings.models import Stage
from tests import make
from tests.make.quality import assessment as make_assessment
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 20)
JULY = date(2026, 7, 15)  # reviewed by 15 October 2026 and 15 January 2027
APPROVAL = Approved(JULY, date(2027, 7, 15), JULY)


class TestWhenTheyFallDue:
    def test_at_three_and_at_six_months_and_not_on_the_day_it_ends(self):
        limits = PanelThresholds(review_months=(6, 3, 12))

        assert reviews.days(APPROVAL, limits) == [date(2026, 10, 15), date(2027, 1, 15)]

    def test_the_last_of_the_month_where_it_has_no_such_day(self):
        approved = Approved(date(2026, 11, 30), date(2027, 11, 30), date(2026, 11, 30))

        assert reviews.days(approved)[0] == date(2027, 2, 28)

    def test_days_from_before_an_approval_was_written_down_here_are_not_asked_for(self):
        known = replace(APPROVAL, known_since=date(2026, 10, 16))

        assert reviews.days(known) == [date(2027, 1, 15)]

    @pytest.mark.parametrize(
        ("held", "due"),
        [
            (None, date(2026, 10, 15)),
            (date(2026, 9, 14), date(2026, 10, 15)),
            (date(2026, 9, 15), date(2027, 1, 15)),
            (date(2026, 11, 30), date(2027, 1, 15)),
            (date(2027, 1, 2), None),
        ],
        ids=["never", "too early to count", "once announced", "late", "both"],
    )
    def test_one_that_was_held_counts_up_to_its_day_and_for_one_that_was_announced(self, held, due):
        assert reviews.next_due(APPROVAL, held) == due

    @pytest.mark.parametrize(
        ("on", "announced", "overdue"),
        [
            (date(2026, 9, 14), False, False),
            (date(2026, 9, 15), True, False),
            (date(2026, 10, 15), True, False),
            (date(2026, 10, 16), True, True),
        ],
    )
    def test_it_is_announced_thirty_days_ahead_and_overdue_the_day_after(
        self, on, announced, overdue
    ):
        due = date(2026, 10, 15)

        assert reviews.is_announced(due, on) is announced
        assert reviews.is_overdue(due, on) is overdue
        assert (reviews.overdue(APPROVAL, None, on) is not None) is overdue


@pytest.fixture
def workstream(programme):
    return make.workstream(programme=programme, lead_id=make.person().id)


@pytest.fixture
def approved(workstream):
    return approval(workstream)


def approval(workstream, on=JULY, **given):
    scheme = make.scheme(
        workstream=workstream,
        owner_id=make.person().id,
        stage=Stage.IN_DELIVERY,
        quality_cleared_on=on,
        quality_cleared_until=date(2027, 7, 15),
    )
    made = make_assessment(
        of=scheme,
        **{
            "negative": {"Patient safety": (2, 3)},
            "status": AssessmentStatus.APPROVED,
            "approved_on": on,
            "valid_until": date(2027, 7, 15),
            **given,
        },
    )
    return loaded(made)


def loaded(made):
    db.session.commit()
    return assessments.get(made.id, Actor.system("test"))


def read(assessment, on=date(2026, 10, 1)):
    (measure,) = assessments.evidence(assessment).measures
    stored(MeasureReading(measure_id=measure.id, read_on=on, value=12_000, by="Ada", at=AT))


def hold(assessment, who, **given):
    values = {"seen": Seen.NEITHER, "verdict": Verdict.CONTINUE, "text": "Falls as before"}
    return commands.hold(loaded(assessment), **{**values, **given}, actor=make.actor(who), at=AT)


def amber(workstream):
    (facts,) = rated.by_workstream(workstream.programme_id, TODAY)[workstream.id]
    found = rating.rate(replace(facts, beyond=(), breached=()), TODAY)
    return found.colour, [reason.sentence for reason in found.reasons]


def found_in(programme):
    found = ratings.findings(programme.id, Month(2026, 10), TODAY, Actor.system("test"))
    return [each.message for each in found if each.rule is Check.QUALITY_REVIEW]


def test_an_overdue_review_makes_quality_amber_and_is_a_finding_and_holds_nothing(
    programme, workstream, approved
):
    said = "The review that was due on 15 October 2026 has not been held"

    assert amber(workstream) == (Colour.AMBER, [said])
    assert found_in(programme) == [said]
    assert approved.scheme.is_quality_valid(TODAY)


def test_a_review_that_is_held_ends_both_and_the_next_is_due_at_six_months(
    programme, workstream, medical, approved
):
    read(approved)
    made = hold(approved, medical, seen=Seen.BENEFIT, text="Waits fell by a week")

    assert (made.by, made.seat, made.held_on) == ("Dr Ada Okoro", Seat.MEDICAL, TODAY)
    assert amber(workstream) == (Colour.GREEN, [])
    assert found_in(programme) == []
    (assessment,) = [approved]
    later = reads.of_scheme(assessment.scheme, make.actor(medical), TODAY)
    assert (later.due, later.is_overdue) == (date(2027, 1, 15), False)
    assert [each.text for each in later.held] == ["Waits fell by a week"]


def test_a_review_may_reopen_the_approval_and_then_the_forecast_is_held(medical, approved):
    hold(approved, medical, seen=Seen.HARM, verdict=Verdict.REOPEN, text="Two more falls")

    assert approved.status is AssessmentStatus.REOPENED
    assert approved.scheme.quality_stopped == "Reviewed on 20 October 2026: Two more falls"


def test_an_approval_does_not_go_on_while_nobody_reads_its_measures(medical, approved):
    with pytest.raises(RuleBroken, match="no recent reading: Complaints about patient safety"):
        hold(approved, medical)

    read(approved, date(2026, 7, 14))  # from before the approval
    with pytest.raises(RuleBroken, match="no recent reading"):
        hold(approved, medical)


def test_an_approval_that_has_run_out_is_not_let_go_on_and_may_be_reopened(medical, approved):
    read(approved)
    approved.valid_until = date(2026, 10, 19)
    with pytest.raises(RuleBroken, match="ended on 19 October 2026: assess the next edition"):
        hold(approved, medical)

    hold(approved, medical, verdict=Verdict.REOPEN, text="It ran out")
    assert approved.status is AssessmentStatus.REOPENED


def test_only_a_seat_of_the_panel_outside_the_line_holds_it(programme, workstream, approved):
    read(approved)
    for role in (Role.LEAD, Role.CLINICAL_LEAD, Role.PMO, Role.SRO, Role.FINANCE):
        with pytest.raises(NotAllowed):
            hold(approved, make.with_role(role, programme=programme))
    in_line = make.with_role(Role.CHIEF_NURSE, programme=programme)
    workstream.sponsor_id = in_line.id
    with pytest.raises(NotAllowed, match="in the line of this scheme"):
        hold(approved, in_line)


def test_who_answers_for_the_assessment_does_not_review_it(medical, workstream):
    own = approval(workstream, clinical_lead_id=medical.id)
    read(own)

    with pytest.raises(NotAllowed, match="You wrote this assessment"):
        hold(own, medical)


def test_a_named_deputy_holds_it_for_the_executive(medical, approved):
    read(approved)
    deputy = make.person(name="Dr Kit Moss")
    spell = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 31), "reason": "Leave"}
    stored(Deputy(principal_id=medical.id, deputy_id=deputy.id, **spell))

    made = hold(approved, deputy)

    assert (made.by, made.deputising_for) == ("Dr Kit Moss", "Dr Ada Okoro")


@pytest.mark.parametrize(
    "status", [each for each in AssessmentStatus if each is not AssessmentStatus.APPROVED]
)
def test_only_an_approval_that_stands_is_reviewed(workstream, medical, status):
    other = approval(workstream, status=status)
    read(other)

    with pytest.raises(RuleBroken, match="not approved"):
        hold(other, medical)
    assert reads.of_scheme(other.scheme, make.actor(medical), TODAY).due is None


def test_a_scheme_that_was_screened_out_is_not_reviewed(workstream, medical):
    out = approval(workstream, route=Route.SCREENED_OUT)

    assert reads.of_scheme(out.scheme, make.actor(medical), TODAY).due is None
    assert amber(workstream) == (Colour.GREEN, [])
    with pytest.raises(RuleBroken, match="screened out"):
        hold(out, medical)


def test_an_earlier_approval_is_asked_about_from_the_day_it_was_written_down(workstream, medical):
    past = approval(workstream, route=Route.RECORDED)
    stored(
        PanelDecision(
            assessment_id=past.id,
            seat=Seat.MEDICAL,
            verdict=PanelVerdict.APPROVE,
            reason="Minutes",
            by="Ann",
            given_on=JULY,
            at=AT,
        )
    )

    assert reads.of_scheme(loaded(past).scheme, make.actor(medical), TODAY).due == date(2027, 1, 15)


def test_a_review_on_a_stale_page_is_refused(medical, approved):
    read(approved)
    with pytest.raises(Conflict):
        hold(approved, medical, version=approved.version - 1)


def test_nobody_alters_a_review_not_even_in_the_database(medical, approved):
    read(approved)
    hold(approved, medical)
    db.session.commit()

    with pytest.raises(Exception, match="A review of quality cannot be altered"):
        db.session.execute(text("UPDATE quality_review SET text = 'Nothing'"))


def tasks(who):
    return [task.title for task in home.tasks(make.actor(who), TODAY) if task.kind == "review"]


def test_home_tells_the_executive_who_may_hold_it_and_the_clinical_lead_who_prepares_it(
    programme, workstream, medical, approved
):
    lead = make.with_role(Role.CLINICAL_LEAD, workstream=workstream)
    approval(workstream, clinical_lead_id=lead.id)
    sponsor = make.with_role(Role.CHIEF_NURSE, programme=programme)
    workstream.sponsor_id = sponsor.id
    db.session.commit()

    assert tasks(medical) == ["Reviews of quality to hold: 2"]
    assert tasks(sponsor) == []
    assert tasks(lead) == ["Reviews of your assessments: 1"]


def test_a_review_that_is_far_off_is_on_no_list(workstream, medical):
    approval(workstream, on=date(2026, 9, 1))

    assert reads.due(make.actor(medical), TODAY) == []


def test_many_due_reviews_are_listed_with_as_many_reads_as_one(workstream, medical, queries):
    actor = make.actor(medical)
    approval(workstream)
    db.session.expunge_all()
    queries.clear()
    assert len(reads.due(actor, TODAY)) == 1
    few = len(queries)
    for _ in range(5):
        approval(workstream)
    db.session.expunge_all()
    queries.clear()
    assert len(reads.due(actor, TODAY)) == 6
    assert len(queries) == few


def test_the_scheme_page_says_when_it_is_due_and_the_executive_holds_it_there(
    client, medical, approved
):
    read(approved)
    page = client.sign_in(medical).get(f"/quality/schemes/{approved.scheme_id}").text
    assert "Overdue" in page
    assert "by 15 October 2026" in page

    client.post(
        f"/quality/{approved.id}/hold-review",
        data={"seen": "benefit", "verdict": "continue", "text": "Waits fell", "version": 1},
    )

    page = client.get(f"/quality/schemes/{approved.scheme_id}").text
    assert "by 15 January 2027" in page
    assert "Waits fell" in page
    assert "held a review of the approval of its quality" in page
    assert db.session.query(QualityReview).count() == 1


def test_no_answer_of_a_review_is_chosen_beforehand(client, medical, approved):
    page = client.sign_in(medical).get(f"/quality/{approved.id}/hold-review").text

    assert "checked" not in page
    answer = client.post(f"/quality/{approved.id}/hold-review", data={"version": 1})
    assert answer.status_code == 422
    assert "Choose what was seen" in answer.text


def test_the_list_of_due_reviews_offers_it_to_who_may_and_readings_to_others(
    client, programme, medical, approved
):
    page = client.sign_in(medical).get("/quality/reviews").text
    assert f"/quality/{approved.id}/hold-review" in page

    page = client.sign_in(make.with_role(Role.PMO, programme=programme)).get("/quality/reviews")
    assert f"/quality/{approved.id}/hold-review" not in page.text
    assert f"/quality/{approved.id}/readings" in page.text


def test_who_is_in_the_line_reads_why_they_may_not(client, workstream, approved, programme):
    nurse = make.with_role(Role.CHIEF_NURSE, programme=programme)
    workstream.sponsor_id = nurse.id
    db.session.commit()

    page = client.sign_in(nurse).get(f"/quality/{approved.id}/hold-review")

    assert "You are in the line of this scheme" in page.text
    assert "<form" not in page.text.split("Your review")[1]
