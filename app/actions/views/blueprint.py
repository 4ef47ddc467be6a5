"""Where the pages of this feature are registered, and what those that change begin with."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.actions import queries
from app.actions.models import Action
from app.core.actor import Actor, Permission
from app.core.errors import NotFound
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


def done(action: Action, message: str) -> Response:
    """Back to the record's page, saying what was done; to the list for one who may not see it."""
    flash(message)
    try:
        queries.get(action.id, current_actor())
    except NotFound:
        flash("You are not named on it: it no longer shows in your lists")
        return redirect(url_for(".index"))
    return redirect(url_for(".detail", action_id=action.id))
