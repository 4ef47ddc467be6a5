"""What next year opens with: each scheme's roll-over by month, and what has to be found again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.savings.queries.next_year import OpeningLine
from app.web.register import Column, Kind


@dataclass(frozen=True)
class Opened:
    """All schemes together."""

    lines: Sequence[OpeningLine]

    @property
    def opening(self) -> list[OpeningLine]:
        """Those that would open with a roll-over."""
        return [each for each in self.lines if each.opens]

    @property
    def roll_over(self) -> Pence:
        """What would be written."""
        return Pence(sum(each.opening.roll_over or 0 for each in self.opening))

    @property
    def by_month(self) -> list[Pence]:
        """The same, April first."""
        return [
            Pence(sum(each.opening.months[place] or 0 for each in self.opening))
            for place in range(12)
        ]

    @property
    def planned(self) -> Pence:
        """What next year's plan holds already."""
        return Pence(sum(each.planned for each in self.lines))

    @property
    def hole(self) -> Pence:
        """What this year saves once only: it must be found again."""
        return Pence(sum(each.non_recurrent for each in self.lines))

    @property
    def unknown(self) -> int:
        """How many schemes have no full-year effect to roll over."""
        return sum(each.opening.full_year_effect is None for each in self.lines)


def state(line: OpeningLine) -> str:
    """What becomes of the scheme next year."""
    if line.is_planned:
        return "Has a plan already"
    if line.opening.full_year_effect is None:
        return "March is empty: full-year effect not known"
    return "Opens with its roll-over" if line.opens else "Nothing rolls over"


def columns(year: FinancialYear) -> list[Column]:
    """For a file: every scheme, with next year's months."""
    return [
        Column(key="ref", heading="Reference", value=lambda line: line.ref),
        Column(key="title", heading="Scheme", value=lambda line: line.title),
        Column(key="workstream", heading="Workstream", value=lambda line: line.workstream_ref),
        _money("full-year", "Full-year effect", lambda line: line.opening.full_year_effect),
        _money("in-year", f"Recurrent in {year}", lambda line: line.opening.in_year),
        _money("roll-over", "Rolls over", lambda line: line.opening.roll_over),
        _money("once", "To be found again", lambda line: line.non_recurrent),
        _money("planned", f"Plan of {year.next} already", lambda line: line.planned),
        Column(key="state", heading=f"In {year.next}", value=state),
        *(_of_month(place, month) for place, month in enumerate(year.next.months)),
    ]


def _money(key: str, heading: str, value: Callable[[OpeningLine], Pence | None]) -> Column:
    return Column(key=key, heading=heading, kind=Kind.MONEY, value=value)


def _of_month(place: int, month: Month) -> Column:
    return _money(f"m{place + 1}", month.name, partial(_in_month, place))


def _in_month(place: int, line: OpeningLine) -> Pence | None:
    return line.opening.months[place] if line.opens else None
