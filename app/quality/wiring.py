"""How the app takes the feature in."""

from __future__ import annotations

from flask import Flask

from app.quality import models as models  # so that migrations see its tables


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
