"""A register as a file to take away, and the evidence of who took it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from app.web.register import Column, Listing, State, written


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
    taken = Taken(listing.name, listing.columns, rows, what=_what(state), place=place)
    return send(taken, state.file, actor=actor, at=at)


@dataclass(frozen=True)
class Taken:
    """A table that leaves the house: its columns and rows, and which part of what it is."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    what: str = ""
    place: Place = EVERYWHERE


def send(taken: Taken, file: str, *, actor: Actor, at: datetime) -> Response:
    """The table as csv or xlsx; logged as `<its name>.export`."""
    content, media = written(taken.name, taken.columns, taken.rows, file)
    name = f"{taken.name.replace(' ', '-')}-{today().isoformat()}.{file}"
    subject = Subject("export", f"{name}, {len(taken.rows)} rows", place=taken.place)
    settle.outlive(
        commands.evidence(f"{taken.name}.export", subject, actor=actor, at=at, reason=taken.what)
    )
    response = Response(content, content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _what(state: State) -> str:
    """Which part of the register was taken, as its address says it."""
    asked = {"q": state.search, **state.chosen}
    return urlencode({name: value for name, value in asked.items() if value})
