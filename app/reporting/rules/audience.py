"""What an audience may see of a frozen month: a document of its own, with a hash of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from app.reporting.rules import shared
from app.savings.rules import rating

SENSITIVE = "workforce-sensitive"
WHY = "workforce-sensitive: shown only to people named on them"
MASKED = "A workforce-sensitive record, left out of this report"
MASKED_SUMS = "Savings include workforce-sensitive schemes, so the figures are left out"
KINDS = ("schemes", "milestones", "risks", "dependencies", "actions")
SUMS = ("savings.ytd-share", "savings.forecast-share", "savings.held")
"""All that was masked of sums before schema 3: a copy of such a month is for ever what it was."""

TellsSum = Callable[[Why], bool]


def for_programme(document: Document) -> Document:
    """The programme board's copy: private, without the lines of workforce-sensitive records.

    Programme totals still include them; totals by workstream do not. Both are said in the report.
    """
    hidden = {each.ref for kind in KINDS for each in _sensitive(getattr(document, kind))}
    kept: dict[str, Any] = {kind: _open_to_it(getattr(document, kind)) for kind in KINDS}
    schemes = _sensitive(document.schemes)
    parts = shared.by_workstream(schemes)
    return replace(
        document,
        audience="programme",
        workstreams=tuple(
            _line(each, parts.get(each.ref, ()), hidden, _sums_of(document))
            for each in document.workstreams
        ),
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


def _sums_of(document: Document) -> TellsSum:
    """Which reasons print sums, by the rule of the month's schema."""
    if document.tells_parts_apart:
        return _tells_a_sum
    return lambda why: why.rule in SUMS


def _tells_a_sum(why: Why) -> bool:
    return rating.tells_a_sum(why.rule, of_record=bool(why.record), figures=why.figures)


def _line(
    workstream: Workstream, mine: Sequence[Savings], hidden: set[str], is_sum: TellsSum
) -> Workstream:
    masks = is_sum if mine else _nothing
    dimensions = {
        name: _masked(rated, hidden, masks) for name, rated in workstream.dimensions.items()
    }
    return replace(
        workstream,
        overall=_masked(workstream.overall, hidden, masks),
        dimensions=dimensions,
        savings=_without(workstream.savings, mine),
    )


def _nothing(_why: Why) -> bool:
    """Of a workstream without a hidden scheme, every sum may be shown."""
    return False


def _masked(rated: Rated, hidden: set[str], is_sum: TellsSum) -> Rated:
    return replace(rated, reasons=tuple(_mask(each, hidden, is_sum) for each in rated.reasons))


def _mask(why: Why, hidden: set[str], is_sum: TellsSum) -> Why:
    if why.record in hidden:
        return Why(rule=why.rule, sentence=MASKED)
    if is_sum(why):
        return Why(rule=why.rule, sentence=MASKED_SUMS)
    return why


def _without(total: Savings, parts: Sequence[Savings]) -> Savings:
    names = Savings.__dataclass_fields__
    return Savings(
        **{name: getattr(total, name) - sum(getattr(p, name) for p in parts) for name in names}
    )
