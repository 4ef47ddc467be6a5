"""Puts a ready-made record into the database, and numbers them so that none clash."""

from __future__ import annotations

from itertools import count
from typing import TypeVar

from app.db import db
from app.db.model import Model

Record = TypeVar("Record", bound=Model)

numbers = count(1)


def stored(record: Record) -> Record:
    """The record, committed, so that a client's request sees it."""
    db.session.add(record)
    db.session.commit()
    return record
