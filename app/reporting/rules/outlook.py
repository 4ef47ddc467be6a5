"""How the year may end, drawn from what a frozen month keeps: again, whenever somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.reporting.frozen import Document, Scheme
from app.savings.rules import outturn_range
from app.savings.rules.outturn_range import Past, Range, Remaining


def drawn(seed: str, schemes: Iterable[Scheme], history: Sequence[Past]) -> Range:
    """The range of the counted outturn."""
    return outturn_range.year_end(seed, map(remaining, schemes), history)


def again(document: Document) -> Range | None:
    """The range of a whole frozen month, from nothing but what the month keeps."""
    kept = document.year_end
    if kept is None:
        return None
    history = [
        Past(each.status, each.month, each.percent, each.pence, each.count) for each in kept.history
    ]
    return drawn(kept.seed, document.schemes, history)


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
