"""How the app takes the feature in: its pages and its menu entry."""

from __future__ import annotations

from flask import Flask

from app.core.actor import Permission
from app.imports import models as models  # so that migrations see its tables
from app.imports.views import bp
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    app.register_blueprint(bp)
    page.add_to_navigation(app, "imports.index", "Import", Permission.IMPORT)
