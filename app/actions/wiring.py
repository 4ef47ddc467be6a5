"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.actions import rules, views
from app.core.actor import Permission
from app.settings import registry as settings
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("actions", rules.ActionThresholds, title="Actions")
    app.register_blueprint(views.bp)
    page.add_to_navigation(app, "actions.index", "Actions", Permission.READ_PROGRAMME)
