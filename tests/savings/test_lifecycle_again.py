"""Who signed and came into the scheme's line since: somebody outside it signs beside them."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.audit import queries as audit
from app.audit.display import story
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.money import THOUSAND, Pence
from app.db import db
from app.programmes.models import Deputy, Programme
from app.programmes.roles import Role
from app.savings import commands as savings
from app.savings import display, queries
from app.savings.commands import lifecycle as commands
from app.savings.commands.again import sign_again
from app.savings.commands.quality import clear_quality
from app.savings.models import Scheme, SchemeMonth
from app.savings.queries import given, lifecycle, signers
from app.savings.queries.waiting import waiting_for
from app.savings.rules.lifecycle import Approval, Gate, Stage
from tests import make
from tests.make.gates import (
    AT,
    SIGNED_BY,
    SYSTEM,
    approvals,
    at_stage,
    cleared,
    decisions,
    gated,
    leads,
    onwards,
    signed_by,
)
from tests.make.gates import signers as make_signers
from tests.make.people import TODAY
from tests.make.store import stored

NOW = {"actor": SYSTEM, "at": AT}
LATER = [Stage.APPROVAL, Stage.APPROVED, Stage.IN_DELIVERY, Stage.DELIVERED]
WAITS = {
    Stage.APPROVAL: Gate.G4,
    Stage.APPROVED: Gate.G5,
    Stage.IN_DELIVERY: Gate.G6,
    Stage.DELIVERED: Gate.G7,
}
SENTENCE = "G3a was signed by Fay Finance, who is now in this scheme’s line"


@pytest.fixture
def workstream():
    return make.workstream()


def programme_of(workstream):
    return db.session.get(Programme, workstream.programme_id)


def fay(workstream):
    return make.finance(programme_of(workstream), name="Fay Finance")


def unmet(scheme, gate):
    return [
        each.sentence
        for each in given.unmet(scheme, gate, standing(scheme).gates, TODAY)
        if "now in this scheme’s line" in each.sentence
    ]


def standing(scheme):
    return lifecycle.standing(scheme, TODAY)


@pytest.mark.parametrize("stage", LATER)
@pytest.mark.parametrize("place", ["lead_id", "sponsor_id", "clinical_lead_id"])
def test_each_later_gate_waits_once_a_signer_has_come_into_the_line(workstream, stage, place):
    who = fay(workstream)
    scheme = signed_by(who, workstream, stage)
    assert unmet(scheme, WAITS[stage]) == []
    leads(who, workstream, place)
    with pytest.raises(RuleBroken, match=SENTENCE):
        commands.sign(scheme, WAITS[stage], **NOW)
    assert scheme.stage is stage


@pytest.mark.parametrize("stage", LATER)
def test_a_signature_from_outside_stands_beside_it_and_nothing_moves(workstream, stage):
    who, other = fay(workstream), make.finance(programme_of(workstream), name="Finn Finance")
    scheme = signed_by(who, workstream, stage)
    leads(who, workstream)
    before = len(decisions(scheme)), scheme.development_status, scheme.quality_cleared_until
    sign_again(scheme, Gate.G3A, reason="Read anew", actor=make.actor(other), at=AT)
    assert scheme.stage is stage
    after = len(decisions(scheme)) - 1, scheme.development_status, scheme.quality_cleared_until
    assert after == before
    last = decisions(scheme)[-1]
    assert (last.gate, last.by, last.role, last.round) == (Gate.G3A, "Finn Finance", "finance", 1)
    role = SIGNED_BY[WAITS[stage]][0]
    commands.sign(scheme, WAITS[stage], role=role, **NOW)


def grow_to(scheme, thousand):
    """Its plan and full-year effect at so many thousand pounds a month."""
    for row in db.session.scalars(select(SchemeMonth).filter_by(scheme_id=scheme.id)):
        row.plan_recurrent = Pence(thousand * THOUSAND)
    scheme.recurrent_full_year = Pence(12 * thousand * THOUSAND)
    db.session.commit()
    scheme = queries.get(scheme.id, SYSTEM)
    commands.reopen_if_value_moved(scheme, **NOW)
    return scheme


def test_signing_again_does_not_move_what_the_tolerance_is_measured_from(workstream):
    who, other = fay(workstream), make.finance(programme_of(workstream), name="Finn Finance")
    scheme = signed_by(who, workstream, Stage.IN_DELIVERY)
    signed = standing(scheme).signed_value
    leads(who, workstream)
    scheme = grow_to(scheme, 21)
    assert scheme.stage is Stage.IN_DELIVERY, "one thousand in twenty is within tolerance"
    sign_again(scheme, Gate.G3A, actor=make.actor(other), at=AT)
    db.session.commit()
    assert standing(queries.get(scheme.id, SYSTEM)).signed_value == signed
    scheme = grow_to(scheme, 23)
    assert scheme.stage is Stage.ASSURANCE, "three thousand in twenty is beyond it"


def test_who_is_in_the_line_does_not_sign_again_nor_who_stands_in_for_them(workstream):
    who, deputy = fay(workstream), make.finance(programme_of(workstream))
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    stored(
        Deputy(
            principal_id=who.id, deputy_id=deputy.id, starts_on=TODAY, ends_on=TODAY, reason="Leave"
        )
    )
    for each in (who, deputy):
        with pytest.raises(NotAllowed, match="outside the scheme’s own line"):
            sign_again(scheme, Gate.G3A, actor=make.actor(each), at=AT)


def test_the_principal_behind_a_deputys_signature_counts_too(workstream):
    principal, deputy = fay(workstream), make.person(name="Dee Deputy")
    stored(
        Deputy(
            principal_id=principal.id,
            deputy_id=deputy.id,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="Leave",
        )
    )
    scheme = signed_by(deputy, workstream, Stage.APPROVAL)
    db.session.query(Deputy).delete()
    leads(principal, workstream)
    assert unmet(scheme, Gate.G4) == [
        "G3a was signed by Dee Deputy (for Fay Finance), who is now in this scheme’s line: "
        "somebody outside it signs it again"
    ]


def test_an_approval_that_was_written_down_is_known_by_name(workstream):
    scheme = at_stage(gated(workstream=workstream), Stage.ASSURANCE)
    office = make.actor(make.pmo(programme_of(workstream)))
    commands.record_past(
        scheme,
        Gate.G3A,
        role=Role.FINANCE,
        by="fay  finance",
        given_on=TODAY,
        evidence="Minutes",
        actor=office,
        at=AT,
    )
    cleared(scheme)
    assert unmet(scheme, Gate.G4) == []
    leads(fay(workstream), workstream)
    assert len(unmet(scheme, Gate.G4)) == 1


def test_it_needs_nobody_once_the_signer_has_left_the_line(workstream):
    who = fay(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    leads(make.person(), workstream)
    assert unmet(scheme, Gate.G4) == []
    with pytest.raises(RuleBroken, match="G3a is not to be signed again"):
        sign_again(scheme, Gate.G3A, **NOW)


def test_g2_and_before_may_be_signed_by_the_line(workstream):
    office = make.pmo(programme_of(workstream))
    scheme = at_stage(gated(workstream=workstream), Stage.DESIGN)
    commands.sign(scheme, Gate.G2, actor=make.actor(office), at=AT)
    commands.sign(scheme, Gate.G2, role=Role.SRO, **NOW)
    commands.sign(scheme, Gate.G3A, **NOW)
    cleared(scheme)
    leads(office, workstream)
    assert unmet(scheme, Gate.G4) == []


def test_one_of_the_two_that_sign_g6_keeps_the_other_from_it(workstream):
    who = fay(workstream)
    scheme = onwards(at_stage(gated(workstream=workstream), Stage.APPROVAL), Stage.IN_DELIVERY)
    commands.sign(scheme, Gate.G6, actor=make.actor(who), at=AT)
    leads(who, workstream)
    with pytest.raises(RuleBroken, match="G6 was signed by Fay Finance"):
        commands.sign(scheme, Gate.G6, role=Role.SRO, **NOW)
    sign_again(scheme, Gate.G6, **NOW)
    assert scheme.stage is Stage.IN_DELIVERY
    commands.sign(scheme, Gate.G6, role=Role.SRO, **NOW)
    assert scheme.stage is Stage.DELIVERED


def test_g5_is_signed_again_by_either_of_its_roles(workstream):
    office = make.pmo(programme_of(workstream), name="Pat Office")
    scheme = at_stage(gated(workstream=workstream), Stage.APPROVED)
    commands.sign(scheme, Gate.G5, actor=make.actor(office), at=AT)
    leads(office, workstream)
    assert len(unmet(scheme, Gate.G6)) == 1
    sign_again(scheme, Gate.G5, actor=make.actor(make.lead(workstream)), at=AT)
    assert unmet(scheme, Gate.G6) == []


def test_an_approval_of_quality_is_asked_for_until_delivery_and_not_signed_here(workstream):
    nurse = make.person(name="Joy Nurse")
    scheme = at_stage(gated(workstream=workstream), Stage.ASSURANCE)
    commands.sign(scheme, Gate.G3A, **NOW)
    both = (approvals()[0], Approval(role=Role.CHIEF_NURSE, by="Joy Nurse", person_id=nurse.id))
    cleared(scheme, approvals=both)
    leads(nurse, workstream)
    with pytest.raises(RuleBroken, match="Joy Nurse, who is now in this scheme’s line: an exec"):
        commands.sign(scheme, Gate.G4, **NOW)
    with pytest.raises(RuleBroken, match="G3b is not to be signed again"):
        sign_again(scheme, Gate.G3B, **NOW)
    assert unmet(scheme, Gate.G7) == []
    clear_quality(
        scheme,
        by="Both",
        on=TODAY,
        until=TODAY.replace(year=2027),
        approvals=approvals(),
        **NOW,
    )
    assert unmet(scheme, Gate.G4) == []


def test_a_stale_or_withdrawn_scheme_is_not_signed_again(workstream):
    who = fay(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    with pytest.raises(Conflict):
        sign_again(scheme, Gate.G3A, version=scheme.version - 1, **NOW)
    savings.withdraw(scheme, reason="Not worth it", **NOW)
    with pytest.raises(RuleBroken, match="withdrawn"):
        sign_again(scheme, Gate.G3A, **NOW)


@pytest.mark.parametrize("stage", [None, *Stage])
def test_no_gate_is_signed_again_while_its_signers_are_outside_the_line(stage):
    scheme = gated(stage=None) if stage is None else at_stage(gated(), stage)
    rows = len(decisions(scheme))
    for gate in Gate:
        with pytest.raises(RuleBroken, match="is not to be signed again"):
            sign_again(queries.get(scheme.id, SYSTEM), gate, **NOW)
    assert len(decisions(scheme)) == rows


def test_a_gate_is_signed_again_in_the_role_that_it_lacks_alone(workstream):
    who = fay(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    with pytest.raises(RuleBroken, match="not to be signed again by the senior responsible owner"):
        sign_again(scheme, Gate.G3A, role=Role.SRO, **NOW)


@pytest.mark.parametrize("stage", LATER)
def test_of_all_roles_and_gates_only_the_missing_one_is_taken(workstream, stage):
    who, people = fay(workstream), make_signers(workstream)
    scheme = signed_by(who, workstream, stage)
    leads(who, workstream)
    for gate, role in product(Gate, Role):
        if (gate, role) == (Gate.G3A, Role.FINANCE):
            continue
        rows = len(decisions(scheme))
        with pytest.raises((RuleBroken, NotAllowed)):
            sign_again(scheme, gate, actor=people[role], at=AT)
        assert (len(decisions(scheme)), scheme.stage) == (rows, stage)
    sign_again(scheme, Gate.G3A, actor=people[Role.FINANCE], at=AT)
    assert scheme.stage is stage


def test_the_trail_says_that_it_was_signed_again(workstream):
    who = fay(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    sign_again(scheme, Gate.G3A, **NOW)
    db.session.commit()
    events = audit.of_record("scheme", scheme.id)
    chapters = story(events, labels=display.labels(events), deeds=display.DEEDS)
    told = " ".join(str(each) for each in chapters)
    assert "signed again from outside its line: G3a, finance validation" in told


def test_what_waits_for_it_is_not_offered_to_whom_it_cannot_be_signed_by(workstream):
    who, sro = fay(workstream), make.sro(programme_of(workstream))
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    assert [each.scheme.id for each in waiting_for(make.actor(sro), TODAY)] == [scheme.id]
    leads(who, workstream)
    assert waiting_for(make.actor(sro), TODAY) == []


def test_it_takes_as_many_queries_for_one_scheme_as_for_many(workstream, request):
    who, queries_sent = fay(workstream), request.getfixturevalue("queries")
    for _ in range(3):
        signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    found = db.session.scalars(select(Scheme).options(joinedload(Scheme.workstream))).all()
    queries_sent.clear()
    signers.in_line(found[:1], TODAY)
    for_one = len(queries_sent)
    queries_sent.clear()
    assert all(len(each) == 1 for each in signers.in_line(found, TODAY).values())
    assert len(queries_sent) == for_one > 0


# The page


def test_the_page_names_the_signer_and_lets_somebody_outside_sign_again(client, workstream):
    who, other = fay(workstream), make.finance(programme_of(workstream))
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    address = f"/savings/{scheme.id}/gates"
    page = client.sign_in(other).get(address).text
    assert SENTENCE in page
    assert f'href="{address}#again"' in page
    assert "Sign G3a again" in page
    assert "nothing is reopened" in client.get(f"{address}/G3a/sign").text
    assert "app-gate--sign-again" in page
    client.post(f"{address}/G3a/sign", data={"version": str(scheme.version)})
    assert SENTENCE not in client.get(address).text
    assert "app-gate--sign-again" not in client.get(address).text
    assert "Sign G3a again" not in client.sign_in(who).get(address).text


def test_the_page_of_one_who_may_not_says_who_signs_again(client, workstream):
    who = fay(workstream)
    scheme = signed_by(who, workstream, Stage.APPROVAL)
    leads(who, workstream)
    page = client.sign_in(make.sro(programme_of(workstream))).get(f"/savings/{scheme.id}/gates")
    assert "G3a is signed again by the finance lead, outside the line" in page.text
    assert "Sign G3a again" not in page.text
    assert client.get(f"/savings/{scheme.id}/gates/G3a/sign").status_code == 403
