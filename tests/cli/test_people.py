"""Adding a person from the command line."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import passwords, queries
from app.audit.models import AuditEvent
from app.core.actor import Permission
from app.db import db
from app.programmes.roles import Role
from tests import make

PASSWORD = "three random words\n"


@pytest.fixture
def run(app: Flask):
    runner = app.test_cli_runner()

    def ran(*words: str, given: str = PASSWORD):
        with app.app_context():
            return runner.invoke(args=["create-user", *words], input=given)

    return ran


def add(run, *words: str, email: str = "Ada@Example.test", role: str = "pmo", given=PASSWORD):
    return run(email, "--name", "Ada", "--role", role, "--password-stdin", *words, given=given)


def test_a_person_is_added_who_can_sign_in(run, client):
    done = add(run)
    assert (done.exit_code, done.stdout) == (
        0,
        "ada@example.test can sign in as Programme office.\n",
    )
    answer = client.post(
        "/sign-in", data={"email": "ada@example.test", "password": PASSWORD.strip()}
    )
    assert answer.status_code == 302


def test_the_password_is_asked_for_twice_where_it_is_not_piped(run):
    done = run("a@example.test", "--name", "A", "--role", "pmo", given=PASSWORD * 2)
    assert done.exit_code == 0
    assert PASSWORD.strip() not in done.output
    assert passwords.matches(queries.by_email("a@example.test").password_hash, PASSWORD.strip())


def test_the_trail_names_the_command_line_and_holds_no_password(run):
    add(run)
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
    assert [event.action for event in events] == ["person.add", "role.give", "person.set-password"]
    assert {event.actor_name for event in events} == {"command line"}
    assert "argon2" not in "".join(event.changes for event in events)


def test_without_a_place_the_role_is_held_everywhere(run):
    add(run)
    assert make.actor(queries.by_email("ada@example.test")).programmes(Permission.IMPORT) is None


def test_a_role_is_held_in_an_organisation_a_programme_or_a_workstream(run):
    trust = make.organisation(name="St Elsewhere")
    programme = make.programme(code="OPD", organisation=trust)
    workstream = make.workstream(programme=programme, ref="WS01")
    add(run, "--organisation", "st elsewhere", email="a@example.test")
    add(run, "--programme", "opd", email="b@example.test")
    add(run, "--programme", "OPD", "--workstream", "ws01", email="c@example.test")
    trusts, programmes, workstreams = (
        make.actor(queries.by_email(f"{letter}@example.test")) for letter in "abc"
    )
    assert trusts.programmes(Permission.IMPORT) == {programme.id}
    assert programmes.programmes(Permission.IMPORT) == {programme.id}
    assert workstreams.programmes(Permission.IMPORT) == frozenset()
    assert workstreams.workstreams(Permission.IMPORT) == {workstream.id}


@pytest.mark.parametrize(
    ("words", "more", "sentence"),
    [
        ((), {"given": "short\n"}, "Password must be 12 characters or more"),
        ((), {"given": ""}, "Password must be 12 characters or more"),
        ((), {"email": "not an address"}, "Enter an e-mail address, like name@example.nhs.uk"),
        (("--programme", "NONE"), {}, "We could not find a programme with the code NONE"),
        (("--organisation", "None"), {}, "We could not find an organisation called None"),
        (("--as", "nobody@example.test"), {}, "We could not find an active person"),
    ],
    ids=["short", "none", "address", "programme", "organisation", "actor"],
)
def test_a_refusal_is_one_sentence_with_status_1_and_adds_nobody(run, words, more, sentence):
    done = add(run, *words, **more)
    assert (done.exit_code, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert queries.by_email("ada@example.test") is None


def test_a_second_person_with_the_same_address_is_refused(run):
    add(run)
    done = add(run)
    assert done.exit_code == 1
    assert "already a person with the e-mail address ada@example.test" in done.stderr


@pytest.mark.parametrize("words", [("--role", "emperor"), ("--workstream", "WS01"), ("--unknown",)])
def test_wrong_usage_ends_with_status_2(run, words):
    assert add(run, *words).exit_code == 2


def test_it_acts_as_the_person_named_and_asks_for_their_permission(run):
    make.with_role(Role.ADMIN, email="admin@example.test", name="Grace")
    make.pmo(email="pmo@example.test")
    refused = add(run, "--as", "pmo@example.test")
    assert refused.exit_code == 1
    assert "permission" in refused.stderr
    assert add(run, "--as", "admin@example.test").exit_code == 0
    event = db.session.scalars(select(AuditEvent)).first()
    assert event.actor_name == "Grace"
