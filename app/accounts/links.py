"""Offers a person a one-time link to choose a password, and has it delivered."""

from __future__ import annotations

from flask import current_app, url_for
from werkzeug.wrappers import Response

from app.accounts import commands, mail
from app.accounts.models import Person
from app.core.actor import Actor
from app.web.clock import now


def send(person: Person, *, actor: Actor, response: Response) -> bool:
    """Sends it once the response has gone out; False when enough are on their way already."""
    secret = commands.offer_link(person, actor=actor, at=now())
    if secret is None:
        return False
    path = url_for("accounts.choose_password", link=secret)
    link = current_app.config["PUBLIC_URL"] + path
    mail.after(response, to=person.email, name=person.name, link=link)
    return True
