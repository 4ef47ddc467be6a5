"""Risks: cause, event, effect; consequence by likelihood; review and history of scores."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from app.core.actor import Permission
from app.risks import models as models  # so that migrations see its tables
from app.risks import rules
from app.settings import registry as settings
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("risks", rules.RiskThresholds, title="Risks")
    pages = import_module("app.risks.views")  # only now: pages may read the features above
    app.register_blueprint(pages.bp)
    page.add_to_navigation(app, "risks.index", "Risks", Permission.READ_PROGRAMME)
