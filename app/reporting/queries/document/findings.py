"""The data-quality findings of a month's document."""

from __future__ import annotations

from datetime import date

from app.core.financial_year import Month
from app.reporting import frozen


def of(_programme_id: int, _month: Month, _as_at: date) -> tuple[frozen.Finding, ...]:
    """Named rules, by workstream and record."""
    return ()
