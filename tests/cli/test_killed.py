"""A process that is killed in the middle leaves nothing half-saved, and a whole trail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import create_app
from app.audit.models import AuditEvent
from app.db import db
from app.imports.models import Import
from app.milestones.models import Milestone
from app.reporting.models import FrozenMonth, Period, PeriodStatus
from config import Config
from tests.conftest import PATIENCE, migrate

ROOT = Path(__file__).resolve().parents[2]

RUN = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.orm import Session
from app import create_app

moment, *words = sys.argv[1:]
app = create_app()

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if moment == "in the middle":
    event.listen(Session, "after_flush", die)
if moment == "before the commit":
    event.listen(app.extensions["database"]["engine"], "commit", die)
done = app.test_cli_runner().invoke(args=words)
print(done.output)
sys.exit(done.exit_code)
"""
IMPORT = ("import-file", "plan.csv", "--programme", "OPD")
LOCK = ("lock-month", "OPD", "2026-10", "--reason", "Month end", "--with-missing")


class Office:
    """A database file, and a process for each command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"sqlite:///{folder / 'real.db'}"
        migrate(self.address)
        self.app = create_app(Config.for_tests(self.address, folder))

    def here(self, *words: str) -> str:
        """The command in this process, which must succeed."""
        with self.app.app_context():
            done = self.app.test_cli_runner().invoke(args=list(words))
        assert done.exit_code == 0, done.output
        return done.output

    def killed(self, moment: str, *words: str) -> int:
        """The command in a process that is killed at the moment; how that ended."""
        told = {"DATABASE_URL": self.address, "SECRET_KEY": "for this test"}
        return subprocess.run(
            [sys.executable, "-c", RUN, moment, *words],
            cwd=self.folder,
            env={**os.environ, **told, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        ).returncode

    def counts(self) -> list[int]:
        """What a half-saved import or lock would have changed."""
        models = (Milestone, Import, FrozenMonth, AuditEvent)
        with self.app.app_context():
            counted = [select(func.count()).select_from(model) for model in models]
            still_open = select(func.count()).where(Period.status == PeriodStatus.OPEN)
            return [db.session.scalar(each) or 0 for each in (*counted, still_open)]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("killed"))
    rows = [f"Milestone {each},01/0{each}/2027,02/0{each}/2027" for each in range(1, 9)]
    plan = "\n".join(["Milestone,Baseline date,Forecast date", *rows])
    (made.folder / "plan.csv").write_text(plan)
    made.here(
        "create-programme", "OPD", "--name", "Outpatients", "--organisation", "Ludmouth Trust"
    )
    made.here("open-month", "OPD", "2026-10")
    yield made
    made.app.extensions["database"]["engine"].dispose()


@pytest.mark.parametrize(
    ("words", "moment"),
    [(IMPORT, "in the middle"), (IMPORT, "before the commit"), (LOCK, "before the commit")],
)
def test_nothing_is_half_saved_when_the_process_is_killed(office, words, moment):
    before = office.counts()
    assert office.killed(moment, *words) == -signal.SIGKILL
    assert office.counts() == before
    assert "The audit trail is whole" in office.here("verify")


def test_what_was_killed_can_be_done_again(office):
    office.here("import-file", str(office.folder / "plan.csv"), "--programme", "OPD")
    office.here(*LOCK)
    milestones, _files, frozen, _events, still_open = office.counts()
    assert (milestones, frozen, still_open) == (8, 1, 0)
    assert "The audit trail is whole" in office.here("verify")
