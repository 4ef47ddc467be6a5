"""One line a request, to standard error: no query strings, no bodies, nothing personal."""

from __future__ import annotations

import logging

from flask import Flask, Response, request

log = logging.getLogger("ragstone")


def init_app(app: Flask) -> None:
    """Logs what was asked and how it ended."""
    if not app.config["TESTING"]:
        logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
        log.setLevel(logging.INFO)
    app.after_request(_write)


def _write(response: Response) -> Response:
    if request.endpoint != "static":
        log.info("%s %s %s", request.method, request.path, response.status_code)
    return response
