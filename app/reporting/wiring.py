"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.core.actor import Permission
from app.reporting import display, views
from app.reporting import models as models  # so that migrations see its tables
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    app.register_blueprint(views.bp)
    app.jinja_env.filters.update(
        update_words=display.WORDS.get,
        update_colour=display.COLOURS.get,
        finding_page=display.page_of,
        permille=display.permille,
    )
    page.add_to_navigation(app, "reporting.index", "Month", Permission.READ_PROGRAMME)
    page.add_tab(
        app, "savings", "reporting.accuracy", "Forecast accuracy", Permission.READ_PROGRAMME
    )
    page.shows_under(app, "reporting.accuracy", "savings.index")
    page.shows_under(app, "reporting.accuracy_by_person", "savings.index")
