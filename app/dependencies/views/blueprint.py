"""Where the routes of dependencies are gathered, and what they share."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.core.actor import Permission
from app.core.errors import NotAllowed
from app.dependencies import queries
from app.dependencies.models import Dependency
from app.dependencies.rules import Party
from app.web.access import current_actor

bp = Blueprint("dependencies", __name__, url_prefix="/dependencies")


def for_change(dependency_id: int, *sides: Party) -> Dependency:
    """The dependency, for one who may act for one of the sides: asked before a form is shown."""
    dependency = queries.get(dependency_id, current_actor())
    actor = current_actor()
    places = [dependency.place_of(side) for side in sides or Party]
    if not any(actor.can(Permission.EDIT_DEPENDENCIES, place) for place in places):
        raise NotAllowed("Only the lead of that side, or the office, can do this")
    return dependency


def done(dependency: Dependency, message: str) -> Response:
    """Back to its page, saying what was done."""
    flash(message)
    return redirect(url_for("dependencies.detail", dependency_id=dependency.id))
