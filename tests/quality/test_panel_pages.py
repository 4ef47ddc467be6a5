"""The clinical executive's pages, readings, reopening, the review, and the cumulative view."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.actions.models import Action, ActionKind
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.programmes.roles import Role
from app.quality.models import Assessment, AssessmentStatus, PanelDecision, QualityMeasure
from app.reporting import queries as reporting
from app.reporting import rules
from app.savings import queries as savings
from app.savings.commands import lifecycle
from app.savings.models import DevelopmentStatus, Scheme, SchemePlace, Stage
from app.savings.rules.lifecycle import Gate
from tests import make
from tests.make.gates import AT, SYSTEM, at_stage, gated
from tests.make.quality import assessment as make_assessment
from tests.make.store import stored

SENT = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def workstream(programme):
    return make.workstream(programme=programme)


def sent(workstream, title="Fewer clinics", **given):
    scheme = make.scheme(
        workstream_id=workstream.id,
        title=title,
        development_status=DevelopmentStatus.FULLY_DEVELOPED,
    )
    make.money(scheme, plan=[10] * 12, forecast=[10] * 12, actual=[8] * 6)
    values = {"status": AssessmentStatus.WITH_PANEL, "submitted_at": SENT, **given}
    made = make_assessment(of=scheme, negative={"Patient safety": (3, 2)}, **values)
    return made.id


def answer(verdict="approve", seat="medical-director", **given):
    return {"seat": seat, "verdict": verdict, "reason": "Read and weighed", **given}


def test_what_waits_is_listed_with_the_pounds_that_are_held(client, workstream, medical):
    sent(workstream)
    page = client.sign_in(medical).get("/quality/waiting").text
    assert "1 waits for your word" in page
    assert "Fewer clinics" in page
    assert "£60k" in page


def test_nothing_waits_says_what_else_there_is(client, medical):
    page = client.sign_in(medical).get("/quality/waiting").text
    assert "Nothing waits for your word" in page


@pytest.mark.parametrize("role", [Role.PMO, Role.LEAD, Role.FINANCE, Role.SRO])
def test_the_page_of_what_waits_is_for_clinical_executives(client, programme, role):
    who = make.with_role(role, programme=programme)
    assert client.sign_in(who).get("/quality/waiting").status_code == 403


def test_the_evidence_stands_above_the_decision_and_the_seat_is_not_asked(
    client, workstream, medical
):
    key = sent(workstream)
    page = client.sign_in(medical).get(f"/quality/{key}/decide").text
    assert page.index("Patient safety") < page.index("Your decision")
    assert "it waits for the medical director and the chief nurse" in page
    assert "In which seat" not in page
    assert 'name="seat" value="medical-director"' in page


def test_after_a_decision_it_goes_on_to_the_next_and_says_how_many_are_left(
    client, workstream, medical
):
    first, second = sent(workstream), sent(workstream, "Shorter stays")
    browser = client.sign_in(medical)

    response = browser.post(f"/quality/{first}/decide", data=answer())

    assert response.location == f"/quality/{second}/decide"
    assert "1 left" in browser.get(response.location).text
    last = browser.post(f"/quality/{second}/decide", data=answer("refuse"))
    assert last.location == "/quality/waiting"
    assert "Nothing else waits for you" in browser.get(last.location).text


def test_both_decide_on_their_pages_and_the_scheme_is_cleared(client, workstream, medical, nurse):
    key = sent(workstream)
    client.sign_in(medical).post(f"/quality/{key}/decide", data=answer())
    client.sign_in(nurse).post(f"/quality/{key}/decide", data=answer(seat="chief-nurse"))

    assert db.session.get(Assessment, key).status is AssessmentStatus.APPROVED
    scheme = db.session.scalars(select(Scheme)).one()
    assert scheme.is_quality_valid(date(2026, 10, 20))


def test_a_condition_is_kept_as_an_action(client, workstream, medical, nurse):
    key = sent(workstream)
    data = answer(
        "approve with conditions",
        **{
            "condition_1": "Count falls weekly",
            "owner_1": str(nurse.id),
            "due_1-day": "30",
            "due_1-month": "11",
            "due_1-year": "2026",
        },
    )
    assert client.sign_in(medical).post(f"/quality/{key}/decide", data=data).status_code == 302
    action = db.session.scalars(select(Action).where(Action.kind == ActionKind.CONDITION)).one()
    assert (action.title, action.due_on) == ("Count falls weekly", date(2026, 11, 30))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"seat": "medical-director", "reason": "x"}, "Choose what you decide"),
        ({"seat": "medical-director", "verdict": "approve"}, "Say why"),
        (answer("approve with conditions"), "Enter at least one condition"),
        (answer("approve with conditions", condition_2="Watch"), "Choose who meets"),
        (answer(condition_1="Watch"), "or leave the conditions empty"),
    ],
)
def test_an_unfinished_decision_is_shown_again_with_what_was_typed(
    client, workstream, medical, data, problem
):
    key = sent(workstream)
    response = client.sign_in(medical).post(f"/quality/{key}/decide", data=data)
    assert response.status_code == 422
    assert problem in response.text


def test_a_decision_on_a_page_that_went_stale_shows_it_again(client, workstream, medical, nurse):
    key = sent(workstream)
    shown = str(db.session.get(Assessment, key).version)
    client.sign_in(medical).post(f"/quality/{key}/decide", data=answer(version=shown))

    data = answer(seat="chief-nurse", version=shown)
    response = client.sign_in(nurse).post(f"/quality/{key}/decide", data=data)

    assert response.status_code == 409
    assert "Someone else saved this first" in response.text
    assert db.session.query(PanelDecision).count() == 1


def test_a_seat_that_is_not_theirs_cannot_be_posted(client, workstream, medical):
    key = sent(workstream)
    data = answer(seat="chief-nurse")
    assert client.sign_in(medical).post(f"/quality/{key}/decide", data=data).status_code == 422
    assert not db.session.query(PanelDecision).count()


def test_an_executive_of_another_programme_does_not_find_it(client, workstream):
    key = sent(workstream)
    other = make.with_role(Role.MEDICAL_DIRECTOR, programme=make.programme())
    assert client.sign_in(other).get(f"/quality/{key}/decide").status_code == 404


def test_an_executive_in_the_line_reads_why_they_cannot_decide(client, workstream, medical):
    key = sent(workstream)
    scheme = db.session.scalars(select(Scheme)).one()
    scheme.owner_id = medical.id
    db.session.commit()
    page = client.sign_in(medical).get(f"/quality/{key}/decide").text
    assert "You are in the line of this scheme" in page
    assert "Save my decision" not in page


def test_a_sensitive_scheme_is_not_found_by_who_is_not_named(client, workstream, medical):
    key = sent(workstream)
    db.session.scalars(select(Scheme)).one().disclosure = Disclosure.WORKFORCE
    db.session.commit()
    browser = client.sign_in(medical)
    assert browser.get(f"/quality/{key}/decide").status_code == 404
    assert "1 more is workforce-sensitive" in browser.get("/quality/waiting").text


def approved(workstream, **given):
    return sent(
        workstream,
        status=AssessmentStatus.APPROVED,
        approved_on=date(2026, 6, 1),
        valid_until=date(2027, 6, 1),
        **given,
    )


def test_an_approval_that_was_given_may_be_paused_and_not_given_again(client, workstream, medical):
    key = approved(workstream)
    page = client.sign_in(medical).get(f"/quality/{key}/decide").text
    assert 'value="pause"' in page
    assert 'value="approve"' not in page


def measured(key):
    return db.session.scalars(
        select(QualityMeasure).where(QualityMeasure.assessment_id == key)
    ).one()


def day(name="read_on", given=date(2026, 10, 20)):
    return {f"{name}-day": given.day, f"{name}-month": given.month, f"{name}-year": given.year}


def test_a_lead_enters_a_reading_and_a_breach_is_said_in_words(client, workstream):
    key = approved(workstream)
    measure = measured(key).id
    browser = client.sign_in(make.lead(workstream))
    assert (
        "Warns above 20 a month, stops above 30 a month"
        in browser.get(f"/quality/{key}/readings").text
    )

    data = {**day(), "value": "30.5", "note": "Ward return"}
    response = browser.post(f"/quality/measures/{measure}/read", data=data)

    page = browser.get(response.location).text
    assert "the approval holds no longer" in page
    assert "Beyond its stop trigger" in page
    assert db.session.get(Assessment, key).status is AssessmentStatus.REOPENED


def test_a_reading_that_is_no_number_is_refused(client, workstream):
    measure = measured(approved(workstream)).id
    data = {**day(), "value": "many"}
    browser = client.sign_in(make.lead(workstream))
    response = browser.post(f"/quality/measures/{measure}/read", data=data)
    assert response.status_code == 422


def test_the_lead_of_another_workstream_cannot_read(client, workstream, programme):
    measure = measured(approved(workstream)).id
    other = make.lead(make.workstream(programme_id=programme.id))
    assert client.sign_in(other).get(f"/quality/measures/{measure}/read").status_code in (403, 404)


def test_an_approval_is_reopened_with_a_reason(client, workstream):
    key = approved(workstream)
    browser = client.sign_in(make.lead(workstream))
    assert browser.post(f"/quality/{key}/reopen", data={}).status_code == 422
    response = browser.post(f"/quality/{key}/reopen", data={"because": "A ward closed"})
    assert response.status_code == 302
    assert "A ward closed" in browser.get(response.location).text


def test_the_review_is_asked_and_kept(client, workstream, nurse):
    key = approved(workstream)
    data = {"found_harm": "no", "text": "Falls unchanged"}
    response = client.sign_in(nurse).post(f"/quality/{key}/review", data=data)
    assert response.status_code == 302
    assert db.session.get(Assessment, key).reviewed_by == "Jo Bell"


def test_finance_opens_neither_form(client, workstream, programme):
    key = approved(workstream)
    browser = client.sign_in(make.finance(programme))
    assert browser.get(f"/quality/{key}/reopen").status_code == 403
    assert browser.get(f"/quality/{key}/review").status_code == 403


def test_what_ends_within_thirty_days_and_what_has_ended_is_listed(client, workstream, nurse):
    ends = {"quality_cleared_on": date(2025, 11, 1), "workstream_id": workstream.id}
    make.scheme(title="Ends in days", quality_cleared_until=date(2026, 11, 10), **ends)
    make.scheme(title="Ran out", quality_cleared_until=date(2026, 10, 1), **ends)
    make.scheme(title="Far away", quality_cleared_until=date(2027, 10, 1), **ends)
    page = client.sign_in(nurse).get("/quality/expiring").text
    assert page.index("Ran out") < page.index("Ends in days")
    assert "Far away" not in page


def placed(workstream, count=3, service="Clinic 4"):
    for number in range(count):
        key = approved(workstream, title=f"Scheme of {service} {number}")
        scheme_id = db.session.get(Assessment, key).scheme_id
        stored(SchemePlace(scheme_id=scheme_id, service=service, site="North"))


def test_moderate_schemes_that_meet_on_one_service_are_flagged_in_words(client, workstream, nurse):
    placed(workstream)
    page = client.sign_in(nurse).get("/quality/cumulative").text
    assert "Three schemes each scored 6 on patient safety land on Clinic 4" in page
    assert "Moderate effects meet here" in page
    assert "£324k" in page


def test_the_same_is_told_by_site_and_as_a_file(client, workstream, nurse):
    placed(workstream, 2)
    browser = client.sign_in(nurse)
    assert "land on North" in browser.get("/quality/cumulative?by=site").text
    file = browser.get("/quality/cumulative?by=site&file=csv")
    assert file.mimetype == "text/csv"
    lines = file.data.decode("utf-8-sig").splitlines()
    heads = 'Site,Scheme,Title,Assessment,Patient safety,"Forecast, pounds"'
    assert lines[0] == f"{heads},Moderate effects meet here"
    assert len(lines) == 3


def test_the_cumulative_view_costs_the_same_for_one_scheme_and_many(
    client, workstream, nurse, queries
):
    placed(workstream, 1)
    browser = client.sign_in(nurse)
    browser.get("/quality/cumulative")
    queries.clear()
    browser.get("/quality/cumulative")
    one = len(queries)
    placed(workstream, 6, "Ward 2")
    browser = client.sign_in(nurse)
    queries.clear()
    browser.get("/quality/cumulative")
    assert len(queries) == one


def test_an_assessed_scheme_without_a_place_is_named(client, workstream, nurse):
    approved(workstream)
    page = client.sign_in(nurse).get("/quality/cumulative").text
    assert "Assessed, but on no place" in page


def test_another_programme_cannot_be_asked_for(client, nurse):
    other = make.programme()
    address = f"/quality/cumulative?programme={other.code}"
    assert client.sign_in(nurse).get(address).status_code == 404


def test_a_lead_says_where_a_scheme_lands(client, workstream):
    scheme = make.scheme(workstream_id=workstream.id)
    key = scheme.id
    browser = client.sign_in(make.lead(workstream))
    data = {
        "version": str(scheme.version),
        "service_0": "Clinic 4",
        "site_0": " North  site",
        "service_1": "clinic 4",
        "site_1": "north site",
        "service_2": "",
        "site_2": "South",
    }
    assert browser.post(f"/savings/{key}/places", data=data).status_code == 302
    found = [
        (row.service, row.site)
        for row in db.session.scalars(select(SchemePlace).order_by(SchemePlace.id))
    ]
    assert found == [("Clinic 4", "North site"), ("", "South")]

    stale = browser.post(f"/savings/{key}/places", data={**data, "service_0": "Clinic 5"})
    assert stale.status_code == 409
    assert "Clinic 5" in stale.text


def test_places_of_another_workstreams_scheme_are_not_changed(client, workstream, programme):
    key = make.scheme(workstream_id=workstream.id).id
    other = make.lead(make.workstream(programme_id=programme.id))
    response = client.sign_in(other).post(f"/savings/{key}/places", data={"service_0": "Mine"})
    assert response.status_code in (403, 404)


def test_home_counts_the_assessments_that_wait_for_an_executive(client, workstream, medical):
    sent(workstream)
    sent(workstream, "Shorter stays")
    page = client.sign_in(medical).get("/").text
    assert "QIAs waiting for you: 2" in page
    assert "/quality/waiting" in page


def test_home_says_nothing_of_assessments_to_others(client, workstream):
    sent(workstream)
    assert "QIAs waiting" not in client.sign_in(make.lead(workstream)).get("/").text


def test_the_month_page_says_what_is_held_and_which_approvals_ended(client, workstream, programme):
    sent(workstream)
    make.scheme(
        workstream_id=workstream.id,
        quality_cleared_on=date(2025, 10, 1),
        quality_cleared_until=date(2026, 10, 1),
    )
    make.period(programme=programme, month=Month(2026, 9))
    address = f"/months/{programme.code}/2026-09"
    page = client.sign_in(make.pmo(programme)).get(address).text
    assert "£60k held by the quality gate" in page
    assert "1 assessment with the panel, the first since 12 October 2026" in page


def test_a_refusal_holds_the_remaining_forecast_in_the_boards_number_the_same_minute(
    client, workstream, programme, medical, nurse
):
    key = sent(workstream)
    client.sign_in(medical).post(f"/quality/{key}/decide", data=answer())
    client.sign_in(nurse).post(f"/quality/{key}/decide", data=answer(seat="chief-nurse"))
    assert position(programme)["held_by_quality_gate"] == 0

    refusal = answer("refuse", seat="chief-nurse")
    client.sign_in(nurse).post(f"/quality/{key}/decide", data=refusal)

    found = position(programme)
    assert found["held_by_quality_gate"] == 60_000_00
    assert found["ytd_actual"] == 48_000_00
    assert found["risk_adjusted_forecast"] == 48_000_00


def position(programme):
    month = Month(2026, 9)
    found = programmes.by_code(programme.code)
    document = reporting.document(found, month, date(2026, 10, 20))
    whole = rules.position(document, version=None, data_hash=None)
    assert whole["ratings"]["quality"]
    return whole["savings"]


def test_home_tells_a_lead_which_approvals_end(client, workstream):
    make.scheme(
        workstream_id=workstream.id,
        quality_cleared_on=date(2025, 11, 1),
        quality_cleared_until=date(2026, 11, 1),
    )
    page = client.sign_in(make.lead(workstream)).get("/").text
    assert "Approvals of quality that end: 1" in page


def test_a_sensitive_scheme_adds_to_no_place_and_is_counted_as_withheld(client, workstream, nurse):
    placed(workstream, 3)
    hidden = db.session.scalars(select(Scheme).order_by(Scheme.id)).first()
    hidden.disclosure, title = Disclosure.WORKFORCE, hidden.title
    db.session.commit()
    page = client.sign_in(nurse).get("/quality/cumulative").text
    assert "1 workforce-sensitive scheme is not counted here" in page
    assert title not in page


def test_hostile_names_are_shown_as_text_and_are_no_formula(client, workstream, nurse):
    placed(workstream, 1, "=HYPERLINK(1)<script>alert(1)</script>")
    browser = client.sign_in(nurse)
    assert "<script>alert" not in browser.get("/quality/cumulative").text
    file = browser.get("/quality/cumulative?file=csv").data.decode("utf-8-sig")
    assert "'=HYPERLINK" in file


@pytest.mark.parametrize("value", ["1e99", "NaN", "Infinity", "9" * 30, "1.2345", ""])
def test_a_value_that_cannot_be_kept_exactly_is_refused(client, workstream, value):
    measure = measured(approved(workstream)).id
    browser = client.sign_in(make.lead(workstream))
    data = {**day(), "value": value}
    response = browser.post(f"/quality/measures/{measure}/read", data=data)
    assert response.status_code == 422


def test_the_panel_sees_where_the_scheme_lands_and_goes_to_what_else_does(
    client, workstream, medical
):
    key = sent(workstream)
    scheme_id = db.session.get(Assessment, key).scheme_id
    browser = client.sign_in(medical)
    assert "No service or site is named" in browser.get(f"/quality/{key}/decide").text
    stored(SchemePlace(scheme_id=scheme_id, service="Clinic 4", site="North"))
    page = browser.get(f"/quality/{key}/decide").text
    assert "Clinic 4 at North" in page
    assert "See what else lands there" in page


def test_an_executive_outside_the_line_approves_again_on_the_page(
    client, programme, workstream, medical, nurse
):
    key = sent(workstream)
    scheme = db.session.scalars(select(Scheme)).one()
    scheme.stage = Stage.ASSURANCE
    db.session.commit()
    for who, seat in ((medical, "medical-director"), (nurse, "chief-nurse")):
        client.sign_in(who).post(f"/quality/{key}/decide", data=decided(key, seat=seat))
    workstream.lead_id = nurse.id
    db.session.commit()

    other = make.with_role(Role.CHIEF_NURSE, programme=programme, name="Nia Nurse")
    assert "Decide on it again" in client.sign_in(other).get(f"/quality/schemes/{scheme.id}").text
    page = client.get(f"/quality/{key}/decide").text
    assert "Whoever decided as chief nurse is now in this scheme’s line" in page
    client.post(f"/quality/{key}/decide", data=decided(key, seat="chief-nurse"))
    assert "Pause or refuse it" in client.get(f"/quality/schemes/{scheme.id}").text
    db.session.expire_all()
    last = db.session.scalars(select(PanelDecision).order_by(PanelDecision.id.desc())).first()
    assert (last.by, last.verdict.value) == ("Nia Nurse", "approve")


def decided(key, **given):
    db.session.expire_all()
    return answer(version=str(db.session.get(Assessment, key).version), **given)


WHY = "Breached: complaints a month, 64, above 60"


def stopped(workstream):
    return make.scheme(
        workstream_id=workstream.id,
        quality_cleared_on=date(2026, 4, 1),
        quality_cleared_until=date(2027, 4, 1),
        quality_stopped=WHY,
    )


@pytest.mark.parametrize("role", [Role.LEAD, Role.CHIEF_NURSE, Role.MEDICAL_DIRECTOR])
def test_home_names_a_scheme_that_a_trigger_stopped_and_why(client, programme, workstream, role):
    scheme = stopped(workstream)
    lead = role is Role.LEAD
    who = make.lead(workstream) if lead else make.with_role(role, programme=programme)
    page = client.sign_in(who).get("/").text
    assert f"Stopped for quality: {scheme.ref}" in page
    assert WHY in page
    assert "Approvals of quality that end" not in page
    assert "1 April 2027" not in page


def test_home_does_not_tell_of_it_to_those_who_neither_assess_nor_decide(client, workstream):
    stopped(workstream)
    other = make.lead(make.workstream(programme_id=workstream.programme_id))
    assert "Stopped for quality" not in client.sign_in(other).get("/").text


def test_each_scheme_of_a_place_says_where_its_assessment_stands(client, workstream, nurse):
    placed(workstream, 2)
    stopped_id, refused_id = db.session.scalars(select(Scheme.id).order_by(Scheme.id)).all()
    db.session.get(Scheme, stopped_id).quality_stopped = WHY
    refused = db.session.scalars(select(Assessment).filter_by(scheme_id=refused_id)).one()
    refused.status = AssessmentStatus.REFUSED
    bare = make.scheme(workstream_id=workstream.id, title="Never assessed")
    stored(SchemePlace(scheme_id=bare.id, service="Clinic 4", site="North"))
    db.session.commit()
    browser = client.sign_in(nurse)
    page = browser.get("/quality/cumulative").text
    file = browser.get("/quality/cumulative?file=csv").data.decode("utf-8-sig")
    for standing in ("Stopped", "Refused", "Not assessed"):
        assert f"{standing}</td>" in page
        assert f",{standing}," in file


def at_assurance(workstream):
    """A scheme that waits for finance and quality, and its assessment that is with the panel."""
    scheme = at_stage(gated(workstream=workstream), Stage.ASSURANCE)
    values = {"status": AssessmentStatus.WITH_PANEL, "submitted_at": SENT}
    made = make_assessment(of=scheme, negative={"Patient safety": (3, 2)}, **values)
    db.session.commit()
    return scheme.id, made.id


def test_the_gates_say_what_one_executive_has_said_before_the_other(
    client, workstream, medical, nurse
):
    scheme_id, assessment_id = at_assurance(workstream)
    client.sign_in(medical)
    before = client.get(f"/savings/{scheme_id}/gates").text
    client.post(f"/quality/{assessment_id}/decide", data=answer())
    after = client.get(f"/savings/{scheme_id}/gates").text
    said = "The medical director signs: Dr Ada Okoro approved on 20 October 2026"
    assert (said in before, said in after) == (False, True)
    assert after.count(">Met<") == before.count(">Met<") + 1


def test_a_gate_that_finance_signed_is_not_said_to_wait(client, workstream, medical):
    scheme_id, _ = at_assurance(workstream)
    lifecycle.sign(savings.get(scheme_id, SYSTEM), Gate.G3A, actor=SYSTEM, at=AT)
    db.session.commit()
    page = client.sign_in(medical).get(f"/savings/{scheme_id}/gates").text
    assert "It waits for G3b (quality)." in page
    page = client.get(f"/savings/{scheme_id}").text
    assert "Assurance: what stands between it and the next gate" in page
