"""How a workstream stands: cost, the overall rating, and what people declare beside it; pure."""

from app.core.rating import Dimension
from app.ratings.rules.declared import (
    Divergence,
    Grant,
    Reported,
    divergence,
    is_path_overdue,
    months_at_colour,
    months_diverging,
    needs_path,
    path_gaps,
    reported,
    turned_red,
)
from app.ratings.rules.overall import (
    Rule,
    cost,
    not_applicable,
    overall,
)
from app.ratings.rules.thresholds import DEFAULTS, CostThresholds, Thresholds

__all__ = [
    "DEFAULTS",
    "CostThresholds",
    "Dimension",
    "Divergence",
    "Grant",
    "Reported",
    "Rule",
    "Thresholds",
    "cost",
    "divergence",
    "is_path_overdue",
    "months_at_colour",
    "months_diverging",
    "needs_path",
    "not_applicable",
    "overall",
    "path_gaps",
    "reported",
    "turned_red",
]
