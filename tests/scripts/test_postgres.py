"""The throw-away PostgreSQL: there for one command, and gone after it."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from scripts import postgres

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not postgres.available(), reason="PostgreSQL is not installed here"),
]
SAY_FOLDER = (
    "import os, sqlalchemy as s; "
    "print(s.create_engine(os.environ['DATABASE_URL']).connect()"
    ".scalar(s.text('SHOW data_directory')), flush=True); "
)


def start(*command, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.postgres", "--", *command],
        cwd=Path(postgres.__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def test_both_databases_answer_and_are_gone_afterwards():
    with postgres.throw_away() as environment:
        address = make_url(environment["DATABASE_URL"])
        for name, database in (
            ("DATABASE_URL", "ragstone"),
            ("TEST_DATABASE_URL", "ragstone_test"),
        ):
            engine = create_engine(environment[name])
            with engine.connect() as connection:
                assert connection.scalar(text("SELECT current_database()")) == database
                assert connection.scalar(text("SHOW server_encoding")) == "UTF8"
                folder = Path(connection.scalar(text("SHOW data_directory")))
            engine.dispose()

    assert address.host == "127.0.0.1"
    assert not folder.exists()


def test_the_exit_status_is_the_commands_own():
    with start(sys.executable, "-c", SAY_FOLDER + "raise SystemExit(7)") as running:
        folder = Path(running.stdout.readline().strip())

    assert running.returncode == 7
    assert not folder.exists()


def test_a_signal_stops_the_server_too():
    with start(sys.executable, "-c", SAY_FOLDER + "import time; time.sleep(600)") as running:
        folder = Path(running.stdout.readline().strip())
        assert folder.exists()
        running.send_signal(signal.SIGTERM)

    assert running.returncode == 128 + signal.SIGTERM
    assert not folder.exists()


def test_a_server_that_does_not_start_says_why(monkeypatch):
    monkeypatch.setitem(postgres.FAST_NOT_SAFE, "shared_buffers", "nonsense")
    monkeypatch.setattr(postgres, "ATTEMPTS", 1)

    with pytest.raises(postgres.Unavailable, match="shared_buffers"), postgres.throw_away():
        pass


def test_a_folder_for_temporary_files_that_only_root_may_enter_is_not_used(monkeypatch, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(closed))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert postgres._open_folder() == "/tmp"
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert postgres._open_folder() is None


def test_without_postgresql_the_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "_programs", lambda: None)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with pytest.raises(postgres.Unavailable, match="apt-get install"), postgres.throw_away():
        pass

    assert not list(tmp_path.iterdir())
