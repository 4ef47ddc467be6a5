"""Where the pages of this feature are registered, and what those that change begin with."""

from __future__ import annotations

from flask import Blueprint

from app.core.actor import Actor, Permission
from app.risks import queries
from app.risks.models import Risk
from app.web.access import current_actor

bp = Blueprint("risks", __name__, url_prefix="/risks")


def for_change(risk_id: int) -> tuple[Risk, Actor]:
    """The risk, for one who may change it: asked before anything of it is shown."""
    actor = current_actor()
    risk = queries.get(risk_id, actor)
    actor.must(Permission.EDIT_RISKS, risk.place)
    return risk, actor
