"""A cross-cutting scheme's money, put to its workstreams (nhs-domain 1.6): counted once, and whole.

In proportion to the shares, also where these are not 100%. The one place that splits: whatever is
said of a workstream takes its parts from here, so that it is the same wherever it is said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP
from itertools import pairwise, zip_longest
from typing import Any, TypeVar

from app.core import money
from app.core.money import Pence
from app.savings.rules.figures import Split, YearFigures
from app.savings.rules.overlaps import WHOLE, percent
from app.savings.rules.totals import Part, SchemeSums

SUMS = (
    "plan",
    "ytd_plan",
    "ytd_actual",
    "remaining_forecast",
    "recurrent_forecast",
    "held",
    "validated",
)
KINDS = ("recurrent", "non_recurrent")
Sums = TypeVar("Sums", bound=SchemeSums)
Cells = Sequence[Pence | None]


def largest(shares: Sequence[int]) -> int:
    """The place at which the scheme itself is counted: the first of the largest shares."""
    return max(range(len(shares)), key=shares.__getitem__)


def split(
    amounts: Mapping[str, int], shares: Sequence[int], counts: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Named amounts by share: no penny is lost or made. What counts schemes is not shared."""
    counted = largest(shares)
    columns: dict[str, Sequence[int]] = {}
    for name, amount in amounts.items():
        if name in counts:
            columns[name] = [amount if place == counted else 0 for place in range(len(shares))]
        else:
            columns[name] = money.spread(Pence(amount), shares)
    return [
        {name: column[place] for name, column in columns.items()} for place in range(len(shares))
    ]


def parts(whole: Sums, shares: Sequence[int], home: int | None) -> list[Sums]:
    """The scheme's sums by share. `home`: the place of the workstream that owns it, if it is one.

    What is after risk is split too, and not weighed anew: rounded parts would not make the whole.
    """
    given = split({name: getattr(whole, name) for name in SUMS}, shares)
    return [
        replace(
            whole,
            **sums,
            part=Part(
                whole,
                tuple(shares),
                place,
                is_counted=place == largest(shares),
                is_home=place == home,
            ),
        )
        for place, sums in enumerate(given)
    ]


def split_cells(cells: Cells, shares: Sequence[int]) -> list[tuple[Pence | None, ...]]:
    """Months by share: each month's parts make the month, and each part's months its year.

    The parts are the differences of what the months so far come to, split; None stays None.
    """
    reached = [0]
    for cell in cells:
        reached.append(reached[-1] + (cell or 0))
    running = [money.spread(Pence(each), shares) for each in reached]
    moved = [
        [Pence(now - before) for before, now in zip(earlier, later, strict=True)]
        for earlier, later in pairwise(running)
    ]
    return [
        tuple(
            None if cell is None else month[place] for cell, month in zip(cells, moved, strict=True)
        )
        for place in range(len(shares))
    ]


def split_year(year: YearFigures, shares: Sequence[int]) -> list[YearFigures]:
    """A year by share, month by month."""
    measures = {
        name: {kind: split_cells(getattr(split, kind), shares) for kind in KINDS}
        for name, split in vars(year).items()
    }
    return [
        YearFigures(
            **{
                name: Split(**{kind: parts[place] for kind, parts in kinds.items()})
                for name, kinds in measures.items()
            }
        )
        for place in range(len(shares))
    ]


def added_years(years: Sequence[YearFigures]) -> YearFigures:
    """Years together, month by month; a month that none of them gives stays None."""
    return YearFigures(
        **{
            name: Split(
                **{kind: _added([getattr(getattr(y, name), kind) for y in years]) for kind in KINDS}
            )
            for name in vars(years[0])
        }
    )


def _added(rows: Sequence[Cells]) -> tuple[Pence | None, ...]:
    months = zip_longest(*rows)
    given = [[cell for cell in month if cell is not None] for month in months]
    return tuple(money.total(month) if month else None for month in given)


def in_words(share: int, shares: Sequence[int]) -> str:
    """The part of the whole: `40%`; in proportion, `44.44%`, where the shares are not 100%."""
    whole = sum(shares)
    if whole == WHOLE:
        return percent(share)
    return money.share_in_words(share, whole, places=2, rounding=ROUND_HALF_UP)
