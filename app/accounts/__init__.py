"""People, and how they sign in."""

from __future__ import annotations

from flask import Flask

from app.accounts import views


def init_app(app: Flask) -> None:
    """Registers sign-in and sign-out."""
    app.register_blueprint(views.bp)
