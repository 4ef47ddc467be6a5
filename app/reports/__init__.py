"""Packs from a frozen month: what they say, and how each format looks."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
