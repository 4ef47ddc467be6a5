"""How the app takes the feature in."""

from __future__ import annotations

from flask import Flask

from app.quality import models as models  # so that migrations see its tables
from app.quality.rules.thresholds import PanelThresholds
from app.settings import registry as settings

EXECUTIVES = "Medical director and chief nurse"


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("panel", PanelThresholds, title="Quality panel", owner=EXECUTIVES)
