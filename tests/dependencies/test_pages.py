"""The pages of dependencies, as both sides see them."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.db import db
from app.dependencies.models import Dependency, DependencyStatus
from app.programmes.models import Disclosure
from tests import make

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}'
MOVES = ("edit", "sign/giver", "sign/receiver", "move/promise", "move/need-by")
ACTS = (*MOVES, "deliver", "accept", "dispute", "withdraw")


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def giver(programme):
    return make.workstream(ref="WS01", name="Estates", programme_id=programme.id)


@pytest.fixture
def receiver(programme):
    return make.workstream(ref="WS02", name="Virtual clinics", programme_id=programme.id)


def parts(name: str, day: date) -> dict[str, str]:
    pairs = (("day", day.day), ("month", day.month), ("year", day.year))
    return {f"{name}-{part}": str(number) for part, number in pairs}


def page_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.get_data(as_text=True)[-3000:]
    return str(response.get_data(as_text=True))


def agreed(giver, receiver, **given) -> Dependency:
    return make.dependency(giver=giver, receiver=receiver, status=DependencyStatus.AGREED, **given)


def status_of(dependency: Dependency) -> DependencyStatus:
    db.session.refresh(dependency)
    return dependency.status


# --- the register and the matrix


def test_an_empty_register_says_what_to_do_next(client, giver):
    client.sign_in(make.lead(giver))
    assert "Add the first dependency" in page_of(client.get("/dependencies"))
    assert "No workstream here depends on another yet" in page_of(
        client.get("/dependencies/matrix")
    )


def test_the_register_shows_sides_dates_gap_status_and_rating(client, giver, receiver):
    make.dependency(
        giver=giver,
        receiver=receiver,
        title="Room booking data",
        need_by=date(2027, 1, 12),
        promise=date(2027, 1, 26),
    )
    page = page_of(client.sign_in(make.lead(receiver)).get("/dependencies"))
    for text in (
        "Room booking data",
        "WS01 Estates",
        "WS02 Virtual clinics",
        "12 Jan 2027",
        "26 Jan 2027",
        "14 days late",
        "Draft",
        "Red",
    ):
        assert text in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Draft", "Late", "Agreed", "Outside"}),
        ("late=yes", {"Late"}),
        ("status=withdrawn", {"Withdrawn"}),
        ("status=agreed", {"Agreed"}),
        ("rating=red", {"Late"}),
        ("giver={giver}", {"Draft", "Late"}),
        ("receiver={giver}", {"Agreed", "Outside"}),
        ("workstream={giver}", {"Draft", "Late", "Agreed", "Outside"}),
        ("giver=outside&receiver={giver}", {"Outside"}),
        ("waiting=yes", {"Late"}),
        ("q=outs", {"Outside"}),
        ("workstream=999999&giver=x%27&receiver=-1", {"Draft", "Late", "Agreed", "Outside"}),
    ],
)
def test_filters_in_the_address_narrow_the_register(client, giver, receiver, query, expected):
    far, near = date(2027, 6, 1), date(2026, 11, 1)
    make.dependency(giver=giver, receiver=receiver, title="Draft", need_by=far, promise=far)
    make.dependency(
        giver=giver,
        receiver=receiver,
        title="Late",
        need_by=near,
        promise=far,
        status=DependencyStatus.PROPOSED,
        receiver_signed_by="Bob",
        receiver_signed_on=date(2026, 9, 1),
    )
    agreed(receiver, giver, title="Agreed")
    make.dependency(
        receiver=giver, giver_body="Anytown Council", title="Outside", need_by=far, promise=far
    )
    make.dependency(
        giver=giver, receiver=receiver, title="Withdrawn", status=DependencyStatus.WITHDRAWN
    )
    client.sign_in(make.lead(giver))
    address = f"/dependencies?format=csv&{query.format(giver=giver.id)}"
    rows = csv.DictReader(StringIO(client.get(address).get_data().decode("utf-8-sig")))
    assert {row["Deliverable"] for row in rows} == expected


def test_the_matrix_leads_to_the_pairs_dependencies(client, programme, giver, receiver):
    agreed(giver, receiver, title="Room booking data")
    agreed(receiver, giver, title="Something else")
    client.sign_in(make.finance(programme))
    page = page_of(client.get("/dependencies/matrix?programme=OPD"))
    address = f"/dependencies?programme=OPD&amp;giver={giver.id}&amp;receiver={receiver.id}"
    assert address in page
    listed = page_of(client.get(address.replace("&amp;", "&")))
    assert "Room booking data" in listed
    assert "Something else" not in listed


@pytest.mark.parametrize(
    "query",
    ["programme=%00", "programme=NOPE", "sort=x&page=-3&size=7", "giver=%27--", "q=%ff%00"],
)
def test_no_address_can_break_the_register_or_the_matrix(client, giver, receiver, query):
    agreed(giver, receiver)
    client.sign_in(make.lead(giver))
    page_of(client.get(f"/dependencies?{query}"))
    page_of(client.get(f"/dependencies/matrix?{query}"))


def test_lists_ask_as_much_for_1_row_as_for_50(client, giver, receiver, queries):
    client.sign_in(make.lead(giver))
    agreed(giver, receiver)
    counts: dict[str, list[int]] = {"/dependencies": [], "/dependencies/matrix": []}
    for more in (0, 49):
        for _ in range(more):
            agreed(giver, receiver)
        for address, asked in counts.items():
            queries.clear()
            page_of(client.get(address))
            asked.append(len(queries))
    for one, fifty in counts.values():
        assert one == fifty <= 12


def test_an_export_is_logged(client, giver, receiver):
    agreed(giver, receiver, title="=1+1")
    client.sign_in(make.lead(giver, name="Ada"))
    content = client.get("/dependencies?format=csv").get_data(as_text=True)
    assert "'=1+1" in content
    client.get("/dependencies?format=xlsx&late=yes")
    exported = select(AuditEvent).where(AuditEvent.action == "dependencies.export")
    events = db.session.scalars(exported.order_by(AuditEvent.id)).all()
    assert [(event.actor_name, event.reason) for event in events] == [
        ("Ada", ""),
        ("Ada", "late=yes"),
    ]


# --- who may see and do what


def test_a_third_workstreams_lead_finds_nothing_by_its_id(client, programme, giver, receiver):
    dependency = agreed(giver, receiver, title="Not yours")
    client.sign_in(make.lead(make.workstream(programme_id=programme.id)))
    page_of(client.get(f"/dependencies/{dependency.id}"), 404)
    for act in ACTS:
        assert "Not yours" not in page_of(client.get(f"/dependencies/{dependency.id}/{act}"), 404)
        page_of(client.post(f"/dependencies/{dependency.id}/{act}", data={"reason": "x"}), 404)
    assert status_of(dependency) is DependencyStatus.AGREED


def test_each_lead_acts_for_their_own_side_only(client, giver, receiver):
    dependency = agreed(giver, receiver)
    refused = {
        make.lead(giver): ("sign/receiver", "move/need-by", "accept"),
        make.lead(receiver): ("sign/giver", "move/promise", "deliver"),
    }
    for lead, acts in refused.items():
        client.sign_in(lead)
        for act in acts:
            page_of(client.get(f"/dependencies/{dependency.id}/{act}"), 403)
            page_of(client.post(f"/dependencies/{dependency.id}/{act}", data={"reason": "x"}), 403)
    assert status_of(dependency) is DependencyStatus.AGREED


def test_a_reader_sees_no_buttons_and_cannot_post(client, programme, giver, receiver):
    dependency = make.dependency(giver=giver, receiver=receiver)
    client.sign_in(make.sro(programme))
    page = page_of(client.get(f"/dependencies/{dependency.id}"))
    assert "/sign/" not in page
    assert "Withdraw" not in page
    page_of(client.post(f"/dependencies/{dependency.id}/withdraw", data={"reason": "x"}), 403)


def test_a_workforce_sensitive_one_is_in_no_list_or_file_of_others(client, giver, receiver):
    owner = make.lead(giver)
    hidden = agreed(
        giver, receiver, title="Posts moved", owner_id=owner.id, disclosure=Disclosure.WORKFORCE
    )
    client.sign_in(make.lead(receiver))
    page_of(client.get(f"/dependencies/{hidden.id}"), 404)
    for address in ("/dependencies?q=posts", "/dependencies?format=csv", "/dependencies/matrix"):
        text = client.get(address).get_data(as_text=True)
        assert "Posts moved" not in text
    assert "No workstream here depends" in page_of(client.get("/dependencies/matrix"))
    assert "Posts moved" in page_of(client.sign_in(owner).get("/dependencies"))


def test_only_who_may_say_who_sees_it_is_asked(client, giver, receiver):
    dependency = make.dependency(giver=giver, receiver=receiver, title="Posts moved")
    address = f"/dependencies/{dependency.id}"
    assert "Who may learn of it" not in page_of(
        client.sign_in(make.lead(giver)).get(f"{address}/edit")
    )
    client.sign_in(make.lead(receiver))
    named = make.lead(giver)
    data = {"title": "Posts moved", "disclosure": "workforce-sensitive", "readers": named.id}
    assert client.post(f"{address}/edit", data=data).status_code == 302
    assert "Posts moved" in page_of(client.get(address))
    assert "Posts moved" in page_of(client.sign_in(named).get(address))
    page_of(client.sign_in(make.lead(giver)).get(address), 404)


def test_whoever_hides_a_dependency_from_themselves_is_told_so(client, giver, receiver):
    dependency = make.dependency(giver=giver, receiver=receiver, title="Posts moved")
    lead = make.lead(receiver)
    client.sign_in(lead)
    address = f"/dependencies/{dependency.id}/edit"
    data = {"title": "Posts moved", "disclosure": "workforce-sensitive", "readers": lead.id}
    client.post(address, data=data)
    client.post(address, data={name: data[name] for name in ("title", "disclosure")})
    page = page_of(client.get("/dependencies"))
    assert "You are not named on it: it no longer shows in your lists" in page


def test_an_unknown_side_or_date_is_not_found(client, giver, receiver):
    dependency = agreed(giver, receiver)
    client.sign_in(make.lead(giver))
    for act in ("sign/nobody", "move/birthday"):
        page_of(client.get(f"/dependencies/{dependency.id}/{act}"), 404)


def test_hostile_text_is_shown_as_text(client, giver, receiver):
    dependency = make.dependency(giver=giver, receiver=receiver, title=HOSTILE, acceptance=HOSTILE)
    client.sign_in(make.lead(giver))
    for act in ("", "/edit", "/sign/giver", "/dispute"):
        page = page_of(client.get(f"/dependencies/{dependency.id}{act}"))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


# --- the story of one


def test_a_dependency_from_draft_to_accepted(client, giver, receiver):
    needs, gives = make.lead(receiver, name="Bob"), make.lead(giver, name="Ann")
    client.sign_in(needs)
    response = client.post(
        "/dependencies/new",
        data={
            "title": "Room booking data",
            "giver_id": giver.id,
            "receiver_id": receiver.id,
            "float_days": "5",
            "disclosure": "private",
            **parts("need_by", date(2026, 10, 19)),
            **parts("promise", date(2026, 10, 19)),
        },
    )
    assert response.status_code == 302, page_of(response)
    address = response.location
    made = db.session.scalars(select(Dependency)).one()
    assert made.ref == "WS02-D01"
    shown = {"version": made.version}
    assert client.post(f"{address}/sign/receiver", data=shown).status_code == 302
    client.sign_in(gives)
    assert "Waiting for my signature" in page_of(client.get("/dependencies"))
    assert client.post(f"{address}/sign/giver", data={"version": 2}).status_code == 302
    assert status_of(made) is DependencyStatus.AGREED
    day = parts("delivered_on", date(2026, 10, 20))
    assert client.post(f"{address}/deliver", data=day).status_code == 302
    client.sign_in(needs)
    assert "Accept the delivery" in page_of(client.get(address))
    assert client.post(f"{address}/accept", data={}).status_code == 302
    page = page_of(client.get(address))
    assert status_of(made) is DependencyStatus.ACCEPTED
    for text in ("Signed by Ann", "Signed by Bob", "marked it delivered", "accepted the delivery"):
        assert text in page


def test_the_other_side_is_shown_a_moved_date_until_it_says_so(client, giver, receiver):
    dependency = agreed(giver, receiver, title="Room booking data")
    client.sign_in(make.lead(giver, name="Ann"))
    data = parts("promise", date(2026, 11, 24)) | {"reason": "Ready early"}
    response = client.post(f"/dependencies/{dependency.id}/move/promise", data=data)
    assert "the agreement stands" in page_of(client.get(response.location))
    assert "I have seen this" not in page_of(client.get("/dependencies"))
    client.sign_in(make.lead(receiver))
    page = page_of(client.get("/dependencies"))
    assert "Ann moved the promise from 1 December 2026 to 24 November 2026" in page
    assert "I have seen this" in page_of(client.get(f"/dependencies/{dependency.id}"))
    (change,) = [part for part in page.split('"') if "/note/" in part]
    assert client.post(change, data={}).status_code == 302
    assert "I have seen this" not in page_of(client.get("/dependencies"))
    page_of(client.post(f"/dependencies/{dependency.id}/note/99999", data={}), 404)


def test_a_promise_after_the_need_opens_the_agreement_and_goes_to_the_board(
    client, giver, receiver
):
    dependency = agreed(giver, receiver)
    client.sign_in(make.lead(giver))
    address = f"/dependencies/{dependency.id}"
    data = parts("promise", date(2026, 12, 15))
    assert "Say why the date moves" in page_of(
        client.post(f"{address}/move/promise", data=data), 422
    )
    client.post(f"{address}/move/promise", data=data | {"reason": "Two sites are late"})
    page = page_of(client.get(address))
    for text in ("14 days late", "Not signed", "Agreement open again", "Proposed"):
        assert text in page
    assert "On 3 November 2026, unless both sides agree again before" in page


def test_a_stale_page_signs_nothing_and_shows_what_is_there_now(client, giver, receiver):
    dependency = make.dependency(giver=giver, receiver=receiver)
    stale = dependency.version
    address = f"/dependencies/{dependency.id}"
    client.sign_in(make.lead(giver))
    client.post(f"{address}/move/promise", data=parts("promise", date(2026, 11, 3)))
    client.sign_in(make.lead(receiver))
    page = page_of(client.post(f"{address}/sign/receiver", data={"version": stale}), 409)
    assert "Someone else saved this first" in page
    assert "promised for 3 November 2026" in page
    assert status_of(dependency) is DependencyStatus.DRAFT
    data = {"title": "Mine", "disclosure": "private", "version": stale}
    page = page_of(client.post(f"{address}/edit", data=data), 409)
    assert 'value="Mine"' in page
    assert dependency.title in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Enter what has to be delivered"),
        ({"title": "x" * 10_000}, "Deliverable must be 300 characters or fewer"),
        ({"giver_body": "Estates"}, "not both"),
        ({"giver_id": ""}, "Choose the workstream that is the giver"),
        ({"receiver_id": "", "receiver_body": "x" * 201}, "Name must be 200 characters or fewer"),
        ({"float_days": "many"}, "Float in days must be a whole number"),
        ({"float_days": "-2"}, "Float must be a whole number"),
    ],
)
def test_a_wrong_answer_is_explained_and_nothing_is_lost(client, giver, receiver, given, sentence):
    client.sign_in(make.lead(giver))
    data = {
        "title": "Room booking data",
        "acceptance": "All fourteen sites",
        "giver_id": giver.id,
        "receiver_id": receiver.id,
        "float_days": "0",
        "disclosure": "private",
    }
    page = page_of(client.post("/dependencies/new", data=data | given), 422)
    assert sentence in page
    assert "All fourteen sites" in page
    assert not db.session.scalars(select(Dependency)).all()


def test_a_workstream_of_another_programme_cannot_be_named(client, giver):
    elsewhere = make.workstream()
    client.sign_in(make.lead(giver))
    data = {
        "title": "x",
        "giver_id": giver.id,
        "receiver_id": elsewhere.id,
        "float_days": "0",
        "disclosure": "private",
    }
    page_of(client.post("/dependencies/new", data=data), 422)
    assert not db.session.scalars(select(Dependency)).all()
