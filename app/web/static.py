"""Static files: compressed, kept by browsers for a year, with a version in the address."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from whitenoise import WhiteNoise

YEAR = 31_536_000


def init_app(app: Flask) -> None:
    """Serves static/ ahead of Flask. `/static/…?v=` changes when a file does."""
    folder = Path(app.static_folder or "static")
    files = WhiteNoise(app.wsgi_app, max_age=YEAR, add_headers_function=_same_origin)
    files.add_files(str(folder), prefix="static/")
    app.wsgi_app = files  # type: ignore[method-assign]  # how WSGI middleware is put on
    app.extensions["static version"] = cache(lambda name: _version(folder / name))
    app.url_defaults(_add_version)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "filename" in values:
        values["v"] = current_app.extensions["static version"](values["filename"])


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"


def _same_origin(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
