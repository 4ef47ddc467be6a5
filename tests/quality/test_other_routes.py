"""Screening out within limits that both executives signed, and approvals given before."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.errors import NotAllowed, RuleBroken
from app.core.money import Pence
from app.db import db
from app.programmes.roles import Role
from app.quality.commands import past, screening
from app.quality.models import AssessmentStatus, Route
from app.quality.queries import assessments, panel
from app.quality.queries import screening as queries
from app.quality.rules.approval import Seat
from app.quality.rules.screening import Candidate, Limits, refusals
from app.savings import queries as savings
from app.savings.models import GateDecision, Stage
from app.savings.rules.lifecycle import Gate
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 20)
SYSTEM = Actor.system("tests")
SMALL = Pence(10_000_00)


class People:
    """A programme with its two executives, and limits that both have signed."""

    def __init__(self, **limits):
        self.programme = make.programme()
        self.workstream = make.workstream(programme=self.programme)
        self.medical = make.actor(
            make.with_role(Role.MEDICAL_DIRECTOR, programme=self.programme, name="Ann Medical")
        )
        self.nursing = make.actor(
            make.with_role(Role.CHIEF_NURSE, programme=self.programme, name="Ben Nursing")
        )
        self.office_person = make.pmo(self.programme, name="Pat Office")
        self.office = make.actor(self.office_person)
        self.lead = make.actor(make.lead(self.workstream))
        self.limits = screening.propose_limits(
            self.programme, most=SMALL, **limits, actor=self.office, at=AT
        )

    def sign(self):
        screening.sign_limits(self.limits, seat=Seat.MEDICAL, actor=self.medical, at=AT)
        screening.sign_limits(self.limits, seat=Seat.NURSING, actor=self.nursing, at=AT)
        return self

    def scheme(self, **given):
        usual = {"category": "Non-pay: procurement, clinical", "recurrent_full_year": SMALL}
        made = make.scheme(workstream_id=self.workstream.id, **{**usual, **given})
        return savings.get(made.id, SYSTEM)

    def screen_out(self, scheme, *, facing=False):
        return screening.screen_out(
            scheme, is_patient_facing=facing, reason="Gloves only", actor=self.office, at=AT
        )


def test_limits_hold_only_once_both_executives_have_signed():
    people = People()
    assert queries.in_force(people.programme.id) is None
    screening.sign_limits(people.limits, seat=Seat.MEDICAL, actor=people.medical, at=AT)
    assert queries.in_force(people.programme.id) is None
    screening.sign_limits(people.limits, seat=Seat.NURSING, actor=people.nursing, at=AT)
    assert queries.in_force(people.programme.id) is people.limits


def test_a_change_holds_only_once_both_have_signed_again():
    people = People().sign()
    changed = screening.propose_limits(people.programme, most=Pence(1), actor=people.medical, at=AT)
    screening.sign_limits(changed, seat=Seat.MEDICAL, actor=people.medical, at=AT)
    assert queries.in_force(people.programme.id) is people.limits


@pytest.mark.parametrize("who", ["medical", "office", "lead"])
def test_nobody_else_signs_for_the_chief_nurse(who):
    people = People()
    with pytest.raises(NotAllowed):
        screening.sign_limits(people.limits, seat=Seat.NURSING, actor=getattr(people, who), at=AT)


def test_the_executive_of_another_programme_does_not_sign():
    people = People()
    other = make.actor(make.with_role(Role.MEDICAL_DIRECTOR, programme=make.programme()))
    with pytest.raises(NotAllowed):
        screening.sign_limits(people.limits, seat=Seat.MEDICAL, actor=other, at=AT)
    assert queries.seats(other.person_id, people.programme.id, TODAY) == {}


def test_a_small_scheme_is_screened_out_and_is_valid_like_an_approval():
    people = People().sign()
    scheme = people.scheme()
    made = people.screen_out(scheme)
    assert (made.status, made.route) == (AssessmentStatus.APPROVED, Route.SCREENED_OUT)
    assert made.valid_until == date(2027, 10, 20)
    assert scheme.is_quality_valid(TODAY)
    assert "Ann Medical and Ben Nursing" in scheme.quality_cleared_by


@pytest.mark.parametrize(
    ("given_scheme", "facing", "sentence"),
    [
        ({"recurrent_full_year": Pence(SMALL + 1)}, False, "above the limit of £10,000"),
        ({"recurrent_full_year": None}, False, "is not known"),
        ({"category": "Pay: agency"}, False, "It is a pay scheme"),
        ({"category": ""}, False, "may be a pay scheme"),
        ({"wte_budgeted": 100}, False, "It is a pay scheme"),
        ({}, True, "a service that patients use"),
        ({"quality_stopped": "Refused"}, False, "stopped this scheme"),
    ],
    ids=["too much", "unknown", "pay", "no category", "staff", "patients", "stopped"],
)
def test_outside_the_limits_it_is_refused_with_the_reason(given_scheme, facing, sentence):
    people = People().sign()
    scheme = people.scheme(**given_scheme)
    with pytest.raises(RuleBroken, match=sentence):
        people.screen_out(scheme, facing=facing)


def test_a_plan_that_grows_late_in_the_year_counts_by_its_march():
    people = People().sign()
    made = make.scheme(workstream_id=people.workstream.id, category="Non-pay: other")
    make.money(made, plan=[0] * 11 + [5])
    scheme = savings.get(made.id, SYSTEM)
    assert queries.full_year(scheme) == Pence(60_000_00)
    with pytest.raises(RuleBroken, match="£60,000"):
        people.screen_out(scheme)


def test_limits_that_somebody_in_its_line_signed_do_not_screen_a_scheme_out(client):
    people = People().sign()
    own = people.scheme(owner_id=people.nursing.person_id)

    with pytest.raises(RuleBroken, match="signed by Ben Nursing, in this scheme’s own line"):
        people.screen_out(own)
    people.screen_out(people.scheme())

    page = client.sign_in(people.office_person).get(f"/quality/schemes/{own.id}/screen-out")
    assert "signed by Ben Nursing, in this scheme’s own line" in page.text
    assert "This scheme needs a full assessment" in page.text


def test_nor_do_limits_that_a_deputy_signed_for_somebody_in_its_line():
    people = People().sign()
    lead = make.person(name="Lena Lead")
    people.limits.medical_for_id = lead.id
    people.workstream.sponsor_id = lead.id
    db.session.flush()

    with pytest.raises(RuleBroken, match="in this scheme’s own line"):
        people.screen_out(people.scheme())


def test_a_signature_from_before_accounts_were_kept_is_compared_by_name():
    people = People().sign()
    namesake = make.person(name="ann  medical")
    of_namesake = people.scheme(owner_id=namesake.id)
    people.screen_out(of_namesake)  # another account: only the name is the same

    people.limits.medical_id = None
    db.session.flush()
    with pytest.raises(RuleBroken, match="signed by Ann Medical"):
        people.screen_out(people.scheme(owner_id=namesake.id))


def test_without_signed_limits_nothing_is_screened_out():
    people = People()
    scheme = people.scheme()
    with pytest.raises(RuleBroken, match="have not both signed"):
        people.screen_out(scheme)


def test_its_own_owner_does_not_screen_it_out():
    people = People().sign()
    scheme = people.scheme(owner_id=people.office.person_id)
    with pytest.raises(NotAllowed):
        people.screen_out(scheme)


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_wider_limits_never_refuse_what_narrower_ones_allow(
    worth, most, pay, patients, is_pay, is_facing
):
    known = Candidate(full_year=Pence(worth), is_pay=is_pay, is_patient_facing=is_facing)
    narrow = Limits(most=Pence(most), allows_pay=pay, allows_patient_facing=patients)
    wide = Limits(most=Pence(most + 1), allows_pay=True, allows_patient_facing=True)
    assert len(refusals(known, wide)) <= len(refusals(known, narrow))


def recorded(people, scheme, **given):
    usual = {
        "medical_by": "Dr One",
        "nursing_by": "Nurse Two",
        "given_on": date(2026, 6, 4),
        "evidence": "QIA panel minutes of 4 June 2026, item 5",
        "actor": people.office,
        "at": AT,
    }
    return past.record_past(scheme, **{**usual, **given})


def test_an_approval_given_before_is_recorded_with_both_names_and_clears_the_gate():
    people = People()
    scheme = people.scheme()
    made = recorded(people, scheme)
    assert made.route is Route.RECORDED
    assert made.valid_until == date(2027, 6, 4)
    assert scheme.is_quality_valid(TODAY)
    words = panel.decisions(made)
    assert {(each.seat, each.by) for each in words} == {
        (Seat.MEDICAL, "Dr One"),
        (Seat.NURSING, "Nurse Two"),
    }
    assert {each.recorded_by for each in words} == {"Pat Office"}


@pytest.mark.parametrize(
    ("given_words", "field"),
    [
        ({"medical_by": " "}, "medical_by"),
        ({"nursing_by": ""}, "nursing_by"),
        ({"nursing_by": "dr one"}, "nursing_by"),
        ({"evidence": " "}, "evidence"),
        ({"given_on": date(2026, 10, 21)}, "given_on"),
        ({"valid_until": date(2027, 6, 5)}, "valid_until"),
        ({"valid_until": date(2026, 6, 4)}, "valid_until"),
    ],
)
def test_what_is_missing_or_impossible_is_refused_beside_its_question(given_words, field):
    people = People()
    scheme = people.scheme()
    with pytest.raises(RuleBroken) as refused:
        recorded(people, scheme, **given_words)
    assert refused.value.field == field


def test_one_recorded_late_is_recorded_and_has_run_out():
    people = People()
    scheme = people.scheme()
    recorded(people, scheme, given_on=date(2025, 6, 4))
    assert not scheme.is_quality_valid(TODAY)


def test_it_does_not_lift_a_stop_nor_replace_a_later_approval():
    people = People()
    stopped = people.scheme(quality_stopped="A stop trigger was passed")
    with pytest.raises(RuleBroken, match="the panel decides"):
        recorded(people, stopped)
    later = people.scheme(
        quality_cleared_on=date(2026, 9, 1), quality_cleared_until=date(2027, 9, 1)
    )
    with pytest.raises(RuleBroken, match="1 September 2026 is known"):
        recorded(people, later)


def test_nobody_in_the_line_of_the_scheme_records_it():
    people = People()
    scheme = people.scheme(owner_id=people.lead.person_id)
    with pytest.raises(NotAllowed, match="in the line"):
        recorded(people, scheme, actor=people.lead)


@pytest.mark.parametrize("field", ["medical_by", "nursing_by"])
def test_no_approval_by_somebody_of_the_schemes_own_line_is_recorded(field):
    people = People()
    scheme = people.scheme(owner_id=make.person(name="Dr Olu  Owner").id)
    with pytest.raises(RuleBroken, match="own line") as refused:
        recorded(people, scheme, **{field: "dr olu owner"})
    assert refused.value.field == field
    assert not scheme.is_quality_valid(TODAY)


def text(response):
    return response.get_data(as_text=True)


def test_the_pages_screen_out_record_and_sign(client):
    people = People()
    screened, known = people.scheme().id, people.scheme().id
    code, limits_id = people.programme.code, people.limits.id
    limits = f"/quality/screening?programme={code}"
    persons = {name: getattr(people, name).person_id for name in ("medical", "nursing", "office")}
    db.session.commit()

    def sign_in(name):
        return client.sign_in(db.session.get(Person, persons[name]))

    page = sign_in("office").get(f"/quality/schemes/{screened}/screen-out").get_data(as_text=True)
    assert "This scheme needs a full assessment" in page
    for name, seat in (("medical", Seat.MEDICAL), ("nursing", Seat.NURSING)):
        sign_in(name)
        page = text(client.get(limits))
        assert "Waits for signatures" in page
        shown = {"version": re.search(r'name="version" value="(\d+)"', page)[1]}
        client.post(f"/quality/screening/{limits_id}/sign/{seat.value}", data=shown)
    sign_in("office")
    assert "In force" in text(client.get(limits))
    out = client.post(
        f"/quality/schemes/{screened}/screen-out",
        data={"is_patient_facing": "no", "reason": "Gloves only"},
    )
    assert out.location == f"/quality/schemes/{screened}"
    client.post(
        f"/quality/schemes/{known}/record-past",
        data={
            "medical_by": "Dr One",
            "nursing_by": "Nurse Two",
            "given_on-day": "4",
            "given_on-month": "6",
            "given_on-year": "2026",
            "evidence": "Minutes",
        },
    )
    for each in (screened, known):
        assert "Approved until" in client.get(f"/quality/schemes/{each}").get_data(as_text=True)
        current = assessments.current_of(each, SYSTEM)
        assert client.get(f"/quality/{current.assessment.id}").status_code == 200
    assert "Showing 1 to 2 of 2 assessments" in text(client.get("/quality?state=approved"))


def test_who_may_not_record_it_is_told_before_typing_anything(client):
    people = People()
    scheme = make.scheme(
        workstream_id=people.workstream.id, owner_id=people.lead.person_id, category="Pay: other"
    ).id
    client.sign_in(db.session.get(Person, people.lead.person_id))
    page = text(client.get(f"/quality/schemes/{scheme}"))
    assert "Start the assessment" in page
    assert "Record an approval" not in page
    assert "Screen it out" not in page
    assert client.get(f"/quality/schemes/{scheme}/record-past").status_code == 403
    assert client.get(f"/quality/schemes/{scheme}/screen-out").status_code == 403


@pytest.mark.parametrize("route", ["recorded", "screened out"])
def test_either_route_signs_the_quality_gate_of_a_scheme_that_goes_through_the_gates(route):
    people = People().sign()
    scheme = people.scheme(stage=Stage.ASSURANCE)
    if route == "recorded":
        recorded(people, scheme)
    else:
        people.screen_out(scheme)
    signed = db.session.scalars(
        select(GateDecision).where(
            GateDecision.scheme_id == scheme.id, GateDecision.gate == Gate.G3B
        )
    ).all()
    assert {each.role for each in signed} == {"medical-director", "chief-nurse"}
