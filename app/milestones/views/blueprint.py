"""Where the pages of this feature are registered, and what those that change begin with."""

from __future__ import annotations

from flask import Blueprint

from app.core.actor import Actor, Permission
from app.milestones import queries
from app.milestones.models import Milestone
from app.web.access import current_actor

bp = Blueprint("milestones", __name__, url_prefix="/milestones")


def for_change(milestone_id: int) -> tuple[Milestone, Actor]:
    """The milestone, for one who may change it: asked before anything of it is shown."""
    actor = current_actor()
    milestone = queries.get(milestone_id, actor)
    actor.must(Permission.EDIT_MILESTONES, milestone.place)
    return milestone, actor
