"""When a month is rated as at."""

from __future__ import annotations

from datetime import date

from app.core.financial_year import Month


def as_at(month: Month, today: date) -> date:
    """The earlier of today and the last day of the month."""
    return min(today, month.last)
