"""What no address may hold: an id that no database has, a character that none can store."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

LARGEST_ID = 2_147_483_647


class RecordIntegerConverter(IntegerConverter):
    """A number that can be an id. Anything larger is an address that does not exist."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max", LARGEST_ID)
        super().__init__(*args, **options)


def record_id(text: str) -> int:
    """An id that follows the question mark. Raises ValueError for what no database has."""
    number = int(text)
    if not 0 < number <= LARGEST_ID:
        raise ValueError(text)
    return number


def init_app(app: Flask) -> None:
    """Before any feature declares its routes."""
    app.url_map.converters["int"] = RecordIntegerConverter
    app.before_request(_check)


def _check() -> None:
    if "\x00" in request.path:
        abort(404)
