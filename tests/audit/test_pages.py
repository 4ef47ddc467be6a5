"""The trail's pages: who may read which events, what an event says, whether the chain is whole."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.accounts.models import Person
from app.audit import commands
from app.audit.commands import Subject
from app.core.actor import Actor, Place
from app.db import db
from app.programmes import queries
from app.programmes.models import Disclosure, RecordReader
from app.programmes.roles import Role
from tests import make
from tests.conftest import NOW
from tests.make.store import stored

ADA = Actor(name="Ada", person_id=7)


def recorded(name: str, place: Place | None = None, **more) -> None:
    subject = Subject(more.pop("kind", "milestone"), name, place=place or Place())
    commands.record(more.pop("action", "milestone.edit"), subject, actor=ADA, at=NOW, **more)
    db.session.commit()


def about(record, changes=None, action="milestone.edit") -> None:
    commands.record(action, record, changes or {"title": ("a", "b")}, actor=ADA, at=NOW)
    db.session.commit()


def auditor(**where) -> Person:
    return make.with_role(Role.AUDITOR, **where)


def test_the_trail_reads_newest_first_with_who_what_and_why(client):
    recorded("The first", reason="A merger")
    recorded("The second", action="milestone.reforecast")
    page = client.sign_in(auditor()).get("/audit").text
    assert page.index("The second") < page.index("The first")
    assert "Milestone: reforecast" in page
    assert "A merger" in page
    assert "Ada" in page


def test_an_auditor_of_one_programme_reads_of_that_programme_only(client):
    here, there = make.workstream(), make.workstream()
    recorded("Something here", here.place)
    recorded("Something there", there.place)
    recorded("Something everywhere")
    client.sign_in(auditor(programme=queries.programme(here.programme_id)))
    page = client.get("/audit").text
    assert "Something here" in page
    assert "Something there" not in page
    assert "Something everywhere" not in page
    assert [client.get(f"/audit/{number}").status_code for number in (1, 2, 3)] == [200, 404, 404]


@pytest.mark.parametrize("named", ["nobody", "owner", "reader"])
def test_a_workforce_sensitive_record_shows_to_those_named_on_it_only(client, named):
    reader = auditor()
    milestone = make.milestone(
        title="Redundancies",
        disclosure=Disclosure.WORKFORCE,
        owner_id=reader.id if named == "owner" else None,
    )
    if named == "reader":
        stored(RecordReader(record_kind="milestone", record_id=milestone.id, person_id=reader.id))
    about(milestone_with_place(milestone))
    client.sign_in(reader)
    seen = named != "nobody"
    assert ("Redundancies" in client.get("/audit").text) is seen
    assert ("Redundancies" in client.get("/audit?q=redundanc").text) is seen
    assert (client.get("/audit/1").status_code == 200) is seen
    assert ("Redundancies" in client.get("/audit?format=csv").text) is seen


def milestone_with_place(milestone):
    """The milestone with its workstream loaded, as a command has it."""
    milestone.workstream = queries.workstream_for_role(milestone.workstream_id)
    return milestone


def test_what_was_open_is_hidden_once_the_record_is_workforce_sensitive(client):
    milestone = milestone_with_place(make.milestone(title="Redundancies"))
    about(milestone)
    client.sign_in(auditor())
    assert "Redundancies" in client.get("/audit").text
    milestone = db.session.get(type(milestone), milestone.id)
    milestone.disclosure = Disclosure.WORKFORCE
    db.session.commit()
    assert "Redundancies" not in client.get("/audit").text


def test_what_was_withheld_stays_hidden_after_the_record_is_released(client):
    milestone = milestone_with_place(make.milestone(title="Redundancies"))
    milestone.disclosure = Disclosure.WORKFORCE
    about(milestone)
    db.session.get(type(milestone), milestone.id).disclosure = Disclosure.PRIVATE
    db.session.commit()
    assert "Redundancies" not in client.sign_in(auditor()).get("/audit").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("who=Ada", {"One", "Two"}),
        ("kind=risk", {"Two"}),
        ("action=milestone.edit", {"One"}),
        ("when=today", {"One", "Two"}),
        ("when=2026-10", {"One", "Two"}),
        ("q=two", {"Two"}),
        ("q=nothing", set()),
    ],
)
def test_the_trail_is_narrowed(client, asked, found):
    recorded("One")
    recorded("Two", kind="risk", action="risk.review")
    page = client.sign_in(auditor()).get(f"/audit?{asked}").text
    assert {name for name in ("One", "Two") if f"</span>{name}</td>" in page} == found


def test_an_event_shows_each_field_before_and_after_with_names_for_people(client):
    ann = make.person(name="Ann Lee")
    milestone = milestone_with_place(make.milestone())
    about(milestone, {"owner_id": (None, ann.id), "title": ("Old words", "New words")})
    page = client.sign_in(auditor()).get("/audit/1").text
    assert "Old words" in page
    assert "New words" in page
    assert "Ann Lee" in page
    assert f'href="/milestones/{milestone.id}"' in page


def test_a_whole_chain_is_said_to_be_whole_and_its_head_is_shown(client):
    recorded("One")
    page = client.sign_in(auditor()).get("/audit/verify").text
    assert "The chain is whole" in page
    assert db.session.execute(text("SELECT hash FROM audit_head")).scalar_one() in page


def test_a_broken_chain_is_said_to_be_broken_and_where(client):
    recorded("One")
    db.session.execute(text("UPDATE audit_head SET count = 2"))
    db.session.commit()
    page = client.sign_in(auditor()).get("/audit/verify").text
    assert "The chain is broken" in page
    assert "Audit event 2 is missing" in page


def test_a_refused_page_is_in_the_trail(client):
    client.sign_in(make.with_role(Role.BOARD, name="Ned"))
    assert client.get("/audit").status_code == 403
    event = db.session.execute(text("SELECT actor_name, action, record_name FROM audit_event"))
    assert event.one() == ("Ned", "access.refused", "GET /audit")


def test_as_many_reads_for_one_event_as_for_fifty(client, queries):
    client.sign_in(auditor())
    recorded("One")
    client.get("/audit")
    queries.clear()
    client.get("/audit")
    few = len(queries)
    for number in range(40):
        recorded(f"Event {number}")
    queries.clear()
    client.get("/audit")
    assert len(queries) == few


def test_taking_the_trail_away_is_itself_in_the_trail(client):
    recorded("=One")
    answer = client.sign_in(auditor()).get("/audit?format=xlsx")
    assert answer.data.startswith(b"PK")
    assert "Audit: export" in client.get("/audit").text
