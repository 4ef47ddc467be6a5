"""Where the pages of this feature are registered."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
