"""The mandate's pages: what they say, to whom, and what they refuse."""

from html import unescape

import pytest
from sqlalchemy import select

from app.db import db
from app.mandates import queries as mandates
from app.mandates.models import Kpi, KpiReading, SchemeMilestone, SchemeRisk
from app.milestones.models import MilestoneStatus
from app.programmes.models import Disclosure
from app.programmes.roles import Role
from app.savings import queries as savings
from app.savings.rules.lifecycle import Stage
from tests import make
from tests.make.gates import SYSTEM, at_stage, gated
from tests.make.mandates import kpi, mandate
from tests.make.store import stored


@pytest.fixture
def workstream():
    return make.workstream()


@pytest.fixture
def scheme(workstream):
    return gated(workstream=workstream, has_mandate=False)


@pytest.fixture
def lead(client, workstream):
    return client.sign_in(make.lead(workstream))


def text(response):
    return unescape(response.text)


def shown(client, scheme):
    return text(client.get(f"/savings/{scheme.id}/mandate"))


def test_an_empty_mandate_says_what_it_is_for_and_how_to_begin(lead, scheme):
    page = shown(lead, scheme)
    assert "Nothing of the mandate is written yet" in page
    assert "Model Hospital: outpatient DNA rate, trust 9.1%, peers 6.4%" in page
    assert "Write the mandate" in page
    assert "No KPI yet" in page


def test_a_mandate_is_written_on_its_page_and_read_in_the_history_by_name(lead, scheme):
    owner = make.person(name="Wim Ward")
    answers = {
        "version": "0",
        "baseline_spend": "480,000",
        "benchmark": "DNA rate, trust 9.1%, peers 6.4%",
        "benchmark_source": "Model Hospital",
        "scope": "All clinics",
        "benefit_owner_id": str(owner.id),
    }
    lead.post(f"/savings/{scheme.id}/mandate/edit", data=answers)
    page = shown(lead, scheme)
    for said in ("£480,000.00", "peers 6.4%", "Model Hospital", "All clinics", "Wim Ward"):
        assert said in page
    history = text(lead.get(f"/savings/{scheme.id}"))
    assert "wrote its mandate" in history
    assert "Owner of the benefit" in history
    assert "Wim Ward" in history


def test_half_a_benchmark_is_explained_beside_its_question(lead, scheme):
    answers = {"version": "0", "benchmark": "DNA rate 9.1%"}
    response = lead.post(f"/savings/{scheme.id}/mandate/edit", data=answers)
    assert response.status_code == 422
    assert "Say where the benchmark comes from" in text(response)
    assert mandates.of_scheme(scheme.id) is None


@pytest.mark.parametrize("begun", [False, True])
def test_a_stale_page_shows_both_versions(lead, scheme, begun):
    if begun:
        mandate(scheme, scope="As it was")
    version = "1" if begun else "0"
    first = {"version": version, "scope": "Their clinics"}
    lead.post(f"/savings/{scheme.id}/mandate/edit", data=first)
    mine = {"version": version, "scope": "My clinics"}
    response = lead.post(f"/savings/{scheme.id}/mandate/edit", data=mine)
    assert response.status_code == 409
    page = text(response)
    assert "Their clinics" in page
    assert "My clinics" in page


def test_what_changes_in_the_scope_is_asked_only_once_g2_is_signed(lead, scheme, workstream):
    question = "What changes in the scope"
    assert question not in text(lead.get(f"/savings/{scheme.id}/mandate/edit"))
    signed = at_stage(gated(workstream=workstream), Stage.ASSURANCE)
    assert question in text(lead.get(f"/savings/{signed.id}/mandate/edit"))
    answers = {"version": "1", "scope": "Two clinics more"}
    response = lead.post(f"/savings/{signed.id}/mandate/edit", data=answers)
    assert response.status_code == 422
    assert "Say what changes in what the scheme does" in text(response)


def test_a_kpi_is_added_read_changed_and_withdrawn(lead, scheme):
    answers = {
        "title": "Missed appointments",
        "unit": "%",
        "better": "below",
        "baseline": "9.1",
        "target": "6.4",
    }
    lead.post(f"/savings/{scheme.id}/mandate/kpis/new", data=answers)
    made = db.session.scalars(select(Kpi)).one()
    assert (made.baseline, made.target, made.is_better_above) == (9_100, 6_400, False)
    address = f"/savings/mandate/kpis/{made.id}"
    lead.post(f"{address}/read", data={"month": "2026-09", "value": "6.4", "note": "Dashboard"})
    page = shown(lead, scheme)
    assert "6.4%, September 2026" in page
    assert "1 month in a row" in page
    assert "Dashboard" in page
    changed = {**answers, "version": "1", "target": "6"}
    lead.post(f"{address}/edit", data=changed)
    assert "Not at its target" in shown(lead, scheme)
    lead.post(f"{address}/withdraw", data={"version": "2", "reason": "Nobody counts it"})
    page = shown(lead, scheme)
    assert "No KPI yet" in page
    assert "Nobody counts it" in page
    for deed in ("added a KPI", "read a KPI", "changed a KPI", "withdrew a KPI"):
        assert deed in text(lead.get(f"/savings/{scheme.id}"))


@pytest.mark.parametrize("month", ["2026-11", "never", ""])
def test_a_reading_of_no_month_that_has_begun_is_not_taken(lead, scheme, month):
    made = kpi(scheme)
    data = {"month": month, "value": "6"}
    response = lead.post(f"/savings/mandate/kpis/{made.id}/read", data=data)
    assert response.status_code == 422
    assert not db.session.scalars(select(KpiReading)).all()


def test_milestones_and_risks_of_the_workstream_are_chosen_and_shown(lead, scheme, workstream):
    chosen = make.milestone(workstream_id=workstream.id, title="Rooms handed back")
    make.milestone(workstream_id=workstream.id, title="Another one")
    gone = make.milestone(
        workstream_id=workstream.id, title="Given up", status=MilestoneStatus.WITHDRAWN
    )
    feared = make.risk(workstream_id=workstream.id, title="No tenant", current=(3, 4))
    elsewhere = make.risk(title="Elsewhere")
    address = f"/savings/{scheme.id}/mandate/milestones-and-risks"
    offered = text(lead.get(address))
    assert "Another one" in offered
    assert "Given up" not in offered
    assert "Elsewhere" not in offered
    assert f"/milestones/new?workstream={workstream.id}" in offered
    assert f"/risks/new?workstream={workstream.id}" in offered
    data = {"version": "0", "milestones": [str(chosen.id)], "risks": [str(feared.id)]}
    lead.post(address, data=data)
    page = shown(lead, scheme)
    assert "Rooms handed back" in page
    assert "No tenant" in page
    assert "Another one" not in page
    for wrong in ({"milestones": [str(gone.id)]}, {"risks": [str(elsewhere.id)]}):
        assert lead.post(address, data={"version": "2", **wrong}).status_code == 422
    assert "Rooms handed back" in shown(lead, scheme)


def test_sensitive_ones_are_counted_but_not_shown_to_who_may_not_see_them(lead, scheme, workstream):
    hidden = make.risk(
        workstream_id=workstream.id, title="Posts go", disclosure=Disclosure.WORKFORCE
    )
    stored(SchemeRisk(scheme_id=scheme.id, risk_id=hidden.id))
    page = shown(lead, scheme)
    assert "1 more risk that you may not see belongs to it" in page
    assert "Posts go" not in page
    assert "Posts go" not in text(lead.get(f"/savings/{scheme.id}/mandate/milestones-and-risks"))


def test_a_reader_reads_and_changes_nothing(client, scheme):
    made = kpi(scheme)
    mandate(scheme)
    reader = client.sign_in(make.with_role(Role.AUDITOR))
    page = shown(reader, scheme)
    assert "Model Hospital" in page
    assert "Change the mandate" not in page
    assert "Enter a reading" not in page
    for address in (
        f"/savings/{scheme.id}/mandate/edit",
        f"/savings/{scheme.id}/mandate/milestones-and-risks",
        f"/savings/{scheme.id}/mandate/kpis/new",
        f"/savings/mandate/kpis/{made.id}/edit",
        f"/savings/mandate/kpis/{made.id}/withdraw",
        f"/savings/mandate/kpis/{made.id}/read",
    ):
        assert reader.get(address).status_code in (403, 404), address
        assert reader.post(address, data={}).status_code in (403, 404), address


def test_a_sensitive_scheme_has_no_mandate_for_who_may_not_see_it(lead, workstream):
    hidden = gated(workstream=workstream, disclosure=Disclosure.WORKFORCE)
    made = db.session.scalars(select(Kpi).where(Kpi.scheme_id == hidden.id)).one()
    assert lead.get(f"/savings/{hidden.id}/mandate").status_code == 404
    assert lead.get(f"/savings/mandate/kpis/{made.id}/read").status_code == 404


def test_the_gates_link_each_part_to_where_it_is_met(lead, workstream):
    scheme = at_stage(gated(workstream=workstream), Stage.DESIGN)
    page = text(lead.get(f"/savings/{scheme.id}/gates"))
    for address in ("mandate/edit", "mandate", "mandate/milestones-and-risks"):
        assert f'href="/savings/{scheme.id}/{address}"' in page
    scoping = at_stage(gated(workstream=workstream), Stage.SCOPING)
    programme = savings.get(scoping.id, SYSTEM).workstream.programme.code
    assert f'href="/programmes/{programme}"' in text(lead.get(f"/savings/{scoping.id}/gates"))


def test_the_page_asks_as_many_queries_for_one_record_as_for_ten(lead, scheme, workstream, queries):
    counts = []
    for more in (1, 9):
        for _ in range(more):
            kpi(scheme)
            promised = make.milestone(workstream_id=workstream.id)
            stored(SchemeMilestone(scheme_id=scheme.id, milestone_id=promised.id))
            feared = make.risk(workstream_id=workstream.id)
            stored(SchemeRisk(scheme_id=scheme.id, risk_id=feared.id))
        queries.clear()
        shown(lead, scheme)
        counts.append(len(queries))
    assert counts[0] == counts[1]
