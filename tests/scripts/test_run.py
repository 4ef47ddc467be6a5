"""What `make run` does before it serves."""

import socket
import sqlite3
from types import SimpleNamespace

import pytest

from scripts import run


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """An empty SQLite database; gives the commands that would have been run on it."""
    database = tmp_path / "ragstone.db"
    given = []

    def flask(*arguments):
        given.append(" ".join(arguments))
        if arguments == ("init-db",):
            with sqlite3.connect(database) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS programme (id INTEGER)")
            connection.close()

    config = SimpleNamespace(DATABASE_URL=f"sqlite:///{database}")
    monkeypatch.setattr(run, "Config", SimpleNamespace(from_env=lambda: config))
    monkeypatch.setattr(run, "SIGN_INS", tmp_path / "demo-sign-ins.txt")
    monkeypatch.setattr(run, "_flask", flask)
    return given


def add_programme(tmp_path):
    connection = sqlite3.connect(tmp_path / "ragstone.db")
    with connection:
        connection.execute("CREATE TABLE programme (id INTEGER)")
        connection.execute("INSERT INTO programme VALUES (1)")
    connection.close()


def test_an_empty_database_gets_the_demo(commands):
    run._prepare()

    assert commands == ["init-db", "seed-demo --yes"]


def test_a_database_in_use_is_left_as_it_is_and_the_sign_ins_are_shown(commands, tmp_path, capsys):
    add_programme(tmp_path)
    (tmp_path / "demo-sign-ins.txt").write_text("pmo@demo.example  a password\n")

    run._prepare()

    assert commands == ["init-db"]
    assert capsys.readouterr().out == "pmo@demo.example  a password\n"


def test_an_empty_database_on_a_server_is_not_filled_unasked(commands, monkeypatch, capsys):
    monkeypatch.setattr(run, "_is_embedded", lambda engine: False)

    run._prepare()

    assert commands == ["init-db"]
    assert "flask seed-demo --yes" in capsys.readouterr().out


def test_a_port_in_use_is_refused_before_anything_is_done(commands, monkeypatch, capsys):
    with socket.create_server((run.HOST, 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setattr("sys.argv", ["run", "--port", str(port)])

        assert run.main() == 1

    assert commands == []
    assert f"make run PORT={port + 1}" in capsys.readouterr().err


def test_the_server_is_started_only_after_the_database_is_ready(commands, monkeypatch):
    def serve(*, host, port):
        commands.append(f"serve {host}:{port}")
        return 0

    monkeypatch.setattr(run, "_taken", lambda port: False)
    monkeypatch.setattr(run.serve, "serve", serve)
    monkeypatch.setattr("sys.argv", ["run", "--port", "8123"])

    assert run.main() == 0

    assert commands == ["init-db", "seed-demo --yes", "serve 127.0.0.1:8123"]
