"""Where the pages of people are registered."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

bp = Blueprint("people", __name__)


def to_page_of(person_id: int) -> Response:
    """Back to the person's page, which commits."""
    return redirect(url_for("people.detail", person_id=person_id))
