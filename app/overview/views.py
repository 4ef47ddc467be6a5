"""The home page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.web.access import signed_in

bp = Blueprint("overview", __name__)


@bp.route("/")
@signed_in
def home() -> ResponseReturnValue:
    """Where everybody lands after signing in."""
    return render_template("overview/home.html")
