"""Who can sign the waiting gate, as its page says, and what to change where nobody can."""

from datetime import date
from html import unescape

import pytest

from app.core.errors import RuleBroken
from app.db import db
from app.programmes.models import Deputy, Programme, RoleAssignment
from app.programmes.roles import Role
from app.savings import queries
from app.savings.commands import lifecycle
from app.savings.rules.lifecycle import STAGE_OF, Gate, Stage
from app.settings import commands as settings
from tests import make
from tests.make.gates import AT, SYSTEM, at_stage, decisions, gated
from tests.make.store import stored

PAGE = "/savings/{}/gates"


@pytest.fixture
def workstream():
    return make.workstream()


def text(response):
    return " ".join(unescape(response.text).split())


def code(workstream):
    return db.session.get(Programme, workstream.programme_id).code


def deputise(principal, name, **given):
    deputy = make.person(name=name, **given)
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 1), "reason": "Leave"}
    stored(Deputy(principal_id=principal.id, deputy_id=deputy.id, **days))
    return deputy


def test_the_page_names_who_can_sign_and_who_stands_in_for_them(client, workstream):
    lead = make.lead(workstream, name="Priya Raman")
    deputise(lead, "Amy Lowe")
    make.lead(workstream, name="Leo Left", deactivated_at=AT)
    make.lead(make.workstream(), name="Of Another")
    scheme = gated(workstream=workstream)
    page = text(client.sign_in(lead).get(PAGE.format(scheme.id)))
    assert "Workstream lead: Priya Raman or Amy Lowe for Priya Raman." in page
    assert "Leo Left" not in page, "who has left signs nothing"
    assert "Of Another" not in page


def test_an_idea_of_the_only_lead_says_whom_to_ask_and_what_to_change(client, workstream):
    lead = make.lead(workstream, name="Priya Raman")
    deputise(lead, "Amy Lowe")
    make.pmo(name="Omar Khalid")
    make.with_role(Role.ADMIN, name="Ada Min")
    scheme = gated(workstream=workstream, owner_id=lead.id)
    page = text(client.sign_in(lead).get(PAGE.format(scheme.id)))
    assert "nobody. Whoever holds it here owns or entered this scheme, or stands in" in page
    assert "Ask an administrator (Ada Min) to give the role of workstream lead to some" in page
    assert "or ask the programme office (Omar Khalid) to have another role sign G0" in page
    assert "/settings/" not in page, "a lead may not change who signs"


def test_the_office_is_led_to_the_setting_and_an_administrator_to_the_people(client, workstream):
    lead, office = make.lead(workstream), make.pmo()
    scheme = gated(workstream=workstream, author_id=lead.id)
    page = client.sign_in(office).get(PAGE.format(scheme.id))
    assert "/settings/gates.g0?programme=" in page.text
    assert client.get(f"/settings/gates.g0?programme={code(workstream)}").status_code == 200
    assert "Give somebody the role" not in page.text
    stored(RoleAssignment(person_id=office.id, role=Role.ADMIN, starts_on=date(2026, 4, 1)))
    assert "Give somebody the role" in client.get(PAGE.format(scheme.id)).text


def test_a_role_that_nobody_holds_is_said_so(client, workstream):
    scheme = at_stage(gated(workstream=workstream), Stage.SCOPING)
    stranger = make.with_role(Role.AUDITOR)
    page = text(client.sign_in(stranger).get(PAGE.format(scheme.id)))
    assert "Programme director: nobody. No one holds this role here today." in page


def test_one_of_the_roles_is_enough_for_g5(client, workstream):
    scheme = gated(workstream=workstream)
    at_stage(scheme, Stage.APPROVED)
    page = text(client.sign_in(make.pmo(name="Omar Khalid")).get(PAGE.format(scheme.id)))
    assert "One of these is enough." in page
    assert "Omar Khalid" in page
    assert "in the settings." not in page


def test_who_may_not_see_a_workforce_sensitive_scheme_is_not_named(client, workstream):
    make.lead(workstream, name="Priya Raman")
    owner = make.with_role(Role.FINANCE)
    scheme = gated(workstream=workstream, owner_id=owner.id, disclosure="workforce-sensitive")
    page = text(client.sign_in(owner).get(PAGE.format(scheme.id)))
    assert "Workstream lead: nobody. Whoever holds it here may not see this scheme." in page
    assert "Priya Raman" not in page


def half_signed(workstream, gate=Gate.G2, **given):
    """At the gate, signed by the SRO alone; then the settings ask for nobody else."""
    scheme = at_stage(gated(workstream=workstream, **given), STAGE_OF[gate])
    lifecycle.sign(scheme, gate, role=Role.SRO, actor=SYSTEM, at=AT)
    settings.set_value(
        f"gates.{gate.value.lower()}",
        "sro",
        workstream.programme_id,
        effective_from=AT.date(),
        owner="Programme office",
        reason="One signature is enough",
        actor=SYSTEM,
        at=AT,
    )
    db.session.commit()
    return scheme


def test_a_gate_whose_last_signer_left_the_settings_passes_once_it_is_checked(client, workstream):
    scheme_id = half_signed(workstream).id
    page = client.sign_in(make.pmo()).get(PAGE.format(scheme_id))
    assert "Check again" in page.text
    assert "other gate of this stage" not in page.text
    client.post(f"/savings/{scheme_id}/gates/check-again")
    moved = queries.get(scheme_id, SYSTEM)
    assert moved.stage is Stage.ASSURANCE
    assert "checked again who signs, and let it pass" in client.get(f"/savings/{scheme_id}").text
    assert "Check again" not in client.get(PAGE.format(scheme_id)).text
    client.post(f"/savings/{scheme_id}/gates/check-again")
    assert queries.get(scheme_id, SYSTEM).stage is Stage.ASSURANCE, "it passes one gate, once"


def test_a_later_gate_passes_by_checking_too_and_nothing_is_signed_by_it(workstream):
    scheme = half_signed(workstream, Gate.G6)
    rows = len(decisions(scheme))
    lifecycle.check_again(queries.get(scheme.id, SYSTEM), actor=SYSTEM, at=AT)
    db.session.commit()
    assert queries.get(scheme.id, SYSTEM).stage is Stage.DELIVERED
    assert len(decisions(scheme)) == rows


def test_nobody_lets_their_own_scheme_pass(client, workstream):
    owner = make.pmo()
    scheme_id = half_signed(workstream, owner_id=owner.id).id
    page = client.sign_in(owner).get(PAGE.format(scheme_id))
    assert "neither owns nor entered" in page.text
    assert client.post(f"/savings/{scheme_id}/gates/check-again").status_code == 403


def test_who_stands_in_for_the_owner_does_not_let_it_pass_either(client, workstream):
    owner = make.pmo()
    deputy = deputise(owner, "Dee Deputy")
    scheme_id = half_signed(workstream, owner_id=owner.id).id
    client.sign_in(deputy)
    assert client.post(f"/savings/{scheme_id}/gates/check-again").status_code == 403
    assert queries.get(scheme_id, SYSTEM).stage is Stage.DESIGN


def test_a_gate_that_lacks_a_signature_or_a_need_does_not_pass_by_checking(workstream):
    scheme = at_stage(gated(workstream=workstream), Stage.DESIGN)
    lifecycle.sign(scheme, Gate.G2, role=Role.SRO, actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="still waits for a signature"):
        lifecycle.check_again(scheme, actor=SYSTEM, at=AT)
    scheme = half_signed(make.workstream())
    scheme = queries.get(scheme.id, SYSTEM)
    scheme.delivery_risk = None
    db.session.flush()
    with pytest.raises(RuleBroken, match="G2 cannot be signed until"):
        lifecycle.check_again(scheme, actor=SYSTEM, at=AT)
