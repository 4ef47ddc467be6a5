"""The pages of actions, as people see them."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.models import Action, ActionKind, ActionStatus
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.programmes.models import Disclosure
from app.programmes.roles import Role
from app.quality.models import Assessment
from app.settings import commands as settings
from tests import make
from tests.conftest import NOW
from tests.make.store import stored

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}'
CHANGES = ("edit", "complete", "withdraw", "reopen")


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", name="Virtual clinics", programme_id=programme.id)


def parts(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def page_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.get_data(as_text=True)[-3000:]
    return str(response.get_data(as_text=True))


# --- the register


def test_an_empty_register_says_what_to_do_next(client, workstream):
    page = page_of(client.sign_in(make.lead(workstream)).get("/actions"))
    assert "There are no actions yet" in page
    assert "Add the first action" in page
    page = page_of(client.sign_in(make.with_role(Role.AUDITOR, workstream=workstream)).get("/"))
    assert "Actions" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Overdue", "Soon", "Gap", "Nobody", "Done"}),
        ("due=overdue", {"Overdue"}),
        ("due=soon", {"Soon"}),
        ("due=unknown", {"Nobody"}),
        ("kind=gap", {"Gap"}),
        ("status=complete", {"Done"}),
        ("status=withdrawn", {"Withdrawn"}),
        ("owner=me", {"Soon"}),
        ("owner=nobody", {"Overdue", "Gap", "Nobody", "Done"}),
        ("q=verd", {"Overdue"}),
        ("q=%25", set()),
    ],
)
def test_filters_in_the_address_narrow_the_register(client, workstream, query, expected):
    lead = make.lead(workstream)
    at = {"workstream": workstream}
    make.action(**at, title="Overdue", due_on=date(2026, 10, 19))
    make.action(**at, title="Soon", due_on=date(2026, 10, 27), owner_id=lead.id)
    make.action(**at, title="Gap", kind=ActionKind.GAP, due_on=date(2026, 10, 28))
    make.action(**at, title="Nobody", due_on=None)
    make.action(**at, title="Withdrawn", status=ActionStatus.WITHDRAWN)
    make.action(**at, title="Done", status=ActionStatus.COMPLETE, due_on=date(2026, 10, 2))
    client.sign_in(lead)
    content = client.get(f"/actions?format=csv&{query}").get_data().decode("utf-8-sig")
    assert {row["Action"] for row in csv.DictReader(StringIO(content))} == expected
    page_of(client.get(f"/actions?{query}"))


@pytest.mark.parametrize(
    "query",
    [
        "page=-1&size=100000&format=exe",
        "owner=99999999999999999999&owner=x",
        "owner=%00&kind=gap%27&due=%FF&status=puce",
        "sort=password&direction=sideways&q=%00%27%3B+DROP+TABLE+action",
    ],
)
def test_no_address_can_break_the_register(client, workstream, query):
    make.action(workstream=workstream, title="Agree rates")
    page_of(client.sign_in(make.lead(workstream)).get(f"/actions?{query}"))


@pytest.mark.parametrize("path", ["99999999999999999999", "0", "-1", "%00"])
def test_an_id_that_no_record_has_is_not_found(client, workstream, path):
    page_of(client.sign_in(make.lead(workstream)).get(f"/actions/{path}"), 404)


def test_the_register_asks_as_much_for_1_row_as_for_50(client, workstream, queries):
    client.sign_in(make.lead(workstream))
    make.action(workstream=workstream, owner_id=make.person().id)
    client.get("/actions")
    queries.clear()
    page_of(client.get("/actions"))
    one = len(queries)
    for _ in range(49):
        make.action(workstream=workstream, owner_id=make.person().id)
    queries.clear()
    page = page_of(client.get("/actions"))
    assert page.count("<tr") == 51
    assert len(queries) == one <= 12


def test_files_keep_pounds_as_numbers_and_formulas_as_text(client, workstream):
    make.action(
        workstream=workstream,
        title="=cmd|' /C calc'!A0",
        kind=ActionKind.GAP,
        expected=Pence(60_000_50),
        outcome="Signed",
    )
    client.sign_in(make.lead(workstream, name="Ada"))
    content = client.get("/actions?format=csv").get_data().decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(content))
    assert (row["Action"][:5], row["Expected"]) == ("'=cmd", "60000.5")
    assert client.get("/actions?format=xlsx").status_code == 200
    taken = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "actions.export"))
    assert [event.actor_name for event in taken] == ["Ada", "Ada"]


# --- who may see and do what


def test_another_workstreams_action_is_not_found(client, workstream):
    other = make.action(title="Not yours")
    client.sign_in(make.lead(workstream))
    page_of(client.get(f"/actions/{other.id}"), 404)
    for change in CHANGES:
        assert "Not yours" not in page_of(client.get(f"/actions/{other.id}/{change}"), 404)
        data = {"title": "Mine now", "reason": "x", "outcome": "x"}
        page_of(client.post(f"/actions/{other.id}/{change}", data=data), 404)
    db.session.refresh(other)
    assert (other.title, other.status) == ("Not yours", ActionStatus.OPEN)
    assert "Not yours" not in page_of(client.get("/actions"))


def test_a_reader_without_the_right_sees_no_buttons_and_cannot_post(client, programme, workstream):
    action = make.action(workstream=workstream)
    client.sign_in(make.with_role(Role.AUDITOR, programme=programme))
    page = page_of(client.get(f"/actions/{action.id}"))
    assert "Mark complete" not in page
    assert ">Edit<" not in page
    for change in CHANGES:
        page_of(client.get(f"/actions/{action.id}/{change}"), 403)
        page_of(client.post(f"/actions/{action.id}/{change}", data={"reason": "x"}), 403)


def test_a_workforce_sensitive_action_is_seen_by_those_named_only(client, programme, workstream):
    owner = make.lead(workstream)
    hidden = make.action(
        workstream=workstream,
        title="Posts removed",
        owner_id=owner.id,
        disclosure=Disclosure.WORKFORCE,
    )
    client.sign_in(make.pmo(programme))
    page_of(client.get(f"/actions/{hidden.id}"), 404)
    assert "Posts removed" not in page_of(client.get("/actions?q=Posts"))
    assert "Posts removed" not in client.get("/actions?format=csv").get_data(as_text=True)
    client.sign_in(owner)
    assert "Posts removed" in page_of(client.get("/actions"))


def test_hostile_text_is_shown_as_text(client, workstream):
    action = make.action(workstream=workstream, title=HOSTILE, description=HOSTILE, outcome=HOSTILE)
    client.sign_in(make.lead(workstream))
    for address in ("/actions", f"/actions/{action.id}", f"/actions/{action.id}/complete"):
        page = page_of(client.get(address))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


# --- its life


def test_a_lead_adds_an_action_on_the_gap(client, workstream):
    lead = make.lead(workstream)
    client.sign_in(lead)
    address = f"/actions/new?workstream={workstream.id}&kind=gap"
    assert 'value="closes the gap" checked' in page_of(client.get(address))
    data = {"workstream_id": workstream.id, "kind": "closes the gap", "title": "Agree rates"}
    page = page_of(client.post(address, data=data), 422)
    assert "Choose who will do it" in page
    data |= {"owner_id": lead.id, "expected": "60,000", **parts("due_on", date(2026, 12, 1))}
    response = client.post(address, data=data | {"disclosure": "private"})
    assert response.status_code == 302
    (action,) = db.session.scalars(select(Action)).all()
    assert (action.ref, action.expected, action.financial_year) == (
        "WS01-A01",
        60_000_00,
        FinancialYear(2026),
    )
    page = page_of(client.get(response.location))
    assert "£60,000.00 in 2026/27" in page
    assert "added it" in page


def test_an_owner_who_may_change_nothing_else_completes_it(client, workstream):
    owner = make.with_role(Role.SPONSOR, workstream=workstream, name="Ola Owner")
    action = make.action(
        workstream=workstream, kind=ActionKind.GAP, owner_id=owner.id, expected=Pence(60_000_00)
    )
    address = f"/actions/{action.id}"
    client.sign_in(owner)
    page = page_of(client.get(address))
    assert "Mark complete" in page
    assert ">Edit<" not in page
    data = {"outcome": "Rates agreed", **parts("completed_on", date(2026, 10, 19))}
    assert "0 if it brought nothing" in page_of(client.post(f"{address}/complete", data=data), 422)
    assert client.post(f"{address}/complete", data=data | {"achieved": "40000"}).status_code == 302
    page = page_of(client.get(address))
    assert "£40k of £60k expected" in page
    assert "Ola Owner</strong> marked it complete, and said what came of it" in page
    assert "Brought: £40,000.00" in page


def test_an_action_is_withdrawn_and_opened_again_with_reasons(client, workstream):
    action = make.action(workstream=workstream)
    client.sign_in(make.lead(workstream))
    address = f"/actions/{action.id}"
    page_of(client.post(f"{address}/withdraw", data={"reason": ""}), 422)
    assert client.post(f"{address}/withdraw", data={"reason": "No supplier"}).status_code == 302
    assert "No supplier" in page_of(client.get(address))
    assert client.post(f"{address}/reopen", data={"reason": "Found one"}).status_code == 302
    page = page_of(client.get(address))
    assert "Found one" in page
    assert "opened it again" in page


def test_a_stale_page_shows_both_versions_and_loses_nothing(client, workstream):
    action = make.action(workstream=workstream, title="Agree rates")
    stale = action.version
    client.sign_in(make.lead(workstream))
    address = f"/actions/{action.id}/edit"
    first = {"title": "Agree rates with A", "disclosure": "private", "version": stale}
    assert client.post(address, data=first).status_code == 302
    mine = {"title": "Agree rates with B", "description": "Mine", "disclosure": "private"}
    page = page_of(client.post(address, data=mine | {"version": stale}), 409)
    assert "Someone else saved this first" in page
    assert "Agree rates with A" in page
    assert 'value="Agree rates with B"' in page
    db.session.refresh(action)
    assert action.title == "Agree rates with A"
    again = client.post(address, data=mine | {"version": action.version})
    assert again.status_code == 302


def test_an_action_leads_back_to_the_scheme_that_it_came_from(client, programme, workstream):
    scheme = make.scheme(workstream=workstream, title="Agency rates")
    action = make.action(
        workstream=workstream, source_kind="scheme", source_id=scheme.id, source_part="Safety"
    )
    client.sign_in(make.lead(workstream))
    page = page_of(client.get(f"/actions/{action.id}"))
    assert f'href="/savings/{scheme.id}"' in page
    assert "Agency rates, Safety" in page


def test_an_action_is_added_for_a_scheme_and_shows_on_its_page(client, workstream):
    scheme = make.scheme(workstream=workstream, title="Agency rates")
    client.sign_in(make.lead(workstream))
    page = page_of(client.get(f"/savings/{scheme.id}/actions"))
    assert "There are no actions for this scheme" in page
    address = f"/actions/new?scheme={scheme.id}"
    assert "Agency rates" in page_of(client.get(address))
    data = {
        "workstream_id": workstream.id,
        "kind": "general",
        "title": "Ask the agency",
        "disclosure": "private",
    }
    assert client.post(address, data=data).status_code == 302
    (action,) = db.session.scalars(select(Action)).all()
    assert (action.source_kind, action.source_id) == ("scheme", scheme.id)
    assert "Ask the agency" in page_of(client.get(f"/savings/{scheme.id}/actions"))
    assert f'href="/savings/{scheme.id}"' in page_of(client.get(f"/actions/{action.id}"))


def test_what_is_done_for_a_withheld_scheme_is_withheld_with_it(client, programme, workstream):
    lead = make.lead(workstream)
    hidden = {"title": "Posts removed", "disclosure": Disclosure.WORKFORCE}
    scheme = make.scheme(workstream=workstream, owner_id=lead.id, **hidden)
    client.sign_in(lead)
    address = f"/actions/new?scheme={scheme.id}"
    assert 'value="workforce-sensitive" selected' in page_of(client.get(address))
    office = make.pmo(programme)
    client.sign_in(office)
    page_of(client.get(address), 404)
    data = {"workstream_id": workstream.id, "kind": "general", "title": "Tell staff"}
    page_of(client.post(address, data=data | {"disclosure": "private"}), 404)
    page_of(client.get(f"/savings/{scheme.id}/actions"), 404)
    finance = make.with_role(Role.FINANCE, programme=programme)
    make_owner = make.scheme(workstream=workstream, owner_id=finance.id, **hidden)
    client.sign_in(finance)  # who may not say who learns of a record
    posted = client.post(f"/actions/new?scheme={make_owner.id}", data=data)
    assert posted.status_code == 302
    (action,) = db.session.scalars(select(Action)).all()
    assert action.disclosure is Disclosure.WORKFORCE


def test_actions_of_a_schemes_assessment_show_on_its_page(client, workstream):
    scheme = make.scheme(workstream=workstream)
    assessment = stored(Assessment(scheme_id=scheme.id))
    make.action(
        workstream=workstream,
        title="Watch waiting times",
        kind=ActionKind.CONDITION,
        source_kind="assessment",
        source_id=assessment.id,
        source_part="Patient safety",
    )
    make.action(workstream=workstream, title="Another's", source_kind="scheme", source_id=10**6)
    client.sign_in(make.lead(workstream))
    page = page_of(client.get(f"/savings/{scheme.id}/actions"))
    assert "Watch waiting times" in page
    assert "Another" not in page
    (action,) = db.session.scalars(select(Action).where(Action.title == "Watch waiting times"))
    page = page_of(client.get(f"/actions/{action.id}"))
    assert f'href="/quality/{assessment.id}"' in page
    assert "Quality impact assessment, Patient safety" in page


def test_a_scheme_that_is_withheld_is_not_named_by_its_action(client, workstream):
    scheme = make.scheme(
        workstream=workstream, title="Posts removed", disclosure=Disclosure.WORKFORCE
    )
    action = make.action(workstream=workstream, source_kind="scheme", source_id=scheme.id)
    client.sign_in(make.lead(workstream))
    page = page_of(client.get(f"/actions/{action.id}"))
    assert "Posts removed" not in page
    assert "A scheme that is not shown to you" in page


def test_home_names_my_actions_that_are_due(client, workstream):
    lead = make.lead(workstream)
    mine = {"workstream": workstream, "owner_id": lead.id}
    late = make.action(**mine, title="Ask finance", due_on=date(2026, 10, 1))
    make.action(**mine, title="Far off", due_on=date(2027, 1, 1))
    make.action(workstream=workstream, title="Not mine", due_on=date(2026, 10, 1))
    for _ in range(6):
        make.action(**mine, title="Soon", due_on=date(2026, 10, 21))
    page = page_of(client.sign_in(lead).get("/"))
    assert f'href="/actions/{late.id}"' in page
    assert "Your action is overdue" in page
    assert "2 more actions of yours due" in page
    assert "Far off" not in page
    assert "Not mine" not in page


@pytest.mark.parametrize("change", ["complete", "withdraw", "reopen"])
def test_a_stale_page_of_any_change_is_shown_again_and_nothing_is_lost(client, workstream, change):
    status = ActionStatus.COMPLETE if change == "reopen" else ActionStatus.OPEN
    action = make.action(workstream=workstream, status=status)
    client.sign_in(make.lead(workstream))
    edited = client.post(
        f"/actions/{action.id}/edit", data={"title": action.title, "disclosure": "commercial"}
    )
    assert edited.status_code == 302  # somebody else saved it meanwhile
    mine = {"reason": "My words", "outcome": "My words", "version": 1}
    mine |= parts("completed_on", date(2026, 10, 19))
    page = page_of(client.post(f"/actions/{action.id}/{change}", data=mine), 409)
    assert "Someone else saved this first" in page
    assert "My words" in page
    db.session.refresh(action)
    assert action.status is status


def test_what_was_withdrawn_meanwhile_cannot_be_completed(client, workstream):
    action = make.action(workstream=workstream, status=ActionStatus.WITHDRAWN)
    client.sign_in(make.lead(workstream))
    data = {"outcome": "Done", **parts("completed_on", date(2026, 10, 19))}
    page = page_of(client.post(f"/actions/{action.id}/complete", data=data), 422)
    assert "This action is withdrawn: reopen it to change it" in page


@pytest.mark.parametrize("amount", ["9" * 30, "-5", "1e400", "NaN", "£1.005", "abc"])
def test_pounds_that_cannot_be_are_refused_beside_their_box(client, workstream, amount):
    owner = make.lead(workstream)
    client.sign_in(owner)
    data = {
        "workstream_id": workstream.id,
        "kind": "closes the gap",
        "title": "Agree rates",
        "owner_id": owner.id,
        "expected": amount,
        "disclosure": "private",
        **parts("due_on", date(2026, 12, 1)),
    }
    page = page_of(client.post("/actions/new", data=data), 422)
    assert "There is a problem" in page
    assert 'href="#expected"' in page
    assert db.session.scalars(select(Action)).all() == []


def test_home_asks_the_programmes_own_setting(client, programme, workstream):
    lead = make.lead(workstream)
    make.action(workstream=workstream, owner_id=lead.id, title="Far", due_on=date(2026, 11, 20))
    assert "Far" not in page_of(client.sign_in(lead).get("/"))
    settings.set_value(
        "actions.due_soon_days",
        30,
        programme.id,
        effective_from=date(2026, 10, 1),
        owner="Programme office",
        reason="Long notice",
        actor=Actor.system("office"),
        at=NOW,
    )
    db.session.commit()
    assert "Far" in page_of(client.get("/"))


def test_the_workstreams_page_leads_to_its_actions(client, programme, workstream):
    make.action(workstream=workstream, title="Agree rates")
    client.sign_in(make.pmo(programme))
    page = page_of(client.get(f"/programmes/{programme.code}/workstreams/WS01"))
    assert f'href="/actions?workstream={workstream.id}"' in page
    assert "Agree rates" in page_of(client.get(f"/actions?workstream={workstream.id}"))


@pytest.mark.parametrize("number", [10**30, 2**31, 0, -1])
def test_a_scheme_that_no_database_has_is_not_taken_over(client, workstream, number):
    client.sign_in(make.lead(workstream))
    page_of(client.get(f"/actions/new?scheme={number}"))
