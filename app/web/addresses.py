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


def init_app(app: Flask) -> None:
    """Before any feature declares its routes."""
    app.url_map.converters["int"] = RecordIntegerConverter
    app.before_request(_check)


def _check() -> None:
    if "\x00" in request.path:
        abort(404)
