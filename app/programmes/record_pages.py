"""What the pages of every record share: where a change leads, and the story of its life."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from app.audit import display as trail
from app.audit import queries as audit
from app.audit.display import Chapter
from app.programmes import queries
from app.programmes.queries import visibility
from app.web.access import current_actor
from app.web.links import record_page


def done(record: Any, message: str) -> Response:
    """Back to the record's page, saying what was done; to the list for one who may not see it."""
    flash(message)
    if visibility.is_withheld(record, current_actor()):
        flash("You are not named on it: it no longer shows in your lists")
        return redirect(url_for(".index"))
    return redirect(record_page(record.__tablename__, record.id) or url_for(".index"))


def story(
    record: Any, labels: Mapping[str, str], deeds: Mapping[str, str] | None = None
) -> list[Chapter]:
    """The record's life in words, newest first; `labels` name its fields, `deeds` its verbs."""
    events = audit.of_record(record.__tablename__, record.id)
    owners = [key for event in events for key in event.differences.get("owner_id", ())]
    people = {"owner_id": queries.names(owners)}
    return trail.story(events, labels=labels, deeds=deeds, names=people)
