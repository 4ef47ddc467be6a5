"""A proxy asks whether the server can serve."""

from sqlalchemy.exc import OperationalError

from app.db import db


def test_a_server_whose_database_answers_is_healthy(client):
    answer = client.get("/health")

    assert (answer.status_code, answer.text) == (200, "OK\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_server_without_its_database_is_not(client, monkeypatch):
    def refuse(*_given):
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(type(db.session), "execute", refuse)

    answer = client.get("/health")

    assert (answer.status_code, answer.text) == (503, "The database does not answer\n")
