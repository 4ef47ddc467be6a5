"""One request, one transaction: a write that ends in a redirect commits; all else rolls back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, g, make_response, render_template, request
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.db import db
from app.web import headers

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Registered before every other after_request, so that it runs last."""
    app.before_request(_expect)
    app.after_request(_settle)


def outlive(write: Callable[[Session], None]) -> None:
    """Evidence that must stay whatever becomes of the request: written after it is settled."""
    g.setdefault("evidence", []).append(write)


def _expect() -> None:
    if request.method not in SAFE_METHODS:
        db.expect_writes()


def _settle(response: Response) -> Response:
    if request.method not in SAFE_METHODS and 300 <= response.status_code < 400:
        response = _commit(response)
    else:
        db.session.rollback()
    return _with_evidence(response)


def _commit(response: Response) -> Response:
    try:
        db.session.commit()
    except (StaleDataError, SQLAlchemyError):
        db.session.rollback()
        return _instead("conflict", 409, CLASH)
    return response


def _instead(template: str, status: int, message: str) -> Response:
    """This runs after all others, so the page gets here what every response says."""
    page = render_template(f"errors/{template}.html", message=message, typed=[])
    return headers.add(make_response(page, status))


CLASH = "Someone else changed this at the same moment. Nothing was saved: go back and try again"


BUSY = "The database is busy or does not answer. Nothing was saved: wait a moment, then try again"


def _with_evidence(response: Response) -> Response:
    """What must be in the trail is not handed over when the trail cannot be written."""
    try:
        _write_evidence()
    except OperationalError:
        return _instead("refused", 503, BUSY)
    return response


def _write_evidence() -> None:
    for write in g.pop("evidence", []):
        db.expect_writes()
        with db.sessions.begin() as own:
            write(own)
