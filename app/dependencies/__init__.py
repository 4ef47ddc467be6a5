"""Who needs what from whom by when, and whether both have agreed it."""

from __future__ import annotations

from flask import Flask

from app.dependencies import models as models  # so that migrations see its tables
from app.dependencies import rules
from app.settings import registry as settings


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("dependencies", rules.DependencyThresholds, title="Dependencies")
