"""Cost improvement schemes: monthly cells, variance, outturn, full-year effect."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from app.core.actor import Permission
from app.savings import models as models  # so that migrations see its tables
from app.savings import rules
from app.settings import registry as settings
from app.settings.registry import FINANCE
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("savings", rules.SavingsThresholds, title="Savings", owner=FINANCE)
    settings.declare("weights", rules.Weights, title="Savings after risk", owner=FINANCE)
    pages = import_module("app.savings.views")  # only now: pages read the features above
    app.register_blueprint(pages.bp)
    page.add_to_navigation(app, "savings.index", "Savings", Permission.READ_PROGRAMME)
