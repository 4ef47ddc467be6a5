"""What is still waiting on a sheet of schemes: actuals that nobody has given, queries, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.financial_year import Month
from app.savings.models import Scheme, SchemeMonth
from app.savings.queries.threads import Open

NAMED = 20


@dataclass(frozen=True)
class Waits:
    """Of the schemes of one sheet: those without an actual, and the queries that are not closed."""

    month: Month
    without_actual: Sequence[Scheme]
    queries: Sequence[tuple[Scheme, Open]]

    def __bool__(self) -> bool:
        return bool(self.without_actual or self.queries)

    @property
    def named(self) -> Sequence[Scheme]:
        """The first of those without an actual."""
        return self.without_actual[:NAMED]

    @property
    def in_words(self) -> str:
        """`3 schemes without an actual for October 2026, 1 query`."""
        missing, asked = len(self.without_actual), len(self.queries)
        schemes = f"{missing} {'scheme' if missing == 1 else 'schemes'}"
        parts = [f"{schemes} without an actual for {self.month.name}"] if missing else []
        if asked:
            parts.append(f"{asked} {'query' if asked == 1 else 'queries'}")
        return ", ".join(parts)


def waits(
    schemes: Sequence[tuple[Scheme, Mapping[Month, SchemeMonth]]],
    queries: Mapping[int, Sequence[Open]],
    month: Month,
    today: date,
) -> Waits:
    """As at today: a month that has not begun waits for nothing."""
    return Waits(
        month,
        [scheme for scheme, known in schemes if month.first <= today and _is_missing(known, month)],
        [(scheme, each) for scheme, _ in schemes for each in queries.get(scheme.id, ())],
    )


def _is_missing(known: Mapping[Month, SchemeMonth], month: Month) -> bool:
    """No actual, where something was planned or forecast; 0 is one."""
    row = known.get(month)
    if row is None or (row.actual_recurrent, row.actual_non_recurrent) != (None, None):
        return False
    cells = (row.plan_recurrent, row.plan_non_recurrent)
    return any((*cells, row.forecast_recurrent, row.forecast_non_recurrent))
