"""A migrated database, an app, and a client that behaves as a browser does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask, has_request_context
from hypothesis import HealthCheck
from hypothesis import settings as property_tests
from sqlalchemy import Engine, create_engine, event, text

from app import create_app
from app.audit.kept import Kept
from app.db import connect, db
from config import Config, database_url
from tests.client import Client

BUSY = [HealthCheck.too_slow]
property_tests.register_profile(
    "any machine",
    deadline=None,  # a busy one is not a wrong one
    suppress_health_check=BUSY,
    derandomize=True,  # the same examples everywhere: what passes here passes there
)
property_tests.register_profile("explore", parent=property_tests.get_profile("default"))
property_tests.load_profile("any machine")  # for new ones: pytest --hypothesis-profile=explore

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300  # seconds that one thread or process waits for another: nobody is that slow
NOW = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)  # a Tuesday in M7 of 2026/27


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The address of an empty, migrated database, one for each worker."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if not given:
        yield f"sqlite:///{tmp_path_factory.mktemp('data') / 'test.db'}"
        return
    yield from own_database(database_url(given), f"test_{worker_id}_{os.getpid()}")


def own_database(server: str, name: str) -> Iterator[str]:
    """The address of a database of its own on the server, until the test ends."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield engine.url.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Which of several test processes this is."""
    return getattr(request.config, "workerinput", {}).get("workerid", "only")


def migrate(address: str) -> None:
    """Brings the database at the address to the newest migration."""
    engine = connect(database_url(address))
    settings = AlembicConfig(toml_file=str(ROOT / "pyproject.toml"))
    with engine.connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        connection.commit()
    engine.dispose()


@pytest.fixture(scope="session")
def app(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app on a migrated database, with the clock at NOW."""
    migrate(address)
    made = create_app(Config.for_tests(address, tmp_path_factory.mktemp("instance")))
    made.config["CLOCK"] = NOW
    made.config["KEEPS_SUMS"] = True
    made.test_client_class = Client
    yield made
    made.extensions["database"]["engine"].dispose()


@pytest.fixture(scope="session", autouse=True)
def ready_made_is_an_event(app: Flask) -> Iterator[None]:
    """What a test writes by itself has no event in the trail, so what was kept is let go.

    What a request writes has one: a page that shows what was before it is a defect, and is seen.
    """

    def let_go(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not has_request_context() and not statement.startswith("SELECT"):
            app.extensions["kept"] = Kept()

    engine: Engine = app.extensions["database"]["engine"]
    event.listen(engine, "before_cursor_execute", let_go)
    yield
    event.remove(engine, "before_cursor_execute", let_go)


@pytest.fixture(autouse=True)
def isolated(app: Flask) -> Iterator[None]:
    """Whatever the test commits is undone when it ends."""
    with app.app_context(), db.engine.connect() as connection:
        everything = connection.begin()
        usual = dict(db.sessions.kw)
        db.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        yield
        db.session.close()
        db.sessions.kw.clear()
        db.sessions.configure(**usual)
        everything.rollback()


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser with nobody signed in."""
    browser = app.test_client()
    assert isinstance(browser, Client)
    return browser


class Queries(list[str]):
    """The statements that were sent to the database."""


@pytest.fixture
def queries(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queries]:
    """Counts what is asked of the database: `queries.clear()`, act, `len(queries)`.

    Nothing is kept meanwhile: what counts is what the first reader waits for.
    """
    monkeypatch.setitem(app.config, "KEEPS_SUMS", False)
    sent = Queries()
    engine: Engine = app.extensions["database"]["engine"]

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
