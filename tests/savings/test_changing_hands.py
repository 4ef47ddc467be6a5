"""Whoever changes a line is told which schemes are to be signed again because of it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from app.db import db
from app.programmes.models import Deputy, Disclosure, Programme, Workstream
from app.savings import commands as savings
from app.savings.commands import lifecycle as commands
from app.savings.queries import signers
from app.savings.rules.lifecycle import Approval, Gate, Role, Stage
from tests import make
from tests.make.gates import (
    AT,
    SYSTEM,
    approvals,
    at_stage,
    cleared,
    gated,
    leads,
    onwards,
    signed_by,
)
from tests.make.people import TODAY
from tests.make.store import stored

ONE = "1 scheme is to be signed again: whoever signed a gate of it is now in its line"
BANNER = re.compile(r'<p class="nhsuk-notification-banner__heading">(.*?)</p>', re.DOTALL)


@pytest.fixture
def workstream():
    return make.workstream()


@pytest.fixture
def office(workstream):
    return make.pmo(programme_of(workstream))


def programme_of(workstream):
    return db.session.get(Programme, workstream.programme_id)


def finance(workstream, **given):
    return make.finance(programme_of(workstream), **given)


def hand_over(client, workstream, **people):
    """The workstream's page is saved with these people; returns the page that follows."""
    workstream = db.session.get(Workstream, workstream.id)
    address = f"/programmes/{programme_of(workstream).code}/workstreams/{workstream.ref}/edit"
    answers = {
        "name": workstream.name,
        "disclosure": workstream.disclosure.value,
        "status": workstream.status.value,
        "version": str(workstream.version),
        **{name: str(who.id) for name, who in people.items()},
    }
    return followed(client, client.post(address, data=answers))


def followed(client, response):
    assert response.status_code == 302, response.text
    return client.get(response.location).text


def told(page):
    said = [" ".join(unescape(re.sub(r"<.*?>", "", each)).split()) for each in BANNER.findall(page)]
    return [each for each in said if "to be signed again" in each]


@pytest.mark.parametrize("place", ["lead_id", "sponsor_id", "clinical_lead_id"])
def test_a_workstream_that_changes_hands_names_the_schemes(client, workstream, office, place):
    who = finance(workstream)
    scheme = signed_by(who, workstream, Stage.IN_DELIVERY)
    signed_by(finance(workstream), workstream, Stage.IN_DELIVERY)
    page = hand_over(client.sign_in(office), workstream, **{place: who})
    assert told(page) == [
        f"{ONE}. Ask somebody outside the line to sign beside them: {scheme.ref}.",
    ]
    assert f'href="/savings/{scheme.id}/gates"' in page
    assert page.index("Workstream saved") < page.index(ONE)
    assert told(client.get("/programmes").text) == []


def test_of_many_the_first_few_are_named(client, workstream, office):
    who = finance(workstream)
    refs = [signed_by(who, workstream, Stage.APPROVAL).ref for _ in range(7)]
    page = hand_over(client.sign_in(office), workstream, lead_id=who)
    (sentence,) = told(page)
    assert sentence.startswith("7 schemes are to be signed again")
    assert sentence.endswith(": " + ", ".join(sorted(refs)[:5]) + " and 2 more.")


def test_what_was_to_be_signed_again_before_is_not_told_anew(client, workstream, office):
    who = finance(workstream)
    signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    assert told(hand_over(client.sign_in(office), workstream, lead_id=who, sponsor_id=who)) == []


@pytest.mark.parametrize("stage", [Stage.ASSURANCE, Stage.CLOSED])
def test_a_scheme_that_rests_on_no_signature_of_theirs_is_not_told(
    client, workstream, office, stage
):
    who = finance(workstream)
    if stage is Stage.CLOSED:
        signed_by(who, workstream, stage)
    else:
        at_stage(gated(workstream=workstream), stage)
    assert told(hand_over(client.sign_in(office), workstream, lead_id=who)) == []


def test_a_withdrawn_scheme_and_one_that_they_may_not_see_are_not_told(client, workstream, office):
    who = finance(workstream)
    hidden, withdrawn = (signed_by(who, workstream, Stage.APPROVAL) for _ in range(2))
    hidden.disclosure = Disclosure.WORKFORCE
    savings.withdraw(withdrawn, reason="Not worth it", actor=SYSTEM, at=AT)
    db.session.commit()
    assert told(hand_over(client.sign_in(office), workstream, lead_id=who)) == []


def test_a_stale_page_tells_nothing(client, workstream, office):
    who = finance(workstream)
    signed_by(who, workstream, Stage.APPROVAL)
    client.sign_in(office)
    address = f"/programmes/{programme_of(workstream).code}/workstreams/{workstream.ref}/edit"
    answers = {"name": "New", "disclosure": "private", "status": "open", "version": "99"}
    assert client.post(address, data={**answers, "lead_id": who.id}).status_code == 409
    assert told(client.get("/programmes").text) == []


def test_an_approval_of_quality_counts_until_delivery(workstream, client, office):
    nurse = make.person(name="Joy Nurse")
    both = (approvals()[0], Approval(role=Role.CHIEF_NURSE, by="Joy Nurse", person_id=nurse.id))
    refs = []
    for stage in (Stage.IN_DELIVERY, Stage.DELIVERED):
        scheme = at_stage(gated(workstream=workstream), Stage.ASSURANCE)
        commands.sign(scheme, Gate.G3A, actor=SYSTEM, at=AT)
        cleared(scheme, approvals=both)
        refs.append(onwards(scheme, stage).ref)
    (sentence,) = told(hand_over(client.sign_in(office), workstream, clinical_lead_id=nurse))
    assert sentence.startswith(ONE)
    assert sentence.endswith(f": {refs[0]}.")


def test_a_scheme_whose_new_owners_deputy_signed_it_says_so(client, workstream, office):
    who, owner = finance(workstream), make.person()
    stored(
        Deputy(
            principal_id=owner.id,
            deputy_id=who.id,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="Leave",
        )
    )
    scheme = signed_by(who, workstream, Stage.APPROVED)
    signed_by(who, workstream, Stage.APPROVED)
    answers = {
        "title": scheme.title,
        "category": scheme.category,
        "cash_class": scheme.cash_class.value,
        "delivery_risk": scheme.delivery_risk.value,
        "running_cost": "0",
        "set_up_cost": "0",
        "costs_nothing": "y",
        "disclosure": scheme.disclosure.value,
        "owner_id": str(owner.id),
        "version": str(scheme.version),
    }
    client.sign_in(office)
    (sentence,) = told(followed(client, client.post(f"/savings/{scheme.id}/edit", data=answers)))
    assert sentence.startswith(ONE)
    assert sentence.endswith(f": {scheme.ref}.")


def test_naming_a_deputy_from_today_on_says_so(client, workstream):
    lead, who = make.lead(workstream), finance(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVED)
    leads(lead, workstream)
    answers = {"deputy_id": str(who.id), "reason": "Leave"}
    for name, day in (("starts_on", 20), ("ends_on", 30)):
        answers |= {f"{name}-day": str(day), f"{name}-month": "10", f"{name}-year": "2026"}
    client.sign_in(lead)
    (sentence,) = told(followed(client, client.post("/me/deputies/new", data=answers)))
    assert sentence.endswith(f": {scheme.ref}.")


def test_a_name_with_marks_in_it_is_shown_as_it_is_typed(client, workstream, office):
    who = finance(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    scheme.ref = "<b>S1</b>"
    db.session.commit()
    page = hand_over(client.sign_in(office), workstream, lead_id=who)
    assert "&lt;b&gt;S1&lt;/b&gt;</a>" in page


def test_it_takes_as_many_queries_for_one_scheme_as_for_many(workstream, queries):
    who, office = finance(workstream), make.actor(make.pmo(programme_of(workstream)))
    counts = []
    for more, whole in ((1, 1), (4, 5)):
        leads(make.person(), workstream)
        for _ in range(more):
            signed_by(who, workstream, Stage.APPROVAL)
        leads(who, workstream)
        queries.clear()
        assert len(signers.seats(office, TODAY)) == whole
        counts.append(len(queries))
    assert counts[0] == counts[1]
