"""Cost improvement schemes: monthly cells, variance, outturn, full-year effect."""

from __future__ import annotations

from flask import Flask

from app.savings import models as models  # so that migrations see its tables
from app.savings import rules
from app.settings import registry as settings
from app.settings.registry import FINANCE


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("savings", rules.SavingsThresholds, title="Savings", owner=FINANCE)
    settings.declare("weights", rules.Weights, title="Savings after risk", owner=FINANCE)
