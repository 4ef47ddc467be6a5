"""A database filled by an earlier schema comes through to the newest one, and says the same."""

from __future__ import annotations

import gzip
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import MetaData, create_engine, select, text

from app import create_app
from app.db import connect
from config import Config, database_url
from tests.conftest import ROOT, own_database

FILLED = ROOT / "tests" / "fixtures" / "filled_at_0002.sql.gz"
OCTOBER = "2067a846b27a5b705ee20a394a6bc4656d327b154faee524d30ee5d403afca62"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The demo programme with three locked months, as the second migration left it."""
    file = tmp_path / "older.db"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(gzip.decompress(FILLED.read_bytes()).decode())
    return file


@pytest.fixture
def filled(older: Path) -> Iterator[str]:
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        yield f"sqlite:///{older}"
        return
    for made in own_database(database_url(server), f"upgraded_{os.getpid()}"):
        copy(older, made)
        yield made


def copy(file: Path, address: str) -> None:
    """The file's rows in a database of the same schema on the server."""
    there, here = connect(database_url(address)), create_engine(f"sqlite:///{file}")
    settings = AlembicConfig(toml_file=str(ROOT / "pyproject.toml"))
    with there.connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0002")
        connection.commit()
    tables, read = MetaData(), MetaData()
    tables.reflect(there)
    read.reflect(here)
    with there.begin() as connection, here.connect() as source:
        connection.execute(text("SET session_replication_role = replica"))
        for table in tables.sorted_tables:
            rows = [dict(row) for row in source.execute(select(read.tables[table.name])).mappings()]
            connection.execute(table.delete())
            if rows:
                connection.execute(table.insert(), [in_utc(row) for row in rows])
    there.dispose()
    here.dispose()


def in_utc(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for name, value in row.items()
    }


@pytest.fixture
def run(filled: str, tmp_path: Path):
    made = create_app(Config.for_tests(filled, tmp_path))
    runner = made.test_cli_runner()

    def ran(*words: str):
        with made.app_context():
            return runner.invoke(args=list(words))

    yield ran
    made.extensions["database"]["engine"].dispose()


def test_a_filled_database_of_the_schema_before_is_brought_up_to_date(run, tmp_path):
    upgraded = run("init-db")
    assert upgraded.exit_code == 0, upgraded.output
    verified = run("verify")
    assert verified.exit_code == 0, verified.output
    assert "Every locked month is what was locked: 3" in verified.stdout
    said = tmp_path / "october.json"
    assert reported(run, "json", said).exit_code == 0
    assert hashlib.sha256(said.read_bytes()).hexdigest() == OCTOBER
    pack = tmp_path / "october.pdf"
    assert reported(run, "pdf", pack).exit_code == 0
    assert pack.read_bytes().startswith(b"%PDF")


def test_months_that_were_locked_before_months_closed_are_closed(run, filled):
    assert run("init-db").exit_code == 0
    engine = connect(database_url(filled))
    with engine.connect() as connection:
        assert list(connection.scalars(text("SELECT month FROM closed_month"))) == ["2026-10"]
    engine.dispose()


def reported(run, kind: str, path: Path):
    return run(
        *("report", "OPD", "2026-10", "--audience", "programme"),
        *("--format", kind, "--output", str(path)),
    )
