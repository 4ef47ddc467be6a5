"""The blueprint that every page of imports is registered with."""

from flask import Blueprint

bp = Blueprint("imports", __name__, url_prefix="/imports")
