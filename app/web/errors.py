"""What a person sees when something is refused, missing or broken."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.db import db
from app.web import settle
from app.web.access import PUBLIC, ask_to_sign_in, visitor


def init_app(app: Flask) -> None:
    """Maps our errors, and Werkzeug's, to pages."""
    for error, page in PAGES.items():
        app.register_error_handler(error, page)


def _not_found(_error: Exception) -> Any:
    return _page("not_found", 404)


def _not_allowed(error: Exception) -> Any:
    return _page("not_allowed", 403, message=str(error))


def _rule_broken(error: Exception) -> Any:
    return _page("refused", 422, message=str(error))


def _conflict(error: Exception) -> Any:
    return _page("conflict", 409, message=str(error))


def _stale(_error: Exception) -> Any:
    return _page("conflict", 409, message="Someone else changed this at the same moment")


def _busy(error: Exception) -> Any:
    cause = str(getattr(error, "orig", error)).partition("\n")[0]
    current_app.logger.error("The database did not answer: %s", cause)
    return _page("refused", 503, message=settle.BUSY)


def _too_large(_error: Exception) -> Any:
    return _page("too_large", 413)


def _csrf(_error: Exception) -> Any:
    if visitor() is None and _needs_someone():
        db.session.rollback()
        return ask_to_sign_in()
    return _page("form_expired", 400)


def _needs_someone() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "access", PUBLIC) != PUBLIC


def _http(error: Exception) -> Any:
    assert isinstance(error, HTTPException)  # noqa: S101 the handler is registered for these only
    if (error.code or 500) < 400:
        return error
    if error.code == 404:
        return _not_found(error)
    return _page("refused", error.code or 500, message=error.description or error.name)


def _page(template: str, status: int, **values: Any) -> Any:
    db.session.rollback()
    _know_visitor()
    values.setdefault("message", "")
    page = render_template(f"errors/{template}.html", typed=_typed(), **values)
    return page, status


def _know_visitor() -> None:
    """The page is drawn without the menu when the database does not answer: it must not fail."""
    g.pop("expects_writes", None)
    try:
        visitor()
    except SQLAlchemyError:
        db.session.rollback()
        g.actor = None


def _typed() -> list[tuple[str, str]]:
    """What the person had typed, so that it can be shown and copied: nothing is lost."""
    if request.method == "GET" or request.content_length is None:
        return []
    if request.content_length > 200_000:
        return []
    secret = ("csrf_token", "password")
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if value.strip() and not any(word in name for word in secret) and name != "version"
    ]


PAGES: dict[type[Exception], Any] = {
    NotFound: _not_found,
    NotAllowed: _not_allowed,
    RuleBroken: _rule_broken,
    Conflict: _conflict,
    StaleDataError: _stale,
    IntegrityError: _stale,
    OperationalError: _busy,
    TimeoutError: _busy,
    RequestEntityTooLarge: _too_large,
    CSRFError: _csrf,
    HTTPException: _http,
}
