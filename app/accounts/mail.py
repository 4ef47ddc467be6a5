"""Delivers a link by e-mail, or to the log where no mail server is set."""

from __future__ import annotations

import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app
from werkzeug.wrappers import Response

log = logging.getLogger("ragstone.mail")

SECONDS = 20
BODY = """Hello {name},

Somebody asked for a link to choose a new password for Ragstone. If that was you,
open this link within one hour:

{link}

It works once. If it was not you, do nothing: your password stays as it is.
"""


@dataclass(frozen=True)
class Post:
    """Where mail goes, from the settings."""

    url: str
    sender: str

    def send(self, to: str, subject: str, body: str) -> None:
        """Sends now. A failure is logged, never shown: pages must not tell who has an account."""
        if not self.url:
            log.warning("No SMTP_URL is set: this message is only logged.\nTo: %s\n%s", to, body)
            return
        try:
            self._deliver(to, subject, body)
        except (OSError, ValueError, smtplib.SMTPException):
            log.exception("The message to %s could not be sent", to)

    def _deliver(self, to: str, subject: str, body: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message.set_content(body)
        server = urlsplit(self.url)
        secure = server.scheme == "smtps"
        host, port = server.hostname or "localhost", server.port or (465 if secure else 587)
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
            if secure
            else smtplib.SMTP(host, port, timeout=SECONDS)
        ) as connection:
            connection.ehlo()
            if not secure and connection.has_extn("starttls"):
                connection.starttls(context=context)
                secure = True
            if server.username:
                _log_in(connection, server, secure=secure)
            connection.send_message(message)


def _log_in(connection: smtplib.SMTP, server: SplitResult, *, secure: bool) -> None:
    if not secure:
        raise smtplib.SMTPException("The mail server offers no encryption for the password")
    connection.login(unquote(server.username or ""), unquote(server.password or ""))


def after(response: Response, *, to: str, name: str, link: str) -> None:
    """Sends the link when the response has gone out, so that its timing tells nothing.

    If the commit fails another response goes out instead, and nothing is sent.
    """
    post = Post(current_app.config["SMTP_URL"], current_app.config["MAIL_FROM"])
    body = BODY.format(name=name, link=link)
    response.call_on_close(partial(post.send, to, "Choose a new password for Ragstone", body))
