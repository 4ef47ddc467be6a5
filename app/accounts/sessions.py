"""Who is signed in on this browser, until when."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app, session

from app.accounts.models import Person
from app.db import db
from app.web.clock import now


def begin(person: Person) -> None:
    """Signs the person in, in a new session."""
    session.clear()
    session.permanent = True
    session["person"] = person.id
    session["signed out count"] = person.signed_out_count
    session["since"] = session["seen"] = now().timestamp()


def end() -> None:
    """Signs out this browser."""
    session.clear()


def person() -> Person | None:
    """Who is signed in; None after sign-out everywhere, a time-out or deactivation."""
    found = db.session.get(Person, session["person"]) if "person" in session else None
    if found is None or not _holds(found):
        return None
    session["seen"] = now().timestamp()
    return found


def _holds(found: Person) -> bool:
    moment = now()
    since = datetime.fromtimestamp(session.get("since", 0), UTC)
    seen = datetime.fromtimestamp(session.get("seen", 0), UTC)
    return (
        found.is_active
        and session.get("signed out count") == found.signed_out_count
        and moment - since < current_app.config["PERMANENT_SESSION_LIFETIME"]
        and moment - seen < current_app.config["IDLE_AFTER"]
    )
