"""Who may open which page. Every route declares it, or the app does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed in"


def requires(*permissions: Permission) -> Callable[[View], View]:
    """The page is for those who hold one of the permissions somewhere."""
    return _declare(permissions)


def signed_in(view: View) -> View:
    """The page is for anybody who has signed in."""
    return _declare(SIGNED_IN)(view)


def public(view: View) -> View:
    """The page is for everybody."""
    return _declare(PUBLIC)(view)


def _declare(access: Any) -> Callable[[View], View]:
    def mark(view: View) -> View:
        vars(view)["access"] = access
        return view

    return mark


def current_actor() -> Actor:
    """Whoever is asking. Raises NotAllowed when nobody is signed in."""
    actor = visitor()
    if actor is None:
        raise NotAllowed("Sign in to do this")
    return actor


def visitor() -> Actor | None:
    """Whoever is asking; None when nobody is signed in."""
    if "actor" not in g:
        g.actor = current_app.extensions["load actor"]()
    actor: Actor | None = g.actor
    return actor


def init_app(app: Flask) -> None:
    """Checks each request. The features above say who is asking, and how to ask them to sign in."""
    app.before_request(_check_access)


def known_by(app: Flask, load_actor: Callable[[], Actor | None]) -> None:
    """`load_actor` gives the person who is signed in, as an Actor, or None."""
    app.extensions["load actor"] = load_actor


def signs_in_by(app: Flask, ask_to_sign_in: Callable[[], ResponseReturnValue]) -> None:
    """`ask_to_sign_in` answers a request from somebody who is not signed in."""
    app.extensions["ask to sign in"] = ask_to_sign_in


def ask_to_sign_in() -> ResponseReturnValue:
    """The sign-in page, which brings the person back to where they were."""
    asked: ResponseReturnValue = current_app.extensions["ask to sign in"]()
    return asked


def must_all_declare(app: Flask) -> None:
    """Raises RuntimeError naming the routes that declare no access."""
    silent = sorted(
        name
        for name, view in app.view_functions.items()
        if name != "static" and not hasattr(view, "access")
    )
    if silent:
        raise RuntimeError(f"These routes do not say who may open them: {', '.join(silent)}")


def _check_access() -> Any:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    access = getattr(view, "access", ())
    if access == PUBLIC:
        return None
    actor = visitor()
    if actor is None:
        return ask_to_sign_in()
    if access != SIGNED_IN and not any(actor.can(permission) for permission in access):
        raise NotAllowed("You do not have permission to open this page")
    return None
