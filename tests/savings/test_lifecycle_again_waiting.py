"""What is to be signed again waits for those who can sign it: in the list of gates, and at home."""

from __future__ import annotations

from html import unescape

import pytest

from app.db import db
from app.programmes.models import Deputy, Disclosure, Programme
from app.programmes.roles import Role
from app.savings import commands as savings
from app.savings.commands import lifecycle as commands
from app.savings.commands.again import sign_again
from app.savings.queries import lifecycle, signing
from app.savings.queries.waiting import waiting_for
from app.savings.rules.lifecycle import Gate, Stage
from tests import make
from tests.make.gates import AT, SYSTEM, at_stage, cleared, gated, leads, onwards, signed_by
from tests.make.gates import signers as make_signers
from tests.make.people import TODAY
from tests.make.store import stored

NOW = {"actor": SYSTEM, "at": AT}
WHY = "G3a was signed by Fay Finance, who is now in this scheme’s line"
LATER = [Stage.APPROVAL, Stage.APPROVED, Stage.IN_DELIVERY, Stage.DELIVERED]


@pytest.fixture
def workstream():
    return make.workstream()


def finance(workstream, **given):
    return make.finance(db.session.get(Programme, workstream.programme_id), **given)


def again(actor):
    return [
        (each.scheme.ref, each.gate, each.why) for each in waiting_for(actor, TODAY) if each.again
    ]


def stands_in(deputy, principal):
    stored(
        Deputy(
            principal_id=principal.id,
            deputy_id=deputy.id,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="Leave",
        )
    )


@pytest.mark.parametrize("place", ["lead_id", "sponsor_id", "clinical_lead_id"])
@pytest.mark.parametrize("stage", LATER)
def test_it_waits_for_whoever_the_page_lets_sign_it_again_and_nobody_else(workstream, stage, place):
    who, people = finance(workstream, name="Fay Finance"), make_signers(workstream)
    scheme = signed_by(who, workstream, stage)
    leads(who, workstream, place)
    standing = lifecycle.standing(scheme, TODAY)
    for each in (*people.values(), make.actor(who)):
        by_page = [one for one in signing.agains(standing, each, on=TODAY) if one.signs]
        assert again(each) == [(scheme.ref, one.gate, WHY) for one in by_page]
    assert again(people[Role.FINANCE]) == [(scheme.ref, Gate.G3A, WHY)]
    assert again(make.actor(who)) == []


@pytest.mark.parametrize("place", ["owner_id", "author_id"])
def test_it_waits_once_the_signer_owns_the_scheme(workstream, place):
    who, other = finance(workstream, name="Fay Finance"), finance(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, scheme, place)
    assert again(make.actor(other)) == [(scheme.ref, Gate.G3A, WHY)]


def test_it_waits_for_nobody_while_its_signers_are_outside_the_line(workstream):
    who, people = finance(workstream), make_signers(workstream)
    signed_by(who, workstream, Stage.APPROVAL)
    assert [again(each) for each in people.values()] == [[] for _ in people]


def test_once_it_is_signed_again_it_waits_no_longer(workstream):
    who, other = finance(workstream), make.actor(finance(workstream))
    scheme = signed_by(who, workstream, Stage.IN_DELIVERY)
    leads(who, workstream)
    assert len(again(other)) == 1
    sign_again(scheme, Gate.G3A, actor=other, at=AT)
    assert again(other) == []


def test_a_closed_or_withdrawn_scheme_waits_for_nobody(workstream):
    who, other = finance(workstream), make.actor(finance(workstream))
    closed = signed_by(who, workstream, Stage.CLOSED)
    withdrawn = signed_by(who, workstream, Stage.APPROVAL)
    savings.withdraw(withdrawn, reason="Not worth it", **NOW)
    leads(who, workstream)
    assert again(other) == []
    assert signing.agains(lifecycle.standing(closed, TODAY), other, on=TODAY) == ()


def test_a_rejection_takes_it_off_the_list(workstream):
    who, other = finance(workstream), make.actor(finance(workstream))
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    commands.reject(scheme, Gate.G4, reason="Too dear", **NOW)
    assert again(other) == []


def test_either_role_of_g5_is_asked_for_it_again(workstream):
    office = make.pmo(db.session.get(Programme, workstream.programme_id))
    scheme = at_stage(gated(workstream=workstream), Stage.APPROVED)
    commands.sign(scheme, Gate.G5, actor=make.actor(office), at=AT)
    people = make_signers(workstream)
    leads(office, workstream)
    asked = {role for role, each in people.items() if again(each)}
    assert asked == {Role.LEAD, Role.PMO}


def test_who_stands_in_for_the_line_puts_a_signature_inside_it_and_is_not_asked(workstream):
    who, inside, other = (finance(workstream) for _ in range(3))
    lead = make.person()
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(lead, workstream)
    assert again(make.actor(other)) == []
    stands_in(who, lead)
    stands_in(inside, lead)
    assert [ref for ref, _, _ in again(make.actor(other))] == [scheme.ref]
    assert again(make.actor(inside)) == again(make.actor(who)) == []


def test_a_deputy_outside_the_line_is_asked_as_whom_they_stand_in_for(workstream):
    who, other, deputy = finance(workstream), finance(workstream), make.person()
    signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    assert again(make.actor(deputy)) == []
    stands_in(deputy, other)
    assert len(again(make.actor(deputy))) == 1


def test_a_principal_in_the_line_is_known_by_name(workstream):
    principal, deputy = finance(workstream, name="Fay Finance"), make.person(name="Dee Deputy")
    other = make.actor(finance(workstream))
    stands_in(deputy, principal)
    scheme = signed_by(deputy, workstream, Stage.APPROVAL)
    db.session.query(Deputy).delete()
    leads(principal, workstream)
    why = WHY.replace("Fay Finance", "Dee Deputy (for Fay Finance)")
    assert again(other) == [(scheme.ref, Gate.G3A, why)]


def test_an_approval_that_was_written_down_is_known_by_name(workstream):
    other = make.actor(finance(workstream))
    office = make.actor(make.pmo(db.session.get(Programme, workstream.programme_id)))
    scheme = at_stage(gated(workstream=workstream), Stage.ASSURANCE)
    past = {"by": "fay finance", "given_on": TODAY, "evidence": "Minutes"}
    commands.record_past(scheme, Gate.G3A, role=Role.FINANCE, **past, actor=office, at=AT)
    cleared(scheme)
    onwards(scheme, Stage.IN_DELIVERY)
    leads(finance(workstream, name="Fay Finance"), workstream)
    assert [(ref, gate) for ref, gate, _ in again(other)] == [(scheme.ref, Gate.G3A)]


def test_it_waits_for_nobody_who_may_not_see_it_or_holds_the_role_elsewhere(workstream):
    who, other = finance(workstream), finance(workstream)
    elsewhere = finance(make.workstream(programme=make.programme()))
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    assert again(make.actor(elsewhere)) == []
    scheme.disclosure = Disclosure.WORKFORCE
    db.session.commit()
    assert again(make.actor(other)) == []


def test_the_list_says_that_it_is_signed_again_and_why(client, workstream):
    who, other = finance(workstream, name="Fay Finance"), finance(workstream)
    scheme = signed_by(who, workstream, Stage.IN_DELIVERY)
    assert "To be signed again" not in client.sign_in(other).get("/savings/gates").text
    leads(who, workstream)
    page = client.get("/savings/gates").text
    assert f"<strong>To be signed again:</strong> {WHY}." in page
    assert f'href="/savings/{scheme.id}/gates/G3a/sign"' in page
    assert "Sign G3a again, finance validation" in page
    signed = client.post(f"/savings/{scheme.id}/gates/G3a/sign", data={"version": scheme.version})
    assert signed.status_code == 302
    assert "To be signed again" not in client.get("/savings/gates").text


def test_the_list_of_one_who_cannot_sign_it_again_is_silent(client, workstream):
    who = finance(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVED)
    leads(who, workstream)
    for each in (who, make.sro(db.session.get(Programme, workstream.programme_id))):
        assert scheme.title not in client.sign_in(each).get("/savings/gates").text
        assert f"Sign G3a again: {scheme.ref}" not in unescape(client.get("/").text)


def test_home_names_it_and_says_why_and_counts_many(client, workstream):
    who, other = finance(workstream, name="Fay Finance"), finance(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    page = unescape(client.sign_in(other).get("/").text)
    assert f"Sign G3a again: {scheme.ref} {scheme.title}" in page
    assert f"As finance lead: {WHY}" in page
    leads(make.person(), workstream)
    for _ in range(5):
        signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    page = client.get("/").text
    assert "6 schemes wait for your signature" in page
    assert "6 of them to be signed again" in page


@pytest.mark.parametrize("page", ["/savings/gates", "/"])
def test_it_takes_as_many_queries_for_one_scheme_as_for_many(client, workstream, queries, page):
    who, other = finance(workstream), finance(workstream)
    counts = []
    client.sign_in(other)
    for more in (1, 4):
        leads(make.person(), workstream)
        for _ in range(more):
            signed_by(who, workstream, Stage.APPROVAL)
        leads(who, workstream)
        queries.clear()
        assert "Sign G3a" in client.get(page).text
        counts.append(len(queries))
    assert counts[0] == counts[1]
