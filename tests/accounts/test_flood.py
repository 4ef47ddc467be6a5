"""Many guesses at the same moment, on a real file with a connection for each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import func, select

from app import create_app
from app.accounts import gate
from app.accounts.models import Attempt
from app.audit.models import AuditEvent
from app.db import db
from config import Config
from tests.client import Client
from tests.conftest import migrate

GUESSES = 16


def test_a_flood_of_guesses_does_not_outrun_the_count(tmp_path):
    address = f"sqlite:///{tmp_path / 'flood.db'}"
    migrate(address)
    app = create_app(Config.for_tests(address, tmp_path))
    app.config["CLOCK"] = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
    app.test_client_class = Client

    def guess(number: int) -> str:
        with app.test_client() as browser:
            form = {"email": "ada@example.test", "password": f"guess number {number}"}
            return browser.post("/sign-in", data=form).text

    with ThreadPoolExecutor(8) as crowd:
        pages = list(crowd.map(guess, range(GUESSES)))
    with app.app_context():
        heard = db.session.scalar(select(func.count(Attempt.id)))
        noted = db.session.scalar(select(func.count(AuditEvent.id)))
    app.extensions["database"]["engine"].dispose()

    assert sum(gate.WRONG in page for page in pages) == heard == noted == 5
    assert sum("Too many attempts" in page for page in pages) == GUESSES - 5
