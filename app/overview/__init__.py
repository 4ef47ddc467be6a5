"""The home page and the programme page: the live position."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
