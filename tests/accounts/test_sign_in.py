"""Signing in: one sentence for every failure, patience with mistakes, evidence of each try."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import gate, passwords
from app.accounts.models import Attempt, Person
from app.audit.models import AuditEvent
from app.db import db
from tests import make
from tests.client import Client
from tests.conftest import NOW

PASSWORD = "three random words"


def ada(app: Flask, **given: object) -> Person:
    """Somebody with a password."""
    return make.person(
        email="ada@example.test", name="Ada", password_hash=passwords.hashed(PASSWORD), **given
    )


def knock(
    client: Client, email: str = "ada@example.test", password: str = PASSWORD, **more: object
) -> object:
    data = {"email": email, "password": password, **more.pop("data", {})}
    return client.post("/sign-in", data=data, **more)


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.number)))


def test_the_right_password_opens_the_home_page(app, client):
    ada(app)
    answer = knock(client)
    assert (answer.status_code, answer.location) == (302, "/")
    assert "Ada" in client.get("/me").text
    assert actions() == ["person.sign-in"]


def test_an_e_mail_address_is_read_in_any_case(app, client):
    ada(app)
    assert knock(client, email=" ADA@Example.TEST ").status_code == 302


@pytest.mark.parametrize(
    ("email", "password", "given"),
    [
        ("ada@example.test", "not the password", {}),
        ("nobody@example.test", PASSWORD, {}),
        ("ada@example.test", PASSWORD, {"deactivated_at": NOW}),
    ],
    ids=["wrong password", "no such account", "a leaver"],
)
def test_every_failure_is_told_in_the_same_words(app, client, email, password, given):
    ada(app, **given)
    answer = knock(client, email=email, password=password)
    assert answer.status_code == 422
    assert gate.WRONG in answer.text
    assert "<title>Error: Sign in" in answer.text
    assert actions() == ["person.sign-in-failed"]
    assert client.get("/me").status_code == 302


def test_somebody_without_a_password_cannot_sign_in_with_an_empty_one(app, client):
    make.person(email="ada@example.test")
    assert knock(client, password="").status_code == 422
    assert gate.WRONG in knock(client).text


def test_what_was_typed_as_an_unknown_account_is_kept_nowhere(app, client):
    knock(client, email="my-secret-password@example.test")
    event = db.session.scalars(select(AuditEvent)).one()
    attempt = db.session.scalars(select(Attempt)).one()
    assert "my-secret" not in event.record_name + event.changes + event.reason + attempt.account


def test_the_sixth_try_waits_and_the_page_says_how_long(app, client):
    ada(app)
    for _ in range(5):
        assert gate.WRONG in knock(client, password="wrong wrong wrong").text
    answer = knock(client)
    assert answer.status_code == 422
    assert "Too many attempts. Wait 30 seconds, then try again" in answer.text


def test_the_same_person_gets_in_after_the_wait(app, client):
    ada(app)
    for _ in range(5):
        knock(client, password="wrong wrong wrong")
    app.config["CLOCK"] = NOW + timedelta(seconds=30)
    try:
        assert knock(client).status_code == 302
    finally:
        app.config["CLOCK"] = NOW


def test_waiting_is_not_lengthened_by_trying_meanwhile(app, client):
    ada(app)
    for _ in range(12):
        knock(client, password="wrong wrong wrong")
    assert len(db.session.scalars(select(Attempt)).all()) == 5


def test_a_colleague_elsewhere_is_not_locked_out(app, client):
    ada(app)
    for _ in range(6):
        knock(client, password="wrong wrong wrong", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    elsewhere = knock(client, environ_base={"REMOTE_ADDR": "192.0.2.2"})
    assert elsewhere.status_code == 302


def test_a_colleague_at_the_same_address_is_not_locked_out(app, client):
    ada(app)
    make.person(email="bob@example.test", password_hash=passwords.hashed(PASSWORD))
    for _ in range(6):
        knock(client, password="wrong wrong wrong")
    assert knock(client, email="bob@example.test").status_code == 302


def test_an_address_that_tries_many_accounts_waits(app, client):
    for number in range(60):
        knock(client, email=f"guess{number}@example.test")
    assert "Too many attempts" in knock(client, email="another@example.test").text


def test_getting_in_forgives_earlier_mistakes(app, client):
    ada(app)
    for _ in range(4):
        knock(client, password="wrong wrong wrong")
    knock(client)
    assert not db.session.scalars(select(Attempt)).all()


def test_a_hash_of_older_parameters_is_renewed_on_the_way_in(app, client):
    person = ada(app)
    old = person.password_hash
    app.config["PASSWORD_TIME_COST"] = 2
    try:
        assert knock(client).status_code == 302
    finally:
        app.config["PASSWORD_TIME_COST"] = 1
    renewed = db.session.get(Person, person.id)
    assert renewed.password_hash != old
    assert "t=2" in renewed.password_hash


def test_a_password_is_kept_as_argon2id_with_the_settings_parameters(app):
    assert passwords.hashed(PASSWORD).startswith("$argon2id$v=19$m=64,t=1,p=1$")


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/x",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%0d%0aSet-Cookie:x",
        "javascript:alert(1)",
        "evil.example",
        "///evil.example",
        "/a\nb",
    ],
)
def test_nobody_is_led_to_another_site_after_signing_in(app, client, target):
    ada(app)
    form = client.get(f"/sign-in?next={quote(target)}")
    assert "evil.example" not in form.text
    answer = knock(client, data={"next": target})
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))
    assert "evil" not in answer.location


def test_one_comes_back_to_where_one_was(app, client):
    ada(app)
    asked = client.get("/me?tab=2")
    assert asked.location == "/sign-in?next=/me?tab%3D2"
    assert knock(client, data={"next": "/me?tab=2"}).location == "/me?tab=2"


def test_a_session_planted_before_signing_in_is_not_kept(app, client):
    ada(app)
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        before = session["csrf_token"]
    knock(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(app, client):
    ada(app)
    cookie = knock(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_the_cookie_is_for_https_only_when_the_page_came_by_https(client):
    answer = client.get("/sign-in", base_url="https://localhost")
    assert "; Secure" in answer.headers["Set-Cookie"]


def test_the_cookie_is_for_https_only_when_the_settings_say_so(app, client):
    app.config["SESSION_COOKIE_SECURE"] = True
    try:
        assert "; Secure" in client.get("/sign-in").headers["Set-Cookie"]
    finally:
        app.config["SESSION_COOKIE_SECURE"] = False


def test_a_form_sent_without_its_token_signs_nobody_in(app, client):
    ada(app)
    answer = client.post("/sign-in", data={"email": "ada@example.test", "csrf_token": "x"})
    assert answer.status_code == 400
