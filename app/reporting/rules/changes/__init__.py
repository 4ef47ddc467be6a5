"""What a month says that the one before it did not, in sentences, from the two documents.

No sentence holds a title: a change names its record beside the sentence, and what an audience may
not see is in neither of that audience's documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.reporting.frozen import Document
from app.reporting.rules.changes import registers, standing
from app.reporting.rules.changes.change import Change, Direction, Kind

__all__ = ["Change", "Direction", "Kind", "between", "foremost"]

ORDER = {Direction.WORSE: 0, Direction.BETTER: 1, Direction.NEITHER: 2}
FIRST = (Kind.RATING, Kind.SAVINGS, Kind.MILESTONE, Kind.RISK, Kind.DEPENDENCY)


def between(before: Document, after: Document) -> tuple[Change, ...]:
    """Every difference worth a sentence: by kind, the worse first, then the larger."""
    found = [
        *standing.programme_rating(before, after),
        *standing.workstreams(before, after),
        *standing.savings(before, after),
        *registers.milestones(before, after),
        *registers.risks(before, after),
        *registers.dependencies(before, after),
    ]
    return tuple(sorted(found, key=_order))


def foremost(changes: Sequence[Change], most: int = 6) -> tuple[Change, ...]:
    """The few that a reader needs first: the worst of each kind in turn, in the order told."""
    ranked: list[tuple[int, Change]] = []
    for kind in FIRST:
        ranked += enumerate(each for each in changes if each.kind is kind)
    chosen = [each for _, each in sorted(ranked, key=lambda pair: pair[0])[:most]]
    return tuple(sorted(chosen, key=_order))


def _order(change: Change) -> tuple[Any, ...]:
    whole = bool(change.record or change.workstream)
    return (FIRST.index(change.kind), whole, ORDER[change.direction], -change.size, change.record)
