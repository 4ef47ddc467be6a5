"""A server that is killed while it brings a file in leaves the whole file out, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.audit import queries as audit
from app.db import db
from app.imports.models import Import
from app.milestones.models import Milestone
from app.programmes.models import Organisation, OrganisationKind, Programme
from config import Config
from tests.conftest import ROOT, migrate
from tests.imports.conftest import table

ROWS = 400
# Applies a file as the command line does, and says on standard output when it is half-way.
HALF_WAY = r"""
import os, sys, time
from app import create_app
from app.imports.applying import engine

settle = engine._settle
def wait(*given):
    settle(*given)
    os.write(1, b"half-way\n")
    time.sleep(600)
engine._settle = wait
create_app().test_cli_runner().invoke(
    args=["import-file", sys.argv[1], "--programme", "P"], catch_exceptions=False
)
"""


@pytest.fixture
def real(tmp_path: Path) -> Flask:
    """An app on a database file of its own, outside the tests' transaction."""
    address = f"sqlite:///{tmp_path / 'real.db'}"
    migrate(address)
    made = create_app(Config.for_tests(address, tmp_path))
    with made.app_context(), db.transaction() as session:
        trust = Organisation(name="Trust", code="ZZ1", kind=OrganisationKind.TRUST)
        session.add(Programme(code="P", name="Programme", organisation=trust))
    yield made
    made.extensions["database"]["engine"].dispose()


def counts() -> tuple[int, int, int]:
    milestones, files = (
        db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Milestone, Import)
    )
    return milestones, files, audit.head().count


def test_a_server_killed_in_mid_import_leaves_nothing_half(real, tmp_path):
    path = tmp_path / "tracker.csv"
    rows = [("Milestone ID", "Milestone", "Baseline date")]
    path.write_bytes(table(*rows, *((f"A{n}", f"Step {n}", "01/02/2027") for n in range(ROWS))))
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'real.db'}",
        "SECRET_KEY": "tests",
    }
    server = subprocess.Popen(
        [sys.executable, "-c", HALF_WAY, str(path)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout.readline().strip() == "half-way"
    finally:
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        server.stdout.close()
    with real.app_context():
        assert counts() == (0, 0, 0)
        assert audit.first_break() is None
    with real.app_context():
        runner = real.test_cli_runner()
        result = runner.invoke(args=["import-file", str(path), "--programme", "P"])
        assert result.exit_code == 0, result.output
        assert counts()[:2] == (ROWS, 1)
        assert audit.first_break() is None
