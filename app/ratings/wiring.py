"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.ratings import rules
from app.ratings.rules.findings import FindingThresholds
from app.settings import registry as settings


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("cost", rules.CostThresholds, title="Cost")
    settings.declare("findings", FindingThresholds, title="Data quality")
