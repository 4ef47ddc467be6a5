"""The scheme register, a scheme's page, its year by month, and what can be done to it."""

from app.savings.views import (
    actions,
    adjustments,
    budget_lines,
    changes,
    claim_queries,
    gap,
    gates,
    ledger,
    months,
    next_year,
    overlaps,
    places,
    reconciliation,
    record,
    summary,
    transfers,
    validation,
)
from app.savings.views.blueprint import bp

__all__ = [
    "actions",
    "adjustments",
    "bp",
    "budget_lines",
    "changes",
    "claim_queries",
    "gap",
    "gates",
    "ledger",
    "months",
    "next_year",
    "overlaps",
    "places",
    "reconciliation",
    "record",
    "summary",
    "transfers",
    "validation",
]
