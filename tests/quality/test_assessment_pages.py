"""Writing an assessment in the browser, step by step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.core.actor import Actor
from app.programmes.roles import Role
from app.quality.commands import answers
from app.quality.models import AssessmentStatus
from app.quality.queries import assessments
from app.quality.rules import scoring
from app.quality.rules.people import People
from app.quality.rules.scoring import DOMAINS, Direction
from tests import make

SYSTEM = Actor.system("tests")
AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SAFETY, EXPERIENCE = DOMAINS[0], DOMAINS[2]


@pytest.fixture
def lead(client):
    """The lead of a workstream with one scheme, signed in."""
    workstream = make.workstream()
    who = make.lead(workstream)
    client.sign_in(who)
    client.workstream_id = workstream.id
    return client


def current(scheme_id):
    return assessments.current_of(scheme_id, SYSTEM)


def text(response):
    return response.get_data(as_text=True)


def test_a_scheme_without_one_says_so_and_leads_to_the_start(lead):
    scheme = make.scheme(workstream_id=lead.workstream_id)
    page = text(lead.get(f"/quality/schemes/{scheme.id}"))
    assert "No assessment yet" in page
    assert f"/quality/schemes/{scheme.id}/start" in page


def test_a_lead_writes_one_from_the_start_to_the_panel(lead):
    scheme_id = make.scheme(workstream_id=lead.workstream_id).id
    nurse = make.person(name="Nurse Clinical").id
    begun = lead.post(
        f"/quality/schemes/{scheme_id}/start",
        data={"summary": "Two clinics become one", "clinical_lead_id": nurse},
    )
    key = current(scheme_id).assessment.id
    assert begun.location == f"/quality/{key}/steps"
    for domain in DOMAINS:
        answer = {"version": "0", "direction": "neutral", "why": "Nothing changes"}
        if domain == EXPERIENCE:
            answer |= {"direction": "negative", "consequence": "3", "likelihood": "4"}
        assert (
            lead.post(f"/quality/{key}/stage-1/{scoring.slug(domain)}", data=answer).status_code
            == 302
        )
    slug = scoring.slug(EXPERIENCE)
    assert "Patient experience" in text(lead.get(f"/quality/{key}/steps"))
    lead.post(
        f"/quality/{key}/stage-2/{slug}/mitigations/new",
        data={
            "title": "Run a minibus",
            "owner_id": nurse,
            "due_on-day": "1",
            "due_on-month": "12",
            "due_on-year": "2026",
        },
    )
    lead.post(
        f"/quality/{key}/stage-2/{slug}", data={"consequence_after": "3", "likelihood_after": "2"}
    )
    lead.post(
        f"/quality/{key}/equality",
        data={"version": "0", **{people.name.lower(): "neutral" for people in People}},
    )
    lead.post(
        f"/quality/{key}/measures/new",
        data={
            "domain": EXPERIENCE,
            "title": "Complaints about travel",
            "unit": "a month",
            "worse": "above",
            "baseline": "2",
            "threshold": "4.5",
            "stop_trigger": "8",
        },
    )
    assert current(scheme_id).missing(scoring.DEFAULTS) == []
    sent = lead.post(f"/quality/{key}/check", data={})
    assert sent.location == f"/quality/schemes/{scheme_id}"
    assert current(scheme_id).assessment.status is AssessmentStatus.WITH_PANEL
    read = text(lead.get(f"/quality/{key}"))
    assert "The highest score is 12, in patient experience" in read
    assert "After mitigation the highest is 6" in read
    assert "Run a minibus" in read
    assert "stops above 8 a month" in read
    story = text(lead.get(f"/savings/{scheme_id}"))
    assert "sent its quality impact assessment to the panel" in story


def test_no_domain_has_an_answer_before_somebody_chooses(lead):
    made = make.assessment(of=make.scheme(workstream_id=lead.workstream_id), is_complete=False)
    page = text(lead.get(f"/quality/{made.id}/stage-1/{scoring.slug(SAFETY)}"))
    assert " checked" not in page


def test_what_was_typed_stays_when_an_answer_is_refused(lead):
    made = make.assessment(of=make.scheme(workstream_id=lead.workstream_id), is_complete=False)
    address = f"/quality/{made.id}/stage-1/{scoring.slug(SAFETY)}"
    refused = lead.post(address, data={"direction": "negative", "why": "Fewer <b>nurses</b>"})
    assert refused.status_code == 422
    assert "Choose how serious it would be: a negative effect is scored" in text(refused)
    assert "Fewer &lt;b&gt;nurses&lt;/b&gt;" in text(refused)


def test_two_who_answer_one_domain_at_once_see_both_versions(lead):
    made = make.assessment(of=make.scheme(workstream_id=lead.workstream_id), is_complete=False)
    address = f"/quality/{made.id}/stage-1/{scoring.slug(SAFETY)}"
    lead.post(address, data={"version": "0", "direction": "neutral", "why": "Theirs"})
    clash = lead.post(address, data={"version": "0", "direction": "positive", "why": "Mine"})
    assert clash.status_code == 409
    assert "Theirs" in text(clash)
    assert "Mine" in text(clash)


def test_equality_may_be_saved_in_part_and_a_negative_needs_its_reason(lead):
    scheme = make.scheme(workstream_id=lead.workstream_id)
    made = make.assessment(of=scheme, is_complete=False)
    address = f"/quality/{made.id}/equality"
    refused = lead.post(address, data={"version": "0", "age": "negative"})
    assert refused.status_code == 422
    assert "Say what is worse for this group" in text(refused)
    saved = lead.post(address, data={"version": "0", "age": "negative", "age_why": "Longer walk"})
    assert saved.status_code == 302
    assert set(current(scheme.id).equality) == {"age"}


def test_a_stop_trigger_on_the_wrong_side_is_refused_beside_its_box(lead):
    scheme = make.scheme(workstream_id=lead.workstream_id)
    made = make.assessment(of=scheme, negative={EXPERIENCE: (2, 2)})
    data = {
        "domain": EXPERIENCE,
        "title": "Patients seen in 18 weeks",
        "unit": "%",
        "worse": "below",
        "baseline": "75",
        "threshold": "70",
        "stop_trigger": "72",
    }
    refused = lead.post(f"/quality/{made.id}/measures/new", data=data)
    assert refused.status_code == 422
    assert "The stop trigger must lie below the threshold of 70" in text(refused)
    assert (
        lead.post(
            f"/quality/{made.id}/measures/new", data={**data, "stop_trigger": "65"}
        ).status_code
        == 302
    )


def test_the_next_edition_offers_the_answers_before_and_counts_none_of_them(lead):
    scheme = make.scheme(workstream_id=lead.workstream_id)
    make.assessment(of=scheme, negative={EXPERIENCE: (3, 4)}, status=AssessmentStatus.REOPENED)
    scheme_id = scheme.id
    person = make.person().id
    lead.post(
        f"/quality/schemes/{scheme_id}/start", data={"summary": "Again", "clinical_lead_id": person}
    )
    again = current(scheme_id)
    assert again.assessment.edition == 2
    assert again.scores == {}
    address = f"/quality/{again.assessment.id}/stage-1/{scoring.slug(EXPERIENCE)}"
    offered = text(lead.get(address))
    assert "These are the answers of edition 1" in offered
    assert "What happens to patient experience" in offered
    assert "Confirm" in text(lead.get(f"/quality/{again.assessment.id}/steps"))


def test_sending_too_early_lists_what_is_missing_with_links(lead):
    made = make.assessment(of=make.scheme(workstream_id=lead.workstream_id), is_complete=False)
    refused = lead.post(f"/quality/{made.id}/check", data={})
    assert refused.status_code == 422
    assert f"/quality/{made.id}/stage-1/patient-safety" in text(refused)


@pytest.mark.parametrize("page", ["steps", "about", "equality", "measures", "check", "withdraw"])
def test_the_lead_of_another_workstream_reads_but_does_not_write(client, page):
    programme = make.programme()
    mine, other = make.workstream(programme=programme), make.workstream(programme=programme)
    made = make.assessment(of=make.scheme(workstream_id=mine.id)).id
    client.sign_in(make.lead(other))
    assert client.get(f"/quality/{made}/{page}").status_code in (403, 404)


def test_a_workforce_sensitive_scheme_keeps_its_assessment_to_those_named(client):
    workstream = make.workstream()
    scheme = make.scheme(workstream_id=workstream.id, disclosure="workforce-sensitive")
    made = make.assessment(of=scheme).id
    client.sign_in(make.with_role(Role.CLINICAL_LEAD, workstream=workstream))
    assert client.get(f"/quality/{made}").status_code == 404
    assert client.get(f"/quality/schemes/{scheme.id}").status_code == 404


def test_what_is_with_the_panel_is_changed_only_once_it_is_taken_back(lead):
    scheme = make.scheme(workstream_id=lead.workstream_id)
    made = make.assessment(of=scheme, status=AssessmentStatus.WITH_PANEL).id
    assert "take it back to change it" in text(lead.get(f"/quality/{made}/steps"))
    back = lead.post(f"/quality/{made}/take-back", data={"reason": "A figure is wrong"})
    assert back.location == f"/quality/{made}/steps"
    assert lead.get(f"/quality/{made}/steps").status_code == 200


def test_two_who_screen_equality_at_once_see_both_versions_and_lose_nothing(lead):
    scheme = make.scheme(workstream_id=lead.workstream_id)
    address = f"/quality/{make.assessment(of=scheme, is_complete=False).id}/equality"
    lead.post(address, data={"version": "0", "age": "negative", "age_why": "Theirs"})
    clash = lead.post(address, data={"version": "0", "age": "positive", "age_why": "Mine"})
    assert clash.status_code == 409
    assert "Theirs" in text(clash)
    assert "Mine" in text(clash)
    again = lead.post(address, data={"version": "1", "age": "positive", "age_why": "Mine"})
    assert again.status_code == 302
    assert current(scheme.id).equality["age"].why == "Mine"


def test_the_story_of_a_scheme_tells_each_answer_in_a_line(lead):
    scheme_id = make.scheme(workstream_id=lead.workstream_id).id
    person = make.person().id
    lead.post(
        f"/quality/schemes/{scheme_id}/start", data={"summary": "One", "clinical_lead_id": person}
    )
    key = current(scheme_id).assessment.id
    address = f"/quality/{key}/stage-1/{scoring.slug(EXPERIENCE)}"
    harm = {"direction": "negative", "consequence": "3", "likelihood": "4", "why": "Two buses"}
    lead.post(address, data={"version": "0", **harm})
    lead.post(address, data={"version": "1", **harm, "likelihood": "3"})
    page = text(lead.get(f"/quality/schemes/{scheme_id}"))
    assert "Patient experience: negative, scores 12: Two buses" in page
    assert "from negative, scores 12: Two buses to negative, scores 9: Two buses" in page


def test_a_clinician_whom_no_database_has_is_an_error_beside_the_question(client):
    workstream = make.workstream()
    scheme = make.scheme(workstream_id=workstream.id)
    client.sign_in(make.lead(workstream))
    sent = {"summary": "One", "clinical_lead_id": "9" * 40}
    refused = client.post(f"/quality/schemes/{scheme.id}/start", data=sent)
    assert refused.status_code == 422


def test_a_score_that_another_answer_hid_is_neither_saved_nor_asked_for(lead):
    scheme = make.scheme(workstream_id=lead.workstream_id)
    made = make.assessment(of=scheme, is_complete=False)
    address = f"/quality/{made.id}/stage-1/{scoring.slug(SAFETY)}"
    asked = {"version": "0", "direction": "neutral", "why": "Nothing changes", "consequence": "4"}
    assert lead.post(address, data=asked).status_code == 302
    assert current(scheme.id).scores[SAFETY].consequence is None


def test_words_that_a_neutral_answer_hid_are_not_saved(lead):
    scheme = make.scheme(workstream_id=lead.workstream_id)
    address = f"/quality/{make.assessment(of=scheme, is_complete=False).id}/equality"
    lead.post(address, data={"version": "0", "age": "negative", "age_why": "A longer walk"})
    said = {"version": "1", "age": "neutral", "age_why": "A longer walk"}
    assert lead.post(address, data=said).status_code == 302
    assert current(scheme.id).equality["age"].why == ""


def test_words_saved_beside_a_neutral_answer_stay_on_show_and_stay_saved(lead):
    scheme = make.scheme(workstream_id=lead.workstream_id)
    make.assessment(of=scheme, is_complete=False)
    made = current(scheme.id).assessment
    words = "The clinic sees adults of every age"
    given = {People.AGE: (Direction.NEUTRAL, words)}
    answers.answer_equality(made, given, actor=SYSTEM, at=AT)
    address, key = f"/quality/{made.id}/equality", scheme.id
    shown = text(lead.get(address))
    assert shown.count("app-asks--told") == 1
    lead.post(address, data={"version": "1", "age": "neutral", "age_why": words, "sex": "neutral"})
    assert current(key).equality["age"].why == words
    assert current(key).equality["sex"].why == ""
