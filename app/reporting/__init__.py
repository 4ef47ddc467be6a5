"""The month: periods, updates, challenge, the lock and its frozen document."""

from __future__ import annotations

from flask import Flask

from app.reporting import models as models  # so that migrations see its tables


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
