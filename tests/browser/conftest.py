"""A real Chromium on a served app with a database file of its own."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from app import create_app
from config import Config
from tests.browser.visitor import PATIENCE, Visitor
from tests.conftest import migrate

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)  # October's updates are due a week later
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, which talks to nobody but the app."""
    return {"executable_path": CHROMIUM, "args": list(QUIET), "timeout": PATIENCE}


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without rows; each test starts from a copy."""
    path = tmp_path_factory.mktemp("browser") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def app(empty_database: Path, tmp_path: Path) -> Iterator[Flask]:
    """The app on its own database, with the clock at NOW."""
    shutil.copy(empty_database, tmp_path / "ragstone.db")
    made = create_app(Config.for_tests(f"sqlite:///{tmp_path / 'ragstone.db'}", tmp_path))
    made.config["CLOCK"] = NOW
    yield made
    made.extensions["database"]["engine"].dispose()


@pytest.fixture(autouse=True)
def ready_made_is_an_event() -> None:
    """The served app keeps no sum from before the test: each test has an app of its own."""


@pytest.fixture(autouse=True)
def isolated(app: Flask) -> Iterator[None]:
    """Ready-made records go into the served app's database."""
    with app.app_context():
        yield


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the app is served, from a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(address: str, browser: Browser) -> Iterator[Any]:
    """`visit(person)`: someone who has signed in, on a laptop; or a phone; or without scripts."""
    visitors: list[Visitor] = []

    def arrive(person: Any, *, phone: bool = False, scripts: bool = True) -> Visitor:
        visitor = Visitor.arrive(browser, address, person.email, phone=phone, scripts=scripts)
        visitors.append(visitor)
        return visitor

    yield arrive
    for visitor in visitors:
        visitor.leave()
