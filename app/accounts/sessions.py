"""Who is signed in on this browser, until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user

from app.accounts.models import Person
from app.db import db
from app.web.clock import now

WAS = "was"  # who was last signed in here: what they had typed may only go back to them


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A person as Flask-Login knows them. Signing out everywhere makes a new id."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def is_active(self) -> bool:
        """Whether they may sign in at all."""
        return self.person.is_active

    def get_id(self) -> str:
        """What the browser keeps, signed."""
        return f"{self.person.id}.{self.person.signed_out_count}"


class Cookie(SecureCookieSessionInterface):
    """Flask's signed cookie, which goes back over https only if it came over https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the settings say so, or this request is encrypted."""
        return super().get_cookie_secure(app) or request.is_secure


def init_app(app: Flask) -> None:
    """Lets Flask-Login find who is signed in."""
    app.session_interface = Cookie()
    login = LoginManager()
    login.init_app(app, add_context_processor=False)
    login.user_loader(_load)


def begin(person: Person) -> None:
    """Signs the person in, in a new session: nothing of the one before is kept."""
    _clear()
    session.permanent = True
    session["since"] = session["seen"] = now().timestamp()
    login_user(SignedIn(person))


def end() -> None:
    """Signs out this browser."""
    was = last_person_id()
    _clear()
    if was is not None:
        session[WAS] = was


def person() -> Person | None:
    """Who is signed in; None after sign-out everywhere, a time-out or deactivation."""
    return current_user.person if current_user.is_authenticated else None


def last_person_id() -> int | None:
    """Who is signed in on this browser, or was until a time-out or sign-out."""
    found, _count = _parts(session.get("_user_id"))
    was = session.get(WAS)
    return found or (was if isinstance(was, int) else None)


def _clear() -> None:
    session.clear()
    g.pop("csrf_token", None)  # a page of this same request gets a token of the new session


def _load(kept: str) -> SignedIn | None:
    person_id, count = _parts(kept)
    found = db.session.get(Person, person_id) if person_id and _in_time() else None
    if found is None or not found.is_active or found.signed_out_count != count:
        return None
    session["seen"] = now().timestamp()
    return SignedIn(found)


def _parts(kept: object) -> tuple[int | None, int | None]:
    person_id, _dot, count = str(kept).partition(".")
    return (int(person_id), int(count)) if person_id.isdigit() and count.isdigit() else (None, None)


def _in_time() -> bool:
    moment = now()
    since = datetime.fromtimestamp(session.get("since", 0), UTC)
    seen = datetime.fromtimestamp(session.get("seen", 0), UTC)
    whole: timedelta = current_app.config["SIGNED_IN_FOR"]
    idle: timedelta = current_app.config["IDLE_AFTER"]
    return moment - since < whole and moment - seen < idle
