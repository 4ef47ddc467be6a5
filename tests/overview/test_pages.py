"""The home page, the programme page and the workstream page, as their readers see them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.dependencies.models import DependencyStatus
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.programmes.roles import Role
from app.reporting import commands
from app.reporting import queries as reporting
from app.reporting.models import UpdateStatus
from app.savings.commands import validation
from app.savings.rules.validation import Evidence
from tests import make
from tests.reporting.test_outlook import a_programme, lock

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


def opened(**given):
    programme = make.programme(code="OPD", name="Outpatients improvement", **given)
    workstream = make.workstream(programme_id=programme.id, ref="WS01", name="Clinic utilisation")
    return programme, workstream, make.period(programme_id=programme.id)


def test_home_tells_a_lead_what_is_waiting(client):
    _programme, workstream, _period = opened()

    page = client.sign_in(make.lead(workstream)).get("/").text

    assert "October 2026 (M7) update: Clinic utilisation" in page
    assert "11 November 2026" in page
    assert "/months/OPD/2026-10/updates/WS01" in page


def test_home_asks_nothing_of_a_lead_who_has_submitted(client):
    _programme, workstream, period = opened()
    make.update(period_id=period.id, workstream_id=workstream.id, status=UpdateStatus.SUBMITTED)
    page = client.sign_in(make.lead(workstream)).get("/").text
    assert "Nothing is waiting for you" in page


def test_home_tells_the_office_how_many_updates_wait(client):
    programme, workstream, period = opened()
    make.update(period_id=period.id, workstream_id=workstream.id, status=UpdateStatus.SUBMITTED)
    page = client.sign_in(make.pmo(programme)).get("/").text
    assert "1 update waits for you to accept or return" in page


def test_the_programme_page_says_how_it_stands_and_why(client):
    programme, workstream, _period = opened()
    make.scheme(workstream_id=workstream.id)

    page = client.sign_in(make.pmo(programme)).get("/programmes/OPD").text

    assert "October 2026 (M7)" in page
    assert "WS01 Clinic utilisation" in page
    assert "No workstream has been updated this month" in page


def test_the_workstream_page_gives_every_dimension_with_its_rule(client):
    programme, _workstream, _period = opened()
    page = client.sign_in(make.pmo(programme)).get("/programmes/OPD/workstreams/WS01").text
    for word in ("Delivery", "Savings", "Risk", "Quality", "Dependencies", "Cost", "rule "):
        assert word in page


def test_another_leads_workstream_is_not_found(client):
    programme, _workstream, _period = opened()
    stranger = make.lead(make.workstream(programme_id=programme.id, ref="WS02"))
    answer = client.sign_in(stranger).get("/programmes/OPD/workstreams/WS01")
    assert answer.status_code == 404


def test_a_lead_sees_only_their_own_line_of_the_programme(client):
    programme, workstream, _period = opened()
    make.workstream(programme_id=programme.id, ref="WS02", name="Virtual clinics")
    page = client.sign_in(make.lead(workstream)).get("/programmes/OPD").text
    assert "Clinic utilisation" in page
    assert "Virtual clinics" not in page


def test_somebody_of_another_programme_finds_nothing(client):
    opened()
    stranger = make.pmo(make.programme(code="ELSE"))
    assert client.sign_in(stranger).get("/programmes/OPD").status_code == 404


@pytest.mark.parametrize("role", [Role.BOARD, Role.ICB])
def test_a_board_reader_sees_only_what_was_published(client, role):
    programme, _workstream, _period = opened()
    reader = make.with_role(role, programme=programme)
    page = client.sign_in(reader).get("/programmes/OPD").text
    assert "No report has been published yet" in page
    assert "Clinic utilisation" not in page


def test_a_board_reader_sees_the_weights_beside_what_is_left_after_risk(client):
    programme, _ = a_programme()
    reader = make.with_role(Role.BOARD, programme=programme)
    lock(programmes.by_code("OPD"), Month(2026, 4), actual=15)
    found = reporting.frozen(programme.id, Month(2026, 4))
    commands.publish(found, audience="programme", actor=Actor.system("test"), at=AT)
    db.session.commit()
    page = client.sign_in(reader).get("/programmes/OPD").text
    assert "after risk" in page
    assert "Weights of what remains: low 90%, medium 60%, high 25%, not assessed 25%" in page


def test_the_programme_page_asks_the_database_as_often_for_fifty_rows_as_for_one(client, queries):
    programme, _workstream, _period = opened()
    browser = client.sign_in(make.pmo(programme))
    browser.get("/programmes/OPD")
    queries.clear()
    browser.get("/programmes/OPD")
    for_one = len(queries)
    for number in range(50):
        added = make.workstream(programme_id=programme.id, ref=f"WS1{number:02d}")
        make.scheme(workstream_id=added.id)
    queries.clear()
    browser.get("/programmes/OPD")
    assert len(queries) == for_one


def test_home_tells_a_side_what_to_sign_and_which_dates_the_other_moved(client):
    programme, workstream, _period = opened()
    other = make.workstream(programme_id=programme.id, ref="WS02")
    signed = {"giver_signed_by": "Ann", "giver_signed_on": date(2026, 9, 1)}
    make.dependency(giver=other, receiver=workstream, status=DependencyStatus.PROPOSED, **signed)
    agreed = make.dependency(giver=other, receiver=workstream, status=DependencyStatus.AGREED)
    giver = make.lead(other)
    moved = {"promise-day": "1", "promise-month": "11", "promise-year": "2026", "reason": "Early"}
    client.sign_in(giver).post(f"/dependencies/{agreed.id}/move/promise", data=moved)
    assert "dependenc" not in main_of(client.get("/").text)
    page = main_of(client.sign_in(make.lead(workstream)).get("/").text)
    assert "1 dependency waits for your signature" in page
    assert 'href="/dependencies?waiting=yes"' in page
    assert "A date was moved by the other side of a dependency" in page


def main_of(page: str) -> str:
    """What is on the page besides the menu."""
    return page[page.index("<main") :]


def test_a_reason_leads_to_the_record_that_it_names(client):
    _programme, workstream, _period = opened()
    milestone = make.milestone(
        ref="WS01-M01",
        title="Rooms booked",
        baseline=date(2026, 9, 1),
        workstream_id=workstream.id,
    )
    lead = client.sign_in(make.lead(workstream))

    page = lead.get("/programmes/OPD/workstreams/WS01").text
    answer = lead.get("/programmes/OPD/workstreams/WS01/record?kind=milestone&ref=WS01-M01")

    assert "/programmes/OPD/workstreams/WS01/record?kind=milestone&amp;ref=WS01-M01" in page
    assert answer.location == f"/milestones/{milestone.id}"


def test_a_dependency_is_found_from_either_side(client):
    programme, workstream, _period = opened()
    made = make.dependency(giver=workstream, programme_id=programme.id)
    lead = client.sign_in(make.lead(workstream))

    answer = lead.get(f"/programmes/OPD/workstreams/WS01/record?kind=dependency&ref={made.ref}")

    assert answer.location == f"/dependencies/{made.id}"


@pytest.mark.parametrize("asked", ["kind=milestone&ref=WS01-M99", "kind=person&ref=1", ""])
def test_a_record_that_is_not_there_is_not_found(client, asked):
    _programme, workstream, _period = opened()
    lead = client.sign_in(make.lead(workstream))
    assert lead.get(f"/programmes/OPD/workstreams/WS01/record?{asked}").status_code == 404


def test_the_programme_page_is_marked_under_programmes(client):
    _programme, workstream, _period = opened()
    page = client.sign_in(make.lead(workstream)).get("/programmes/OPD").text
    assert 'href="/programmes" aria-current="true">Programmes' in page


def test_home_tells_finance_of_the_claims_and_then_of_the_signature(client):
    programme, workstream, period = opened()
    scheme = make.claim(50_000, month=period.month, workstream_id=workstream.id)
    reader = client.sign_in(make.finance(programme))

    waiting = reader.get("/").text
    validation.validate(
        scheme,
        period.month,
        evidence=Evidence.ESR,
        reason="Seen",
        actor=Actor.system("finance"),
        at=AT,
    )
    db.session.commit()
    decided = reader.get("/").text

    assert "October 2026 (M7): 1 claim waits for finance" in waiting
    assert "/savings/validation?programme=OPD&amp;month=2026-10" in waiting
    assert "October 2026 (M7): reconcile and sign for finance" in decided
    assert "/savings/reconciliation?programme=OPD&amp;month=2026-10" in decided


def test_the_programme_page_says_that_a_row_leaves_out_what_its_sums_count(client):
    programme, workstream, period = opened()
    make.claim(
        50_000,
        month=period.month,
        workstream_id=workstream.id,
        disclosure=Disclosure.WORKFORCE,
    )
    said = "leave out workforce-sensitive schemes that do not name you"

    page = client.sign_in(make.finance(programme)).get("/programmes/OPD").text

    assert said in page


def test_the_programme_page_says_nothing_of_rows_that_leave_out_nothing(client):
    programme, workstream, period = opened()
    make.claim(50_000, month=period.month, workstream_id=workstream.id)
    page = client.sign_in(make.pmo(programme)).get("/programmes/OPD").text
    assert "leave out workforce-sensitive" not in page
