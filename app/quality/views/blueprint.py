"""Where the pages of this feature are registered, and what those that change begin with."""

from __future__ import annotations

from flask import Blueprint

from app.core.actor import Actor, Permission
from app.quality.models import Assessment
from app.quality.queries import assessments
from app.web.access import current_actor

bp = Blueprint("quality", __name__, url_prefix="/quality")


def for_change(assessment_id: int) -> tuple[Assessment, Actor]:
    """The assessment, for one who may write it: asked before anything of it is shown."""
    actor = current_actor()
    assessment = assessments.get(assessment_id, actor)
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    return assessment, actor
