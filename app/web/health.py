"""Whether this server can serve: for a proxy or a service manager to ask, without signing in."""

from __future__ import annotations

from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.web.access import public

PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


def init_app(app: Flask) -> None:
    """Adds `/health`."""
    app.add_url_rule("/health", "health", health)


@public
def health() -> ResponseReturnValue:
    """Answers 200 when the database answers, else 503; says nothing more to a stranger."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "The database does not answer\n", 503, PLAIN
    return "OK\n", 200, PLAIN
