"""How long somebody stays signed in, and what ends it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.accounts import passwords
from app.accounts.models import Person
from app.audit.models import AuditEvent
from app.db import db
from tests import make
from tests.clock import moved

PASSWORD = "three random words"
NEW = "four more random words"


def is_in(client) -> bool:
    return client.get("/me").status_code == 200


def change(client, current=PASSWORD, new=NEW, again=None):
    data = {"current": current, "password": new, "again": new if again is None else again}
    return client.post("/me/password", data=data)


def ada() -> Person:
    return make.person(
        email="ada@example.test", name="Ada", password_hash=passwords.hashed(PASSWORD)
    )


def test_an_hour_without_a_page_ends_the_session(app, client):
    client.sign_in(make.person())
    with moved(app, minutes=59):
        assert is_in(client)
    with moved(app, minutes=120):
        assert not is_in(client)


def test_each_page_starts_the_hour_again(app, client):
    client.sign_in(make.person())
    for minutes in (50, 100, 150):
        with moved(app, minutes=minutes):
            assert is_in(client)


def test_twelve_hours_end_the_session_however_busy_it_was(app, client):
    client.sign_in(make.person())
    for half_hours in range(1, 24):
        with moved(app, minutes=30 * half_hours):
            assert is_in(client)
    with moved(app, hours=12):
        assert not is_in(client)


def test_signing_out_ends_it_on_this_browser_only(app, client):
    person, elsewhere = make.person(), app.test_client()
    client.sign_in(person)
    elsewhere.sign_in(person)
    client.post("/sign-out")
    assert not is_in(client)
    assert is_in(elsewhere)


def test_signing_out_everywhere_ends_it_on_every_browser(app, client):
    person, elsewhere = make.person(), app.test_client()
    client.sign_in(person)
    elsewhere.sign_in(person)
    assert client.post("/me/sign-out-everywhere").location == "/sign-in"
    assert not is_in(client)
    assert not is_in(elsewhere)


def test_a_deactivated_person_is_out_at_once(client):
    person = make.person()
    client.sign_in(person)
    assert is_in(client)
    person.deactivated_at = person.created_at
    db.session.commit()
    assert not is_in(client)


def test_changing_the_password_signs_out_every_other_browser(app, client):
    person, elsewhere = ada(), app.test_client()
    client.sign_in(person)
    elsewhere.sign_in(person)
    assert change(client).location == "/me"
    assert is_in(client)
    assert not is_in(elsewhere)
    db.session.expire_all()
    assert passwords.matches(db.session.get(Person, person.id).password_hash, NEW)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"current": "not my password"}, "That is not your password"),
        ({"new": "short"}, "Password must be 12 characters or more"),
        ({"new": "ada@example.test"}, "Password must not be your e-mail address"),
        ({"new": "password1234"}, "harder to guess"),
        ({"new": "aaaaaaaaaaaaaa"}, "harder to guess"),
        ({"again": "something else"}, "The two passwords are not the same"),
    ],
    ids=["current", "short", "e-mail", "common", "repeated", "mistyped"],
)
def test_a_password_that_may_not_be_is_refused_with_a_sentence(client, given, sentence):
    person = ada()
    answer = change(client.sign_in(person), **given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert passwords.matches(db.session.get(Person, person.id).password_hash, PASSWORD)


def test_guessing_the_current_password_is_slowed_down_too(client):
    client.sign_in(ada())
    for _ in range(5):
        change(client, current="not my password")
    assert "Too many attempts" in change(client).text


def test_changing_the_password_is_in_the_trail_without_the_password(client):
    change(client.sign_in(ada()))
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, event.differences) == ("person.set-password", {})


def test_the_page_about_oneself_names_roles_and_deputies(client):
    workstream = make.workstream(ref="WS04", name="Virtual clinics")
    page = client.sign_in(make.lead(workstream)).get("/me").text
    assert "Workstream lead, WS04 Virtual clinics" in page
