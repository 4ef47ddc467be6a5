"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import sessions
from app.web.access import public

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """The way in."""
    return render_template("accounts/sign_in.html")


@bp.route("/sign-out", methods=["POST"])
@public
def sign_out() -> ResponseReturnValue:
    """The way out, on this browser."""
    sessions.end()
    return redirect(url_for(".sign_in"))


def ask_to_sign_in() -> ResponseReturnValue:
    """Sends a visitor to the sign-in page, and back afterwards."""
    return redirect(url_for(".sign_in", next=request.full_path.rstrip("?")))
