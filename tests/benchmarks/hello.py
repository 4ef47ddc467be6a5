"""The least that a page of a Flask app can cost: what the others are compared with."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.route("/health")
def hello() -> str:
    """A greeting."""
    return "Hello, world"
