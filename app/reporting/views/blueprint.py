"""Where the pages of the month live."""

from flask import Blueprint

bp = Blueprint("reporting", __name__, url_prefix="/months")

MONTH = "/<code>/<month>"
UPDATE = f"{MONTH}/updates/<ref>"
