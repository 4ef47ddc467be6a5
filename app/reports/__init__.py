"""Packs from a frozen month: what they say, and how each format looks."""

from __future__ import annotations

from flask import Flask

from app.core.actor import Permission
from app.reports import views
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the reports."""
    app.register_blueprint(views.bp)
    page.add_to_navigation(app, "reports.index", "Reports", Permission.READ_PUBLISHED)
