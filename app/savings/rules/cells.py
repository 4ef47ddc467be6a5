"""How one amount of one month is named and written where people read it."""

from __future__ import annotations

from typing import Any

from app.core import money
from app.core.financial_year import Month

MOST_PENCE = 10**15
"""No month of one scheme is larger: ten million million pounds."""

Written = dict[str, tuple[str | None, str | None]]


def words(cell: str) -> str:
    """`plan_non_recurrent` as a person says it: `plan, non-recurrent`."""
    measure, _, kind = cell.partition("_")
    return f"{measure}, {kind.replace('_', '-')}"


def in_trail(month: Month, cell: str) -> str:
    """How the audit trail names a cell: `2026-10 plan, recurrent`."""
    return f"{month} {words(cell)}"


def written(both: tuple[Any, Any]) -> tuple[str | None, str | None]:
    """An amount before and after, in pounds and pence; None where it is not given."""
    before, after = (None if side is None else money.exact(side) for side in both)
    return before, after
