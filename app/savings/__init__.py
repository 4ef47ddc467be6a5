"""Cost improvement schemes: monthly cells, variance, outturn, full-year effect."""

from __future__ import annotations

from flask import Flask

from app.savings import models as models  # so that migrations see its tables


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
