"""What somebody typed before their session ended comes back to them, and to nobody else."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import select

from app.accounts import kept, passwords
from app.accounts.models import Person
from app.db import db
from app.programmes.roles import Role
from tests import make
from tests.clock import moved

PASSWORD = "three random words"
TYPED = {"reason": "The supplier is late\r\n<b>again</b>", "version": "3", "password": "secret"}
ADDRESS = "/me/password?from=home"


@pytest.fixture
def ada() -> Person:
    return make.person(email="ada@example.test", password_hash=passwords.hashed(PASSWORD))


def hidden(page: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    found = re.search(r'value="([^"]*)"', tag[0]) if tag else None
    return unescape(found[1]) if found else ""


def sent_late(app, client, data=TYPED, **more):
    with moved(app, hours=2):
        return client.post(ADDRESS, data=data, **more)


def come_back(app, client, page: str, email: str = "ada@example.test"):
    data = {"email": email, "password": PASSWORD, "kept": hidden(page, "kept")}
    with moved(app, hours=2):
        return client.post("/sign-in", data=data)


def test_a_form_sent_after_the_session_ended_asks_to_sign_in_and_says_it_is_kept(app, client, ada):
    client.sign_in(ada)
    answer = sent_late(app, client)
    assert answer.status_code == 401
    assert "They are kept: sign in, and you can send them" in answer.text
    assert "secret" not in answer.text


def test_after_signing_in_the_same_answers_can_be_sent_to_the_same_address(app, client, ada):
    client.sign_in(ada)
    page = come_back(app, client, sent_late(app, client).text).text
    assert "Send what you typed" in page
    assert f'action="{ADDRESS}"' in page
    assert hidden(page, "reason").replace("\r", "") == TYPED["reason"].replace("\r", "")
    assert hidden(page, "version") == "3"
    assert "secret" not in page
    assert hidden(page, "csrf_token")


def test_what_is_sent_again_arrives_with_the_token_of_the_new_session(app, client):
    admin = make.with_role(
        Role.ADMIN, email="ada@example.test", password_hash=passwords.hashed(PASSWORD)
    )
    client.sign_in(admin)
    with moved(app, hours=2):
        late = client.post("/people/new", data={"name": "Bob", "email": "bob@example.test"})
    page = come_back(app, client, late.text).text
    again = {name: hidden(page, name) for name in ("csrf_token", "name", "email", "job_title")}
    with moved(app, hours=2):
        answer = client.open("/people/new", method="POST", data=again)
    assert answer.status_code == 302
    assert db.session.scalars(select(Person.name).where(Person.email == "bob@example.test")).one()


def test_a_form_whose_token_died_with_the_session_is_kept_as_well(app, client, ada):
    client.sign_in(ada)
    client.post("/sign-out")
    answer = client.post(ADDRESS, data={**TYPED, "csrf_token": "of the session before"})
    assert answer.status_code == 401
    assert hidden(answer.text, "kept")


def test_somebody_else_does_not_get_what_was_typed(app, client, ada):
    make.person(email="bob@example.test", password_hash=passwords.hashed(PASSWORD))
    client.sign_in(ada)
    answer = come_back(app, client, sent_late(app, client).text, "bob@example.test")
    assert (answer.status_code, answer.location) == (302, "/")


def test_what_was_typed_survives_a_mistyped_password(app, client, ada):
    client.sign_in(ada)
    first = sent_late(app, client).text
    with moved(app, hours=2):
        again = client.post(
            "/sign-in", data={"email": ada.email, "password": "no", "kept": hidden(first, "kept")}
        )
    assert "Send what you typed" in come_back(app, client, again.text).text


def test_a_stranger_sees_what_they_typed_but_cannot_have_it_sent(client):
    answer = client.post(ADDRESS, data=TYPED)
    assert answer.status_code == 401
    assert not hidden(answer.text, "kept")
    assert "The supplier is late" in answer.text
    assert "&lt;b&gt;again" in answer.text


def test_more_than_can_be_carried_is_shown_to_copy(app, client, ada, monkeypatch):
    monkeypatch.setattr(kept, "LARGEST", 100)
    client.sign_in(ada)
    answer = sent_late(app, client)
    assert not hidden(answer.text, "kept")
    assert "Copy what you typed" in answer.text


def test_a_file_is_asked_for_again(app, client, ada):
    client.sign_in(ada)
    data = {"csrf_token": client.token(), "note": "M7", "file": (BytesIO(b"PK"), "tracker.xlsx")}
    page = come_back(app, client, sent_late(app, client, data).text).text
    assert "You had chosen a file, which could not be kept" in page
    assert "Send my answers" not in page


def test_a_tampered_parcel_is_dropped(app, client, ada):
    client.sign_in(ada)
    parcel = hidden(sent_late(app, client).text, "kept")
    with moved(app, hours=2):
        answer = client.post(
            "/sign-in", data={"email": ada.email, "password": PASSWORD, "kept": parcel[:-3] + "AAA"}
        )
    assert answer.location == "/"


def test_a_button_that_asked_nothing_has_nothing_to_keep(app, client, ada):
    client.sign_in(ada)
    answer = sent_late(app, client, data={})
    assert answer.status_code == 401
    assert not hidden(answer.text, "kept")
    assert "What you typed" not in answer.text
