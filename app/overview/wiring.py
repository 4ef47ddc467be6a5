"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.overview import display, views
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app; its programme pages lie under Programmes in the menu."""
    app.register_blueprint(views.bp)
    app.jinja_env.filters.update(task_link=display.task_link, report_link=display.report_link)
    page.add_to_navigation(app, "overview.home", "Home")
    page.shows_under(app, "overview.programme", "programmes.index")
    page.shows_under(app, "overview.workstream", "programmes.index")
