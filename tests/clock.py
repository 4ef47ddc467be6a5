"""Moves the clock for a while: `with moved(app, hours=1): …`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask


@contextmanager
def moved(app: Flask, **later: float) -> Iterator[None]:
    """The app's clock, set forward by so much."""
    usual = app.config["CLOCK"]
    app.config["CLOCK"] = usual + timedelta(**later)
    try:
        yield
    finally:
        app.config["CLOCK"] = usual
