"""How the year may end, drawn from what a frozen month keeps: again, whenever somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.core import money
from app.reporting.frozen import Document, Scheme
from app.reporting.frozen import Past as Kept
from app.savings.rules import outturn_range
from app.savings.rules.outturn_range import PERCENT, Past, Range, Remaining
from app.savings.rules.totals import SchemeSums, Weights, weight

DRAWN = 64  # ranges that a process remembers
TOGETHER = "All"


@dataclass(frozen=True, kw_only=True)
class Input:
    """What the range is drawn from, of a development status: its history, and its schemes now.

    `forecast`: of the past months, made a month ahead; `delivered` of it, each scheme's month
    between 0% and 200%. `to_date` stands; of `remaining` a share is drawn. Pence.
    """

    status: str
    observations: int
    forecast: int
    delivered: int
    schemes: int
    to_date: int
    remaining: int


def inputs(document: Document) -> list[Input]:
    """By development status, and all together last; empty where the month does not keep them all.

    A copy without its withheld schemes keeps a part: whoever reads the whole has the rest.
    """
    kept = document.year_end
    if kept is None or not holds_inputs(document):
        return []
    listed = [remaining(each) for each in document.schemes]
    statuses = sorted({each.status for each in listed} | {each.status for each in kept.history})
    of_status = [_input(each, kept.history, listed) for each in statuses]
    names = ("observations", "forecast", "delivered", "schemes", "to_date", "remaining")
    sums = {name: sum(getattr(each, name) for each in of_status) for name in names}
    return [*of_status, Input(status=TOGETHER, **sums)]


def holds_inputs(document: Document) -> bool:
    """Whether the document holds everything that its range is drawn from."""
    return not any(each.kind == "schemes" for each in document.withheld)


def _input(status: str, history: Iterable[Kept], listed: Iterable[Remaining]) -> Input:
    past = [each for each in history if each.status == status]
    mine = [each for each in listed if each.status == status]
    return Input(
        status=status,
        observations=sum(each.count for each in past),
        forecast=sum(each.pence for each in past),
        delivered=money.divided(sum(each.pence * each.percent for each in past), PERCENT),
        schemes=len(mine),
        to_date=sum(each.ytd for each in mine),
        remaining=sum(each.remaining for each in mine),
    )


def drawn(seed: str, schemes: Iterable[Scheme], history: Sequence[Past]) -> Range:
    """The range of the counted outturn."""
    return outturn_range.year_end(seed, map(remaining, schemes), history)


def live(
    seed: str, schemes: Iterable[SchemeSums], weights: Weights, last: Document | None
) -> Range | None:
    """The range as it would be now, by the history that the last locked month keeps."""
    listed = tuple(_as_it_stands(each, weights) for each in schemes)
    kept = last.year_end if last else None
    return _drawn_once(seed, listed, kept.history if kept else ()) if listed else None


@lru_cache(maxsize=DRAWN)
def _drawn_once(seed: str, schemes: tuple[Remaining, ...], history: tuple[Kept, ...]) -> Range:
    """The same figures give the same range, and a page is opened more often than they change."""
    return outturn_range.year_end(seed, schemes, _read(history))


def _as_it_stands(sums: SchemeSums, weights: Weights) -> Remaining:
    return Remaining(
        ref=sums.ref,
        status=sums.status.value,
        weight=weight(sums, weights),
        ytd=sums.ytd_actual,
        remaining=sums.remaining_forecast - sums.held,
    )


def again(document: Document) -> Range | None:
    """The range of a whole frozen month, from nothing but what the month keeps."""
    kept = document.year_end
    if kept is None:
        return None
    return drawn(kept.seed, document.schemes, _read(kept.history))


def _read(history: Iterable[Kept]) -> list[Past]:
    return [Past(each.status, each.month, each.percent, each.pence, each.count) for each in history]


def remaining(scheme: Scheme) -> Remaining:
    """What a draw needs to know of a scheme; of one that quality holds, nothing remains."""
    figures = scheme.figures
    return Remaining(
        ref=scheme.ref,
        status=scheme.development_status,
        weight=scheme.weight,
        ytd=figures.ytd_actual,
        remaining=figures.counted - figures.ytd_actual,
    )
