"""Delivers a link by e-mail, or to the log where no mail server is set."""

from __future__ import annotations

import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from urllib.parse import unquote, urlsplit

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
        opened = (
            smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
            if secure
            else smtplib.SMTP(host, port, timeout=SECONDS)
        )
        with opened as connection:
            if not secure and connection.has_extn("starttls"):
                connection.starttls(context=ssl.create_default_context())
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(message)


def after(response: Response, *, to: str, name: str, link: str) -> None:
    """Sends the link when the response has gone out, so that its timing tells nothing.

    If the commit fails another response goes out instead, and nothing is sent.
    """
    post = Post(current_app.config["SMTP_URL"], current_app.config["MAIL_FROM"])
    body = BODY.format(name=name, link=link)
    response.call_on_close(partial(post.send, to, "Choose a new password for Ragstone", body))
