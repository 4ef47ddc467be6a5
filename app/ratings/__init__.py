"""How a workstream stands: each dimension, the overall, and the reasons."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
