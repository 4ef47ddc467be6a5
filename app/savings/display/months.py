"""A scheme's year as a table of months."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.core import money
from app.core.financial_year import Month
from app.core.money import Pence
from app.savings import rules
from app.savings.display.record import Position, exact_variance


@dataclass(frozen=True)
class MonthRow:
    """One month: plan, forecast and actual, each recurrent and not, and the actual's variance."""

    month: Month
    amounts: Sequence[Pence | None]
    variance: Pence | None
    is_counted: bool
    is_estimated: bool

    @property
    def variance_in_words(self) -> str:
        """`−£44,000.00 adverse`; a dash where there is nothing to compare."""
        return "–" if self.variance is None else exact_variance(self.variance)


def month_rows(at: Position, estimated: Collection[Month]) -> list[MonthRow]:
    """The twelve months. A month not yet counted, or without an actual, has no variance."""
    planned, actual = at.cells.plan.months, at.cells.actual.months
    return [
        MonthRow(
            month=month,
            amounts=[column[number] for column in _columns(at)],
            variance=_variance(actual[number], planned[number]) if number < at.m else None,
            is_counted=number < at.m,
            is_estimated=month in estimated,
        )
        for number, month in enumerate(at.year.months)
    ]


def month_sums(at: Position) -> list[Pence]:
    """The six columns added up, in the order of the rows."""
    return [money.total(cell or 0 for cell in column) for column in _columns(at)]


def _columns(at: Position) -> list[rules.Cells]:
    splits = (at.cells.plan, at.cells.forecast, at.cells.actual)
    return [column for split in splits for column in (split.recurrent, split.non_recurrent)]


def _variance(actual: Pence | None, plan: Pence | None) -> Pence | None:
    return None if actual is None else rules.variance(actual, plan or 0)
