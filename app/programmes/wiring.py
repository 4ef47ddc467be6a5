"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.accounts import sessions
from app.core.actor import Actor, Permission
from app.programmes import queries, views
from app.programmes.views import people
from app.web import access, page
from app.web.clock import today

MAY_READ = (Permission.READ_PROGRAMME, Permission.READ_PUBLISHED, Permission.MANAGE_PROGRAMME)


def init_app(app: Flask) -> None:
    """Registers the pages, and says who is asking: accounts know the person, this the roles."""
    access.known_by(app, load_actor)
    app.register_blueprint(views.bp)
    page.add_to_navigation(app, "programmes.index", "Programmes", *MAY_READ)
    app.register_blueprint(people.bp)
    page.add_to_navigation(app, "people.index", "People", Permission.MANAGE_PEOPLE)


def load_actor() -> Actor | None:
    """The person who is signed in, with the permissions held today."""
    person = sessions.person()
    return queries.actor_for(person, today()) if person else None
