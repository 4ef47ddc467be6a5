"""How the app takes the feature in: its pages, and what the gates read of mandates."""

from __future__ import annotations

from flask import Flask

from app.core.actor import Permission
from app.mandates import models as models  # so that migrations see its tables
from app.mandates import queries, views
from app.savings.queries import given
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    app.register_blueprint(views.bp)
    given.reads_mandates(queries.said)
    read = Permission.READ_PROGRAMME
    page.add_tab(app, "scheme", "mandates.mandate", "Mandate", read, after="savings.detail")
