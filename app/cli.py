"""The commands that an operator runs."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the commands."""
