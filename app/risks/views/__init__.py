"""The risk register, a risk's page, and what can be done to it."""

from app.risks.views import changes, matrix, record, scores
from app.risks.views.blueprint import bp

__all__ = ["bp", "changes", "matrix", "record", "scores"]
