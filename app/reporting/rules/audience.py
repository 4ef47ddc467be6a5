"""What an audience may see of a frozen month: a document of its own, with a hash of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.reporting.frozen import (
    Accuracy,
    Document,
    Rated,
    Savings,
    Why,
    Withheld,
    Workstream,
    YearEnd,
)

SENSITIVE = "workforce-sensitive"
WHY = "workforce-sensitive: shown only to people named on them"
MASKED = "A workforce-sensitive record, left out of this report"
MASKED_SUMS = "Savings include workforce-sensitive schemes, so the figures are left out"
KINDS = ("schemes", "milestones", "risks", "dependencies", "actions")
SUMS = ("savings.ytd-share", "savings.forecast-share", "savings.held")


def for_programme(document: Document) -> Document:
    """The programme board's copy: private, without the lines of workforce-sensitive records.

    Programme totals still include them; totals by workstream do not. Both are said in the report.
    """
    hidden = {each.ref for kind in KINDS for each in _sensitive(getattr(document, kind))}
    kept: dict[str, Any] = {kind: _open_to_it(getattr(document, kind)) for kind in KINDS}
    schemes = _sensitive(document.schemes)
    return replace(
        document,
        audience="programme",
        workstreams=tuple(_line(each, schemes, hidden) for each in document.workstreams),
        findings=tuple(each for each in document.findings if each.record not in hidden),
        accuracy=_told(document.accuracy, schemes),
        year_end=_outlook(document.year_end, is_whole=not schemes),
        withheld=tuple(
            Withheld(kind=kind, count=len(_sensitive(getattr(document, kind))), why=WHY)
            for kind in KINDS
            if _sensitive(getattr(document, kind))
        ),
        **kept,
    )


def _sensitive(records: Sequence[Any]) -> list[Any]:
    return [each for each in records if each.disclosure == SENSITIVE]


def _open_to_it(records: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(each for each in records if each.disclosure != SENSITIVE)


def _told(records: Sequence[Accuracy], hidden: Sequence[Any]) -> tuple[Accuracy, ...]:
    """Without the records of hidden schemes, and of workstreams whose sums hold them."""
    left = {each.ref for each in hidden} | {each.workstream for each in hidden}
    return tuple(each for each in records if each.ref not in left)


def _outlook(year_end: YearEnd | None, *, is_whole: bool) -> YearEnd | None:
    """The range stands; what hidden schemes delivered of their forecasts does not."""
    if year_end is None or is_whole:
        return year_end
    return replace(year_end, history=())


def _line(workstream: Workstream, schemes: Sequence[Any], hidden: set[str]) -> Workstream:
    mine = [each for each in schemes if each.workstream == workstream.ref]
    dimensions = {
        name: _masked(rated, hidden, sums=bool(mine))
        for name, rated in workstream.dimensions.items()
    }
    return replace(
        workstream,
        overall=_masked(workstream.overall, hidden, sums=bool(mine)),
        dimensions=dimensions,
        savings=_without(workstream.savings, [each.figures for each in mine]),
    )


def _masked(rated: Rated, hidden: set[str], *, sums: bool) -> Rated:
    return replace(rated, reasons=tuple(_mask(each, hidden, sums) for each in rated.reasons))


def _mask(why: Why, hidden: set[str], sums: bool) -> Why:
    if why.record in hidden:
        return Why(rule=why.rule, sentence=MASKED)
    if sums and why.rule in SUMS:
        return Why(rule=why.rule, sentence=MASKED_SUMS)
    return why


def _without(total: Savings, parts: Sequence[Savings]) -> Savings:
    names = [name for name in Savings.__dataclass_fields__ if name != "schemes"]
    left = {name: getattr(total, name) - sum(getattr(p, name) for p in parts) for name in names}
    return Savings(schemes=total.schemes - len(parts), **left)
