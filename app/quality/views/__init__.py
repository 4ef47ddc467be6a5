"""The pages of quality: a scheme's assessment step by step, the panel's, and the register."""

from app.quality.views import (
    answers,
    assessment,
    cumulative,
    measures,
    panel,
    readings,
    register,
    reopening,
    reviews,
    routes,
    sending,
)
from app.quality.views.blueprint import bp

__all__ = [
    "answers",
    "assessment",
    "bp",
    "cumulative",
    "measures",
    "panel",
    "readings",
    "register",
    "reopening",
    "reviews",
    "routes",
    "sending",
]
