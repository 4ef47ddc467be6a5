"""Thresholds, bands, weights and calendars: each value with an owner, a date and a reason."""

from __future__ import annotations

from flask import Flask

from app.settings import models as models  # so that migrations see its tables
from app.settings import registry
from app.settings.calendar import MonthlyCalendar


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    registry.declare("calendar", MonthlyCalendar, title="Monthly calendar")
