"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.core.actor import Permission
from app.reports import registers, views
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the reports."""
    app.register_blueprint(views.bp)
    app.extensions["risk picture"] = registers.risk_picture
    page.add_to_navigation(app, "reports.index", "Reports", Permission.READ_PUBLISHED)
