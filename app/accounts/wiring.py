"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.accounts import sessions, views
from app.web import access


def init_app(app: Flask) -> None:
    """Registers signing in and out, and the page about oneself."""
    sessions.init_app(app)
    access.signs_in_by(app, views.ask_to_sign_in)
    app.register_blueprint(views.bp)
