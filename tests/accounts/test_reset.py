"""A forgotten password: one link, once, for an hour, and the same answer for everybody."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import select

from app.accounts import mail, passwords
from app.accounts.models import Person, ResetLink
from app.db import db
from tests import make
from tests.clock import moved

NEW = "four more random words"


@pytest.fixture
def ada() -> Person:
    return make.person(
        email="ada@example.test", name="Ada", password_hash=passwords.hashed("three random words")
    )


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.WARNING, "ragstone.mail")
    return caplog


def ask(client, email="ada@example.test"):
    answer = client.post("/forgotten-password", data={"email": email})
    answer.close()
    return answer


def link_in(log) -> str:
    return re.findall(r"http://127.0.0.1:8000(/choose-password\?link=\S+)", log.text)[-1]


def choose(client, link, password=NEW):
    return client.post(link, data={"password": password, "again": password})


def test_a_link_comes_and_lets_one_choose_a_password(client, ada, log):
    ask(client)
    link = link_in(log)
    assert "ada@example.test" in client.get(link).text
    assert choose(client, link).location == "/sign-in"
    assert "Your password is changed" in client.get("/sign-in").text
    assert passwords.matches(db.session.get(Person, ada.id).password_hash, NEW)


def test_the_answer_is_the_same_for_an_account_that_does_not_exist(client, ada, log):
    known, unknown = ask(client), ask(client, "nobody@example.test")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert client.get(known.location).status_code == 200
    assert len(log.records) == 1


def test_a_link_works_once(client, ada, log):
    ask(client)
    link = link_in(log)
    choose(client, link)
    assert client.get(link).status_code == 410
    answer = choose(client, link, "yet another password")
    assert answer.status_code == 410
    assert "This link no longer works" in answer.text
    assert passwords.matches(db.session.get(Person, ada.id).password_hash, NEW)


def test_a_link_works_for_an_hour(app, client, ada, log):
    ask(client)
    link = link_in(log)
    with moved(app, minutes=59):
        assert client.get(link).status_code == 200
    with moved(app, minutes=60):
        assert client.get(link).status_code == 410


def test_using_one_link_spends_the_others(client, ada, log):
    ask(client)
    first = link_in(log)
    ask(client)
    choose(client, link_in(log))
    assert client.get(first).status_code == 410


def test_only_a_digest_of_the_link_is_kept(client, ada, log):
    ask(client)
    secret = link_in(log).partition("=")[2]
    kept = db.session.scalars(select(ResetLink)).one()
    assert secret not in (kept.digest, str(vars(kept)))
    assert len(kept.digest) == 64


def test_choosing_a_password_signs_out_every_browser(app, client, ada, log):
    elsewhere = app.test_client().sign_in(ada)
    ask(client)
    choose(client, link_in(log))
    assert elsewhere.get("/me").status_code == 302


def test_a_leaver_gets_no_link(client, ada, log):
    ada.deactivated_at = ada.created_at
    db.session.commit()
    ask(client)
    assert not log.records


def test_no_more_than_three_links_are_on_their_way(client, ada, log):
    for _ in range(5):
        assert ask(client).location == "/forgotten-password/sent"
    assert len(log.records) == 3


def test_an_address_that_asks_too_often_is_told_to_wait(client, log):
    for number in range(20):
        ask(client, f"guess{number}@example.test")
    answer = ask(client, "another@example.test")
    assert answer.status_code == 422
    assert "Too many requests. Wait an hour" in answer.text


def test_a_weak_password_is_refused_and_the_link_still_works(client, ada, log):
    ask(client)
    link = link_in(log)
    assert "12 characters or more" in choose(client, link, "short").text
    assert choose(client, link).status_code == 302


def test_a_made_up_link_changes_nothing(client, ada):
    assert client.get("/choose-password?link=made-up").status_code == 410
    assert client.get("/choose-password").status_code == 410


def test_the_link_goes_to_the_mail_server_where_one_is_set(app, client, ada, monkeypatch):
    sent = []
    monkeypatch.setattr(mail.Post, "_deliver", lambda self, *message: sent.append(message))
    app.config["SMTP_URL"] = "smtp://localhost"
    try:
        ask(client)
    finally:
        app.config["SMTP_URL"] = ""
    assert [to for to, _, _ in sent] == ["ada@example.test"]


def test_a_mail_server_that_is_down_shows_nothing_to_the_visitor(app, client, ada, caplog):
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    try:
        assert ask(client).status_code == 302
    finally:
        app.config["SMTP_URL"] = ""
    assert "could not be sent" in caplog.text
