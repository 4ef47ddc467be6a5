"""Where the pages of this feature are registered, and what those that change begin with."""

from __future__ import annotations

from flask import Blueprint

from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed
from app.dependencies import queries
from app.dependencies.models import Dependency
from app.dependencies.rules import Party
from app.web.access import current_actor

bp = Blueprint("dependencies", __name__, url_prefix="/dependencies")


def for_change(dependency_id: int, *sides: Party) -> tuple[Dependency, Actor]:
    """The dependency, for one who may act for one of the sides: asked before a form is shown."""
    actor = current_actor()
    dependency = queries.get(dependency_id, actor)
    places = [dependency.place_of(side) for side in sides or Party]
    if not any(actor.can(Permission.EDIT_DEPENDENCIES, place) for place in places):
        raise NotAllowed("Only the lead of that side, or the office, can do this")
    return dependency, actor
