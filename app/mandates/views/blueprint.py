"""Where the pages of this feature are registered, and what those that change begin with."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.mandates.queries import writing
from app.savings import queries as savings
from app.savings.models import Scheme
from app.web.access import current_actor

bp = Blueprint("mandates", __name__, url_prefix="/savings")


def for_change(scheme_id: int) -> tuple[Scheme, Actor]:
    """The scheme, for one who may write its mandate: asked before anything of it is shown."""
    actor = current_actor()
    scheme = savings.get(scheme_id, actor)
    writing.must_be_open_to(actor, scheme)
    return scheme, actor


def done(scheme: Scheme, message: str) -> Response:
    """Back to the mandate, saying what was saved."""
    flash(message)
    return redirect(url_for("mandates.mandate", scheme_id=scheme.id))
