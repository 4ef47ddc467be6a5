"""A database that does not answer in time ends in a clear page, with what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from app import create_app
from app.accounts.models import Person
from app.db import db
from app.programmes.models import RoleAssignment
from app.programmes.roles import Role
from config import Config
from tests.client import Client
from tests.conftest import NOW, migrate


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Flask]:
    """An app on a file of its own that soon gives up waiting, with somebody who runs it all."""
    address = f"sqlite:///{tmp_path / 'real.db'}"
    migrate(address)
    made = create_app(Config.for_tests(address, tmp_path))
    made.config["CLOCK"] = NOW
    made.test_client_class = Client
    made.testing = False
    with made.app_context():
        event.listen(db.engine, "connect", lambda one, _: one.execute("PRAGMA busy_timeout=50"))
        amara = Person(email="amara@example.org", name="Amara")
        db.session.add(amara)
        db.session.flush()
        for role in (Role.ADMIN, Role.PMO):
            db.session.add(
                RoleAssignment(person_id=amara.id, role=role, starts_on=NOW.date(), ends_on=None)
            )
        db.session.commit()
    yield made
    made.extensions["database"]["engine"].dispose()


@pytest.fixture
def amara(real: Flask) -> Client:
    browser = real.test_client()
    assert isinstance(browser, Client)
    with real.app_context():
        return browser.sign_in(db.session.scalars(select(Person)).one())


@pytest.fixture
def busy(real: Flask) -> Iterator[None]:
    """Somebody else is writing, and takes their time."""
    with real.app_context():
        engine = db.engine
    with engine.connect() as other:
        other.exec_driver_sql("COMMIT")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        other.exec_driver_sql("ROLLBACK")


def test_a_form_that_cannot_be_saved_says_so_and_shows_what_was_typed(real, amara, busy):
    with real.app_context():
        answer = amara.post("/organisations/new", data={"name": "Ludmouth Trust", "kind": "trust"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "Nothing was saved: wait a moment, then try again" in page
    assert "Ludmouth Trust" in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_file_is_not_handed_over_when_that_cannot_be_put_in_the_trail(real, amara, busy):
    with real.app_context():
        answer = amara.get("/milestones?format=csv")
    assert answer.status_code == 503
    assert "does not answer" in answer.get_data(as_text=True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_database_that_is_gone_still_ends_in_a_page(real, amara):
    with real.app_context():
        db.session.execute(text("DROP TABLE role_assignment"))
        db.session.commit()
        answer = amara.get("/milestones")
    assert answer.status_code == 503
    assert "does not answer" in answer.get_data(as_text=True)
