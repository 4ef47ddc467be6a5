"""Dated promises: a first baseline kept for ever, a forecast with its history, completion."""

from __future__ import annotations

from flask import Flask

from app.milestones import models as models  # so that migrations see its tables
from app.milestones import rules
from app.settings import registry as settings


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("milestones", rules.DeliveryThresholds, title="Milestones")
