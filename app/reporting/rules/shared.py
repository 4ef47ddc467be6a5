"""Each workstream's figures of a document's schemes: of a cross-cutting one its part, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.reporting.frozen import Savings, Scheme
from app.savings.rules import shares

REMAINING = "remaining"


def by_workstream(schemes: Iterable[Scheme]) -> Mapping[str, Sequence[Savings]]:
    """By the workstream's reference, to the penny as the document's own workstreams add them up."""
    found: dict[str, list[Savings]] = defaultdict(list)
    for each in schemes:
        for ref, figures in _parts(each):
            found[ref].append(figures)
    return found


def _parts(scheme: Scheme) -> list[tuple[str, Savings]]:
    """The outturn is split as what it is made of: saved to date, and still to come."""
    figures = scheme.figures
    if not scheme.shares:
        return [(scheme.workstream, figures)]
    amounts = {**vars(figures), REMAINING: figures.forecast - figures.ytd_actual}
    parts = shares.split(amounts, list(scheme.shares.values()), counts=("schemes",))
    for part in parts:
        part["forecast"] = part["ytd_actual"] + part.pop(REMAINING)
    return [(ref, Savings(**part)) for ref, part in zip(scheme.shares, parts, strict=True)]
