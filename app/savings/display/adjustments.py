"""Corrections of closed months, with the figures before and after each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core import money
from app.core.financial_year import Month
from app.core.money import Pence
from app.savings.models import KINDS, Adjustment, SchemeMonth
from app.savings.rules import closing

NOT_GIVEN = "not given"


@dataclass(frozen=True)
class Step:
    """One figure before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Correction:
    """One adjustment as a page shows it."""

    adjustment: Adjustment
    steps: Sequence[Step]


def corrections(
    adjustments: Iterable[Adjustment], cells: Mapping[Month, SchemeMonth]
) -> list[Correction]:
    """From the newest back: what a figure is now, less what was added since, is what it was."""
    now: dict[tuple[Month, str], int] = {}
    found: list[Correction] = []
    for each in adjustments:
        steps: list[Step] = []
        for kind in KINDS:
            if not (by := getattr(each, kind)):
                continue
            place = (each.month, kind)
            after = now.setdefault(place, actual(cells.get(each.month), kind) or 0)
            now[place] = after - by
            steps.append(Step(_label(kind), money.exact(after - by), money.exact(after)))
        found.append(Correction(each, steps))
    return found


def steps(row: SchemeMonth | None, amounts: Mapping[str, Pence]) -> list[Step]:
    """What an adjustment would make of the month's two actuals."""
    return [
        Step(_label(kind), _words(before), _words(closing.corrected(before, [amounts[kind]])))
        for kind in KINDS
        for before in (actual(row, kind),)
    ]


def actual(row: SchemeMonth | None, kind: str) -> Pence | None:
    """The month's actual of that kind; None where it is not given."""
    found: Pence | None = getattr(row, f"actual_{kind}") if row else None
    return found


def _label(kind: str) -> str:
    return kind.replace("_", "-").capitalize()


def _words(amount: int | None) -> str:
    return NOT_GIVEN if amount is None else money.exact(amount)
