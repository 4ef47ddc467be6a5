"""What may be counted twice, as a page lists it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.actor import Actor
from app.core.financial_year import Month
from app.savings.models import OverlapDecision, Scheme
from app.savings.queries import overlaps as queries
from app.savings.rules.overlaps import Kind, Overlap

KINDS = {
    Kind.LINE: "One budget line",
    Kind.SHARES: "Shares that are not 100%",
    Kind.TWIN: "Alike in two workstreams",
}


@dataclass(frozen=True)
class Side:
    """One of the schemes, and its pounds of the year."""

    scheme: Scheme
    plan: int
    forecast: int


@dataclass(frozen=True)
class Pair:
    """Something that may be counted twice, and the newest decision on it."""

    overlap: Overlap
    sides: Sequence[Side]
    decision: OverlapDecision | None

    @property
    def kind(self) -> str:
        return KINDS[self.overlap.kind]

    @property
    def is_settled(self) -> bool:
        return self.decision is not None and self.decision.is_settled


def pairs(
    overlaps: Sequence[Overlap],
    decisions: Mapping[str, OverlapDecision],
    actor: Actor,
    month: Month,
) -> list[Pair]:
    """Those of which the reader may see every scheme; the others are left out whole."""
    ids = {each for overlap in overlaps for each in overlap.schemes}
    schemes, sums = queries.schemes(ids, actor), queries.sums(ids, month)
    return [
        Pair(
            overlap,
            [Side(schemes[each], *sums.get(each, (0, 0))) for each in overlap.schemes],
            decisions.get(overlap.key),
        )
        for overlap in overlaps
        if all(each in schemes for each in overlap.schemes)
    ]
