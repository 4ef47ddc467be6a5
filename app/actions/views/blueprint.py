"""Where the pages of this feature are registered, and what those that change begin with."""

from __future__ import annotations

from flask import Blueprint

from app.actions import queries
from app.actions.models import Action
from app.core.actor import Actor, Permission
from app.web.access import current_actor

bp = Blueprint("actions", __name__, url_prefix="/actions")


def for_change(action_id: int) -> tuple[Action, Actor]:
    """The action, for one who may change it: asked before anything of it is shown."""
    actor = current_actor()
    action = queries.get(action_id, actor)
    actor.must(Permission.EDIT_ACTIONS, action.place)
    return action, actor


def may_complete(action: Action, actor: Actor) -> bool:
    """Its owner, and those who edit actions there."""
    owns = actor.person_id is not None and actor.person_id == action.owner_id
    return owns or actor.can(Permission.EDIT_ACTIONS, action.place)
