"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.settings import models as models  # so that migrations see its tables
from app.settings import registry, views
from app.settings.calendar import MonthlyCalendar
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    registry.declare("calendar", MonthlyCalendar, title="Monthly calendar")
    app.register_blueprint(views.bp)
    page.add_to_navigation(app, "settings.index", "Settings", *views.MAY_LOOK)
