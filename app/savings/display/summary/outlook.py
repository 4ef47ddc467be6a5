"""How the year may end, said beside what is forecast for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.savings.rules import outturn_range

Three = tuple[int, int, int]


@dataclass(frozen=True)
class YearEnd:
    """The range in words, and what it was drawn from."""

    likely: str
    made: str


def year_end(month: str, ends: Three, made: Three) -> YearEnd:
    """`ends`: P10, P50, P90. `made`: observations, schemes by history, schemes by weight."""
    low, middle, high = outturn_range.in_words(*ends)
    return YearEnd(
        likely=f"As locked for {month}, the year is likely to end between {low} and {high} "
        f"(eight draws in ten), half below {middle}.",
        made=f"Drawn from {outturn_range.drawn_from(*made)}.",
    )
