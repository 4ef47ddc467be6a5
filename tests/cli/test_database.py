"""Setting a database up, and bringing an older one to the newest migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig

from app import create_app
from app.db import connect
from config import Config
from tests.conftest import ROOT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ragstone.db"


@pytest.fixture
def run(file: Path, tmp_path: Path):
    made = create_app(Config.for_tests(f"sqlite:///{file}", tmp_path))
    runner = made.test_cli_runner()

    def ran(*words: str):
        with made.app_context():
            return runner.invoke(args=list(words))

    yield ran
    made.extensions["database"]["engine"].dispose()


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in rows}


def at_the_first_migration(file: Path) -> None:
    engine = connect(f"sqlite:///{file}")
    settings = AlembicConfig(toml_file=str(ROOT / "pyproject.toml"))
    with engine.connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        connection.commit()
    engine.dispose()


def test_a_new_database_is_made_and_nothing_is_copied(run, file):
    done = run("init-db")
    assert done.exit_code == 0
    assert "The database is ready" in done.stdout
    assert "person" in tables(file)
    assert list(file.parent.glob("*.before-*")) == []


def test_run_again_it_says_that_there_is_nothing_to_do(run):
    run("init-db")
    done = run("init-db")
    assert done.exit_code == 0
    assert "already at the newest migration" in done.stdout


def test_an_older_database_is_copied_before_it_is_changed(run, file):
    at_the_first_migration(file)
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "INSERT INTO person (email, name, job_title, signed_out_count, version, created_at) "
            "VALUES ('ada@example.test', 'Ada', '', 0, 1, '2026-01-01')"
        )
        database.commit()
    done = run("init-db")
    assert done.exit_code == 0, done.output
    (copy,) = file.parent.glob("ragstone.db.before-*")
    assert str(copy) in done.stdout
    for kept in (file, copy):
        with closing(sqlite3.connect(kept)) as database:
            assert database.execute("SELECT name FROM person").fetchall() == [("Ada",)]
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_a_file_that_is_no_database_is_refused_and_left_alone(run, file):
    file.write_text("This is a letter, not a database. " * 100)
    done = run("init-db")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "The database could not be used: file is not a database" in done.stderr
    assert file.read_text().startswith("This is a letter")


def test_a_command_before_the_set_up_says_what_to_run(run):
    done = run("create-user", "a@example.test", "--name", "A", "--role", "admin", "--as", "x@y.zz")
    assert done.exit_code == 1
    assert "run flask init-db" in done.stderr
