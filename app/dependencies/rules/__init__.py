"""How a promise between two workstreams is agreed, rated, and passes its lateness on; pure."""

from app.dependencies.rules.agreement import (
    DateEffect,
    Move,
    Party,
    Standing,
    Status,
    after_date_change,
    allowed_moves,
    make,
)
from app.dependencies.rules.knock_on import Link, Pushed, knock_on
from app.dependencies.rules.rating import (
    DependencyThresholds,
    Facts,
    Rule,
    dependencies,
    escalates_on,
    gap,
    is_late,
    meets_need,
    rate,
)

__all__ = [
    "DateEffect",
    "DependencyThresholds",
    "Facts",
    "Link",
    "Move",
    "Party",
    "Pushed",
    "Rule",
    "Standing",
    "Status",
    "after_date_change",
    "allowed_moves",
    "dependencies",
    "escalates_on",
    "gap",
    "is_late",
    "knock_on",
    "make",
    "meets_need",
    "rate",
]
