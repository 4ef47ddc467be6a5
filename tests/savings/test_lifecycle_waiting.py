"""What waits for my signature: what I may sign, once it is ready, and nothing else."""

from html import unescape

import pytest

from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Deputy, Programme
from app.programmes.roles import Role
from app.savings.queries.waiting import waiting_for
from app.savings.rules.lifecycle import Gate, Stage
from tests import make
from tests.make.gates import AT, at_stage, gated, signers
from tests.make.people import TODAY
from tests.make.store import stored


@pytest.fixture
def workstream():
    return make.workstream()


def mine(actor):
    return [(each.scheme.ref, each.gate) for each in waiting_for(actor, AT.date())]


@pytest.mark.parametrize(
    ("stage", "gate", "roles"),
    [
        (Stage.IDEA, Gate.G0, {Role.LEAD}),
        (Stage.DESIGN, Gate.G2, {Role.SRO, Role.PMO}),
        (Stage.ASSURANCE, Gate.G3A, {Role.FINANCE}),
        (Stage.APPROVED, Gate.G5, {Role.LEAD, Role.PMO}),
        (Stage.CLOSED, None, set()),
    ],
)
def test_a_scheme_waits_for_those_who_sign_its_gate_and_for_nobody_else(
    workstream, stage, gate, roles
):
    people = signers(workstream)
    scheme = at_stage(gated(workstream=workstream), stage)
    found = {role for role, who in people.items() if mine(who)}
    assert found == roles
    assert all(mine(people[role]) == [(scheme.ref, gate)] for role in roles)


def test_what_is_not_ready_waits_for_nobody(workstream):
    people = signers(workstream)
    gated(workstream=workstream, description="")
    assert mine(people[Role.LEAD]) == []


def test_ones_own_scheme_does_not_wait_for_oneself(workstream):
    lead = make.lead(workstream)
    gated(workstream=workstream, owner_id=lead.id)
    assert mine(make.actor(lead)) == []


def test_who_stands_in_for_somebody_of_the_line_is_not_asked_from_g3a_on():
    lead = make.person()
    workstream = make.workstream(lead_id=lead.id)
    programme = db.session.get(Programme, workstream.programme_id)
    inside, outside = make.finance(programme), make.finance(programme)
    stored(
        Deputy(
            principal_id=workstream.lead_id,
            deputy_id=inside.id,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="Leave",
        )
    )
    scheme = at_stage(gated(workstream=workstream), Stage.ASSURANCE)
    assert mine(make.actor(inside)) == []
    assert mine(make.actor(outside)) == [(scheme.ref, Gate.G3A)]


def test_a_deputy_is_asked_as_whom_they_stand_in_for(workstream):
    programme = db.session.get(Programme, workstream.programme_id)
    deputy, principal = make.person(), make.sro(programme)
    stored(
        Deputy(
            principal_id=principal.id,
            deputy_id=deputy.id,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="Leave",
        )
    )
    scheme = at_stage(gated(workstream=workstream), Stage.APPROVAL)
    assert mine(make.actor(deputy)) == [(scheme.ref, Gate.G4)]


def test_it_asks_as_many_queries_for_one_scheme_as_for_many(workstream, queries):
    people = signers(workstream)
    counts = []
    for more, whole in ((1, 1), (6, 7)):
        for _ in range(more):
            gated(workstream=workstream)
        queries.clear()
        assert len(mine(people[Role.LEAD])) == whole
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_roles_read_for_everywhere_are_those_read_for_a_place(workstream):
    people = signers(workstream)
    for who in people.values():
        everywhere = programmes.held_everywhere(who.person_id, TODAY)
        for place in (workstream.place, make.workstream().place):
            held = programmes.held_roles(who.person_id, place, TODAY)
            assert everywhere.at(place) == held


def test_home_names_a_few_schemes_and_counts_many(client, workstream):
    lead = make.lead(workstream)
    scheme = gated(workstream=workstream)
    page = unescape(client.sign_in(lead).get("/").text)
    assert f"Sign G0 of {scheme.ref} {scheme.title}" in page
    assert f'href="/savings/{scheme.id}/gates"' in page
    for _ in range(5):
        gated(workstream=workstream)
    assert "6 schemes wait for your signature" in client.get("/").text
    listed = client.get("/savings/gates").text
    assert listed.count("Sign G0, idea") == 6


def test_the_list_says_when_nothing_waits(client, workstream):
    page = client.sign_in(make.lead(workstream)).get("/savings/gates").text
    assert "No scheme waits for your signature" in page
