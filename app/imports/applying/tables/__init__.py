"""The kinds of row, in the order in which they are brought in: what others need comes first."""

from collections.abc import Callable
from typing import Any

from app.imports.applying.tables import milestones, portfolio, savings, workstreams

TABLES: dict[str, Callable[..., Any]] = {
    "workstreams": workstreams.Workstreams,
    "portfolio": portfolio.Portfolio,
    "savings": savings.Savings,
    "savings_achieved": savings.Savings,
    "milestones": milestones.Milestones,
}
