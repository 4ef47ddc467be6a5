"""The home page and the programme page: the live position."""

from __future__ import annotations

from flask import Flask

from app.overview import views


def init_app(app: Flask) -> None:
    """Registers the pages."""
    app.register_blueprint(views.bp)
