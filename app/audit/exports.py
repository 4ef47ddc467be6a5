"""A register as a file to take away, and the evidence of who took it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Response
from sqlalchemy import Select

from app.audit import commands
from app.audit.commands import Subject
from app.core.actor import EVERYWHERE, Actor, Place
from app.db import db
from app.web import settle
from app.web.clock import today
from app.web.register import Listing, State, written


def download(
    listing: Listing,
    state: State,
    statement: Select[Any],
    *,
    actor: Actor,
    at: datetime,
    place: Place = EVERYWHERE,
) -> Response:
    """All rows that the statement gives, on one page or many; logged as `milestones.export`."""
    rows = [listing.read(row) for row in db.session.execute(statement)]
    content, media = written(listing.name, listing.columns, rows, state.file)
    name = f"{listing.name.replace(' ', '-')}-{today().isoformat()}.{state.file}"
    subject = Subject("export", f"{name}, {len(rows)} rows", place=place)
    settle.outlive(
        commands.evidence(
            f"{listing.name}.export", subject, actor=actor, at=at, reason=_what(state)
        )
    )
    response = Response(content, content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _what(state: State) -> str:
    """Which part of the register was taken, as its address says it."""
    asked = {"q": state.search, **state.chosen}
    return urlencode({name: value for name, value in asked.items() if value})
