"""Organisations, programmes, workstreams, and who has which role where; builds the Actor."""

from __future__ import annotations

from flask import Flask

from app.accounts import sessions
from app.core.actor import Actor
from app.programmes import queries
from app.web import access
from app.web.clock import today


def init_app(app: Flask) -> None:
    """Says who is asking: accounts knows the person, programmes know the roles."""
    access.known_by(app, load_actor)


def load_actor() -> Actor | None:
    """The person who is signed in, with the permissions held today."""
    person = sessions.person()
    return queries.actor_for(person, today()) if person else None
