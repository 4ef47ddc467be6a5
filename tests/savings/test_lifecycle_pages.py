"""The Gates tab of a scheme, and what is decided from it."""

from html import unescape

import pytest
from sqlalchemy import select

from app.db import db
from app.programmes.models import Deputy, Programme, RoleAssignment
from app.programmes.roles import Role
from app.savings import queries
from app.savings.models import Scheme
from app.savings.rules.lifecycle import Gate, Stage, Verdict
from tests import make
from tests.make.gates import SYSTEM, at_stage, decisions, gated
from tests.make.people import TODAY
from tests.make.store import stored


@pytest.fixture
def workstream():
    return make.workstream()


def text(response):
    return " ".join(unescape(response.text).split())


def at(stage, workstream, **given):
    return at_stage(gated(workstream=workstream, **given), stage)


def sro(workstream, **given):
    return make.with_role(Role.SRO, programme=programme_of(workstream), **given)


def programme_of(workstream):
    return db.session.get(Programme, workstream.programme_id)


def fresh(scheme_id):
    return queries.get(scheme_id, SYSTEM)


def test_a_scheme_added_on_the_page_is_its_authors_idea(client, workstream):
    lead = make.lead(workstream)
    page = text(client.sign_in(lead).get("/savings/new"))
    assert "Development status" not in page
    data = {"title": "Fewer letters", "workstream_id": str(workstream.id)}
    client.post("/savings/new", data=data)
    made = db.session.scalars(select(Scheme).where(Scheme.title == "Fewer letters")).one()
    assert (made.stage, made.author_id) == (Stage.IDEA, lead.id)
    assert made.development_status.value == "opportunity"
    assert "Development status" not in text(client.get(f"/savings/{made.id}/edit"))


def test_the_page_says_where_it_stands_and_what_is_missing(client, workstream):
    scheme = gated(workstream=workstream, owner_id=None, description="")
    page = text(client.sign_in(sro(workstream)).get(f"/savings/{scheme.id}/gates"))
    assert "This scheme is an idea. It waits for G0 (idea)." in page
    assert "It is described" in page
    assert page.count("Not yet") == 3  # described, an owner, the lead's signature
    assert f'href="/savings/{scheme.id}/edit"' not in page  # who only reads is not sent there
    page = text(client.sign_in(make.lead(workstream)).get(f"/savings/{scheme.id}/gates"))
    assert f'href="/savings/{scheme.id}/edit"' in page


def test_a_scheme_at_assurance_shows_both_gates_and_links_to_quality(client, workstream):
    scheme = at(Stage.ASSURANCE, workstream)
    page = text(client.sign_in(sro(workstream)).get(f"/savings/{scheme.id}/gates"))
    assert "It waits for G3a (finance validation) and G3b (quality)." in page
    assert f'href="/quality/schemes/{scheme.id}"' in page


def test_the_one_who_is_asked_signs_from_the_page(client, workstream):
    scheme = at(Stage.DESIGN, workstream)
    client.sign_in(sro(workstream, name="Sue Owner"))
    page = text(client.get(f"/savings/{scheme.id}/gates"))
    assert "Sign G2" in page
    form = text(client.get(f"/savings/{scheme.id}/gates/G2/sign"))
    assert "a plan of £240,000.00 in its first year" in form
    data = {"reason": "Well argued", "version": str(fresh(scheme.id).version)}
    client.post(f"/savings/{scheme.id}/gates/G2/sign", data=data)
    last = decisions(scheme)[-1]
    assert (last.by, last.role, last.reason) == ("Sue Owner", "sro", "Well argued")
    assert "Sue Owner, senior responsible owner, signed G2 (mandate)" in text(
        client.get(f"/savings/{scheme.id}/gates")
    )


def test_who_holds_two_of_the_roles_says_as_which_and_cannot_give_the_other_too(client, workstream):
    scheme = at(Stage.DESIGN, workstream)
    both = sro(workstream)
    stored(
        RoleAssignment(
            person_id=both.id,
            role=Role.PMO,
            programme_id=workstream.programme_id,
            starts_on=TODAY,
        )
    )
    client.sign_in(both)
    address = f"/savings/{scheme.id}/gates/G2/sign"
    assert "Sign as" in text(client.get(address))
    version = {"version": str(fresh(scheme.id).version)}
    assert client.post(address, data=version).status_code == 422
    assert client.post(address, data={**version, "role": "pmo"}).status_code == 302
    assert client.post(address, data={"role": "sro"}).status_code == 403
    assert fresh(scheme.id).stage is Stage.DESIGN
    page = text(client.get(f"/savings/{scheme.id}/gates"))
    assert "One person cannot give two signatures of G2" in page


def test_rejecting_asks_why_and_sends_it_back(client, workstream):
    scheme = at(Stage.ASSURANCE, workstream)
    client.sign_in(make.finance(programme_of(workstream)))
    address = f"/savings/{scheme.id}/gates/G3a/reject"
    assert "It goes back to design" in text(client.get(address))
    version = {"version": str(fresh(scheme.id).version)}
    assert client.post(address, data=version).status_code == 422
    client.post(address, data={**version, "reason": "The baseline is last year’s"})
    assert fresh(scheme.id).stage is Stage.DESIGN
    assert decisions(scheme)[-1].verdict is Verdict.REJECTED


def test_a_stale_signature_shows_that_somebody_was_first(client, workstream):
    scheme = at(Stage.DESIGN, workstream)
    old = str(fresh(scheme.id).version)
    client.sign_in(sro(workstream)).post(
        f"/savings/{scheme.id}/gates/G2/sign", data={"version": old}
    )
    client.sign_in(make.pmo(programme_of(workstream)))
    response = client.post(f"/savings/{scheme.id}/gates/G2/sign", data={"version": old})
    assert response.status_code == 409
    assert fresh(scheme.id).stage is Stage.DESIGN


def test_a_gate_that_is_not_ready_says_what_is_missing(client, workstream):
    scheme = gated(workstream=workstream, description="")
    client.sign_in(make.lead(workstream))
    response = client.post(f"/savings/{scheme.id}/gates/G0/sign", data={"version": "1"})
    assert response.status_code == 422
    assert "cannot be signed until these hold: It is described" in text(response)


@pytest.mark.parametrize("page", ["G0/sign", "G0/reject", "G0/record", "enter", "change-scope"])
def test_another_workstreams_lead_can_decide_nothing(client, workstream, page):
    scheme = gated(workstream=workstream)
    other = make.lead(make.workstream(programme_id=workstream.programme_id))
    assert client.sign_in(other).get(f"/savings/{scheme.id}/gates/{page}").status_code in (403, 404)
    assert client.post(f"/savings/{scheme.id}/gates/{page}").status_code in (403, 404)


def test_an_unknown_gate_is_not_found(client, workstream):
    scheme = gated(workstream=workstream)
    client.sign_in(make.lead(workstream))
    assert client.get(f"/savings/{scheme.id}/gates/G9/sign").status_code == 404


def test_the_owner_is_told_why_they_cannot_sign(client, workstream):
    owner = sro(workstream)
    scheme = at(Stage.APPROVAL, workstream, owner_id=owner.id)
    page = text(client.sign_in(owner).get(f"/savings/{scheme.id}/gates"))
    assert "You cannot decide a gate of your own scheme" in page
    assert "Sign G4" not in page
    assert client.post(f"/savings/{scheme.id}/gates/G4/sign", data={}).status_code == 403


def test_a_deputy_signs_for_whom_they_stand_in_for(client, workstream):
    scheme = at(Stage.APPROVAL, workstream)
    deputy = make.person(name="Dee Deputy")
    principal = sro(workstream, name="Sue Owner")
    stored(
        Deputy(
            principal_id=principal.id,
            deputy_id=deputy.id,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="Leave",
        )
    )
    client.sign_in(deputy).post(
        f"/savings/{scheme.id}/gates/G4/sign", data={"version": str(fresh(scheme.id).version)}
    )
    page = text(client.get(f"/savings/{scheme.id}/gates"))
    assert "Dee Deputy (for Sue Owner), senior responsible owner, signed G4" in page


def test_the_office_brings_a_scheme_in_and_writes_down_what_was_approved(client, workstream):
    scheme = gated(workstream=workstream, stage=None)
    client.sign_in(make.pmo(programme_of(workstream), name="Pat Office"))
    assert "Bring it to the gates" in text(client.get(f"/savings/{scheme.id}/gates"))
    address = f"/savings/{scheme.id}/gates/enter"
    assert client.get(address).status_code == 200
    data = {"stage": "assurance", "reason": "All schemes do from now on", "version": "1"}
    client.post(address, data=data)
    assert fresh(scheme.id).stage is Stage.ASSURANCE
    past = {
        "role": "finance",
        "by": "Fay Finance",
        "given_on-day": "3",
        "given_on-month": "6",
        "given_on-year": "2026",
        "evidence": "Minutes of 3 June, item 4",
        "version": str(fresh(scheme.id).version),
    }
    assert client.get(f"/savings/{scheme.id}/gates/G3a/record").status_code == 200
    client.post(f"/savings/{scheme.id}/gates/G3a/record", data=past)
    page = text(client.get(f"/savings/{scheme.id}/gates"))
    assert "Fay Finance, finance lead, signed G3a (finance validation)" in page
    assert "on 3 June 2026" in page
    assert "Given before, and written down by Pat Office" in page


def test_changing_what_it_does_reopens_quality(client, workstream):
    scheme = at(Stage.APPROVAL, workstream)
    client.sign_in(make.lead(workstream))
    address = f"/savings/{scheme.id}/gates/change-scope"
    assert client.get(address).status_code == 200
    version = {"version": str(fresh(scheme.id).version)}
    client.post(address, data={**version, "what": "Two clinics more"})
    now = fresh(scheme.id)
    assert (now.stage, now.scope_version) == (Stage.ASSURANCE, 2)
    assert "Two clinics more" in text(client.get(f"/savings/{scheme.id}/gates"))


def test_what_people_type_is_shown_as_text(client, workstream):
    scheme = at(Stage.DESIGN, workstream)
    version = {"version": str(fresh(scheme.id).version)}
    hostile = "<script>alert(1)</script> =1+1"
    client.sign_in(sro(workstream)).post(
        f"/savings/{scheme.id}/gates/G2/reject", data={**version, "reason": hostile}
    )
    response = client.get(f"/savings/{scheme.id}/gates")
    assert "<script>alert" not in response.text
    assert hostile in text(response)


def test_a_closed_scheme_has_passed_every_gate(client, workstream):
    scheme = at(Stage.CLOSED, workstream)
    page = text(client.sign_in(sro(workstream)).get(f"/savings/{scheme.id}/gates"))
    assert "it has passed every gate" in page
    assert page.count("Passed") == len(Gate)
    assert "Change what it does" not in page
