"""The kinds of row, in the order in which they are brought in: what others need comes first."""

from collections.abc import Callable
from typing import Any

from app.imports.applying.tables import (
    dependencies,
    ledger,
    milestones,
    people,
    portfolio,
    risks,
    savings,
    savings_by_month,
    schemes,
    workstreams,
)

TABLES: dict[str, Callable[..., Any]] = {
    "people": people.People,
    "workstreams": workstreams.Workstreams,
    "portfolio": portfolio.Portfolio,
    "schemes": schemes.Schemes,
    "savings": savings.Savings,
    "savings_achieved": savings.Savings,
    "savings_by_month": savings_by_month.SavingsByMonth,
    "ledger": ledger.Ledger,
    "milestones": milestones.Milestones,
    "risks": risks.Risks,
    "dependencies": dependencies.Dependencies,
}
