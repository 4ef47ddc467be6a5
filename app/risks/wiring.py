"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.core.actor import Permission
from app.risks import models as models  # so that migrations see its tables
from app.risks import rules, views
from app.settings import registry as settings
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("risks", rules.RiskThresholds, title="Risks")
    app.register_blueprint(views.bp)
    page.add_to_navigation(app, "risks.index", "Risks", Permission.READ_PROGRAMME)
