"""Risks: cause, event, effect; consequence by likelihood; review and history of scores."""

from __future__ import annotations

from flask import Flask

from app.risks import models as models  # so that migrations see its tables
from app.risks import rules
from app.settings import registry as settings


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("risks", rules.RiskThresholds, title="Risks")
