"""Thresholds, bands, weights and calendars: each value with an owner, a date and a reason."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from app.settings import models as models  # so that migrations see its tables
from app.settings import registry
from app.settings.calendar import MonthlyCalendar
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    registry.declare("calendar", MonthlyCalendar, title="Monthly calendar")
    views = import_module("app.settings.views")  # they look up at ratings, which need the registry
    app.register_blueprint(views.bp)
    page.add_to_navigation(app, "settings.index", "Settings", *views.MAY_LOOK)
