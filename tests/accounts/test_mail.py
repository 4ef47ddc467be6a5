"""How a message reaches the mail server that the settings name."""

from __future__ import annotations

import logging
import smtplib

import pytest

from app.accounts.mail import Post


class Server:
    """A mail server that remembers what it was asked."""

    offers_encryption = True

    def __init__(self, host: str, port: int, **_more: object) -> None:
        self.asked: list[object] = [type(self).__name__, host, port]
        Server.last = self

    def __enter__(self):
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def ehlo(self) -> None:
        self.asked.append("ehlo")

    def has_extn(self, name: str) -> bool:
        return "ehlo" in self.asked and name == "starttls" and self.offers_encryption

    def starttls(self, **_more: object) -> None:
        self.asked.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.asked.append((user, password))

    def send_message(self, message) -> None:
        self.asked.append(message["To"])


class SecureServer(Server):
    """One that is encrypted from the first word."""


@pytest.fixture(autouse=True)
def server(monkeypatch):
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", SecureServer)
    monkeypatch.setattr(Server, "offers_encryption", True)


def send(url: str) -> list[object]:
    Post(url, "ragstone@example.test").send("ada@example.test", "Hello", "A link")
    return Server.last.asked


def test_the_connection_is_encrypted_before_the_password_is_sent():
    assert send("smtp://us%40er:p%3Aw@mail.example:587") == [
        *("Server", "mail.example", 587, "ehlo", "starttls"),
        ("us@er", "p:w"),
        "ada@example.test",
    ]


def test_a_server_that_is_encrypted_from_the_start_is_not_asked_again():
    assert send("smtps://u:p@mail.example") == [
        *("SecureServer", "mail.example", 465, "ehlo"),
        ("u", "p"),
        "ada@example.test",
    ]


def test_a_password_is_never_sent_in_the_clear(monkeypatch, caplog):
    monkeypatch.setattr(Server, "offers_encryption", False)
    caplog.set_level(logging.ERROR)
    assert send("smtp://u:p@mail.example") == ["Server", "mail.example", 587, "ehlo"]
    assert "offers no encryption" in caplog.text


def test_a_relay_without_a_password_may_be_plain(monkeypatch):
    monkeypatch.setattr(Server, "offers_encryption", False)
    assert send("smtp://relay.example:25")[-1] == "ada@example.test"


def test_an_address_that_cannot_be_read_is_logged(caplog):
    Post("smtp://mail.example:port", "r@example.test").send("a@example.test", "Hello", "A link")
    assert "could not be sent" in caplog.text
