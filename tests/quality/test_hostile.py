"""What somebody careless, hurried or hostile might send."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.quantity import thousandths
from app.db import db
from app.quality.commands import answers, measures, screening
from app.quality.commands.measures import Measured
from app.quality.models import Assessment, AssessmentStatus
from app.quality.queries import assessments
from app.quality.rules import scoring
from app.quality.rules.scoring import DOMAINS, Direction
from app.savings import queries as savings
from app.settings import commands as settings
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("tests")
EXPERIENCE = DOMAINS[2]


def text(response):
    return response.get_data(as_text=True)


def loaded(made):
    return assessments.get(made.id, SYSTEM)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12.5", 12_500),
        ("1,200", 1_200_000),
        ("−0.25", -250),
        ("4%", 4_000),
        ("1.0005", None),
        ("1e400", None),
        ("1e999999999", None),
        ("NaN", None),
        ("Infinity", None),
        ("many", None),
        ("9" * 400, None),
    ],
)
def test_a_value_is_whole_thousandths_or_is_refused(typed, stored):
    assert thousandths(typed) == stored


@pytest.mark.parametrize("value", ["1e999999999", "9" * 400, "<script>", "1;2", "NaN"])
def test_an_absurd_value_is_an_error_beside_its_box(client, value):
    workstream = make.workstream()
    scheme = make.scheme(workstream_id=workstream.id)
    made = make.assessment(of=scheme, negative={EXPERIENCE: (2, 2)}).id
    client.sign_in(make.lead(workstream))
    data = {
        "domain": EXPERIENCE,
        "title": "Complaints",
        "worse": "above",
        "baseline": value,
        "threshold": value,
        "stop_trigger": value,
    }
    refused = client.post(f"/quality/{made}/measures/new", data=data)
    assert refused.status_code == 422
    assert "must be a number with at most 3 decimals" in text(refused)


def test_a_domain_that_is_asked_about_no_more_stays_where_it_was_answered(client):
    programme = make.programme()
    workstream = make.workstream(programme=programme)
    scheme = make.scheme(workstream_id=workstream.id)
    made = make.assessment(of=scheme, negative={EXPERIENCE: (3, 4)}).id
    office = make.pmo(programme)
    settings.set_value(
        "quality.domains",
        "Patient safety; Sustainability, of the planet",
        programme.id,
        effective_from=date(2026, 4, 1),
        owner="Board",
        reason="Fewer",
        actor=make.actor(office),
        at=AT,
    )
    db.session.commit()
    client.sign_in(office)
    steps = text(client.get(f"/quality/{made}/steps"))
    assert "Sustainability, of the planet" in steps
    assert "Patient experience" in steps
    slug = scoring.slug(EXPERIENCE)
    assert client.get(f"/quality/{made}/stage-2/{slug}").status_code == 200
    calmer = {"direction": "neutral", "why": "Settled"}
    assert client.post(f"/quality/{made}/stage-1/{slug}", data=calmer).status_code == 302
    assert client.get(f"/quality/{made}/stage-1/never-heard-of").status_code == 404


def test_a_domain_that_was_never_asked_about_is_refused():
    made = loaded(make.assessment(is_complete=False))
    with pytest.raises(RuleBroken, match="is not one of the domains"):
        answers.answer_domain(
            made, domain="Parking", direction=Direction.NEUTRAL, why="x", actor=SYSTEM, at=AT
        )


def test_a_measure_of_a_domain_that_is_harmed_no_more_can_still_be_removed(client):
    workstream = make.workstream()
    scheme = make.scheme(workstream_id=workstream.id)
    made = make.assessment(of=scheme, negative={EXPERIENCE: (2, 2)}).id
    client.sign_in(make.lead(workstream))
    calmer = {"direction": "neutral", "why": "Settled"}
    client.post(f"/quality/{made}/stage-1/{scoring.slug(EXPERIENCE)}", data=calmer)
    page = text(client.get(f"/quality/{made}/measures"))
    assert "Complaints about patient experience" in page
    watched = assessments.evidence(db.session.get(Assessment, made)).measures[0].id
    assert client.post(f"/quality/measures/{watched}/remove", data={}).status_code == 302
    assert client.get(f"/quality/measures/{watched}/edit").status_code == 404


def test_a_measure_is_not_changed_once_the_panel_has_it():
    made = make.assessment(negative={EXPERIENCE: (2, 2)}, status=AssessmentStatus.APPROVED)
    key = assessments.evidence(loaded(made)).measures[0].id
    watched = assessments.measure(key, SYSTEM)
    looser = Measured(
        domain=EXPERIENCE,
        title="Complaints",
        unit="",
        is_worse_above=True,
        baseline=1,
        threshold=2,
        stop_trigger=10**9,
    )
    with pytest.raises(RuleBroken, match="start a new edition"):
        measures.edit(watched, looser, actor=SYSTEM, at=AT)


def test_what_one_edition_found_is_not_screened_away():
    scheme = make.scheme(category="Non-pay: other", recurrent_full_year=100)
    make.assessment(of=scheme, negative={EXPERIENCE: (2, 2)}, status=AssessmentStatus.REFUSED)
    with pytest.raises(RuleBroken, match="Edition 1 found"):
        screening.screen_out(
            savings.get(scheme.id, SYSTEM),
            is_patient_facing=False,
            reason="Small",
            actor=SYSTEM,
            at=AT,
        )


def test_hostile_text_is_shown_as_text(client):
    workstream = make.workstream()
    evil = "<img src=x onerror=alert(1)>"
    scheme = make.scheme(workstream_id=workstream.id, title=evil)
    made = make.assessment(of=scheme, summary=evil, negative={EXPERIENCE: (3, 4)}).id
    client.sign_in(make.lead(workstream))
    for address in ("", "/steps", "/check", "/measures", "/equality"):
        page = text(client.get(f"/quality/{made}{address}"))
        assert "<img" not in page
        assert "&lt;img" in page


def test_a_patient_number_is_refused_in_an_answer(client):
    workstream = make.workstream()
    made = make.assessment(of=make.scheme(workstream_id=workstream.id), is_complete=False).id
    client.sign_in(make.lead(workstream))
    answer = {"direction": "neutral", "why": "Seen with 943 476 5919"}
    refused = client.post(f"/quality/{made}/stage-1/patient-safety", data=answer)
    assert refused.status_code == 422
    assert "Remove the NHS number" in text(refused)


def test_a_step_asks_a_fixed_number_of_questions_of_the_database(client, queries):
    workstream = make.workstream()
    person = make.lead(workstream)
    small = make.assessment(of=make.scheme(workstream_id=workstream.id), negative={}).id
    harms = dict.fromkeys(DOMAINS, (3, 4))
    large = make.assessment(of=make.scheme(workstream_id=workstream.id), negative=harms).id
    client.sign_in(person)
    counts = []
    for made in (small, large):
        for page in ("/steps", ""):
            client.get(f"/quality/{made}{page}")
            queries.clear()
            client.get(f"/quality/{made}{page}")
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 14
