"""What locked months forecast for the months after them, and what then came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from app.core.financial_year import Month
from app.savings.rules import accuracy, outturn_range
from app.savings.rules.accuracy import Observation, Record

MONTHS = 12
PROGRAMME, WORKSTREAM, SCHEME = "programme", "workstream", "scheme"

Cells = tuple[int | None, ...]
Came = dict[Month, dict[str, int]]
"""What came of each month, by the scheme's reference."""


@dataclass(frozen=True)
class Line:
    """A scheme as a month showed it: twelve months of forecast and of actual, April first."""

    ref: str
    workstream: str
    status: str
    forecast: Cells
    actual: Cells
    to_date: int = 0


@dataclass(frozen=True)
class Stood:
    """One month as it stood when it was locked."""

    month: Month
    whole: Line
    schemes: Mapping[str, Line] = field(default_factory=dict)


class Told(NamedTuple):
    """A scheme's forecast for a month, made so many months ahead, and what then came.

    A tuple: two years of 2,000 schemes are a hundred thousand of them.
    """

    line: Line
    month: Month
    forecast: int
    actual: int


def with_differences(months: Sequence[Stood]) -> list[Stood]:
    """Months whose documents keep no cells take each month's actual from the sums to date.

    Oldest first. A month after one that is not known stays unknown.
    """
    found = list(months[:1])
    for before, now in pairwise(months):
        follows = now.month == before.month.next
        same = before.month.financial_year == now.month.financial_year
        found.append(_differing(before, now) if follows and same else now)
    return found


def _differing(before: Stood, now: Stood) -> Stood:
    lines = {
        ref: line if line.actual else _with_actual(before.schemes.get(ref), line, now.month)
        for ref, line in now.schemes.items()
    }
    return Stood(now.month, now.whole, lines)


def _with_actual(before: Line | None, line: Line, month: Month) -> Line:
    if before is None:
        return line
    place = month.number - 1
    actual = (None,) * place + (line.to_date - before.to_date,)
    return Line(line.ref, line.workstream, line.status, line.forecast, actual, line.to_date)


def told(months: Sequence[Stood], ahead: int, came: Came | None = None) -> list[Told]:
    """Each scheme's forecasts made so many months ahead, for months that have been locked.

    A scheme that gave nothing, or is withdrawn, brought nothing.
    """
    came = newest(months) if came is None else came
    found: list[Told] = []
    for stood, target in _reached(months, ahead):
        brought, place = came.get(target, {}), target.number - 1
        found += [
            Told(line, target, forecast, brought.get(line.ref, 0))
            for line in stood.schemes.values()
            if place < len(line.forecast) and (forecast := line.forecast[place]) is not None
        ]
    return found


def newest(months: Sequence[Stood]) -> Came:
    """The newest word on each scheme's months: what came of them."""
    found: Came = {}
    for stood in months:
        year = stood.month.financial_year.months[: stood.month.number]
        to_date = [found.setdefault(month, {}) for month in year]
        for ref, line in stood.schemes.items():
            is_whole = len(line.actual) == MONTHS  # else it tells of one month alone
            for of_month, cell in zip(to_date, line.actual, strict=False):
                if cell is not None or is_whole:
                    of_month[ref] = cell or 0
    return found


def _reached(months: Sequence[Stood], ahead: int) -> Iterator[tuple[Stood, Month]]:
    """Each month with the one so far ahead of it, in its year, that has been locked since."""
    last = max((each.month for each in months), default=None)
    for stood in months:
        target = stood.month.plus(ahead)
        in_year = target.financial_year == stood.month.financial_year
        if last is not None and target <= last and in_year:
            yield stood, target


def _cell(cells: Cells, month: Month) -> int | None:
    place = month.number - 1
    return cells[place] if place < len(cells) else None


def history(months: Sequence[Stood]) -> tuple[outturn_range.Past, ...]:
    """What was delivered of forecasts made a month ahead, by development status and month."""
    return outturn_range.gathered(
        (each.line.status, str(each.month), each.forecast, each.actual) for each in told(months, 1)
    )


def records(months: Sequence[Stood]) -> list[tuple[str, str, Record]]:
    """Subject, reference and record: the programme, its workstreams, its schemes."""
    found, came = [], newest(months)
    for ahead in accuracy.AHEAD:
        each = told(months, ahead, came)
        found.append((PROGRAMME, "", of_programme(months, ahead)))
        found += _recorded(WORKSTREAM, ahead, _by_workstream(each))
        found += _recorded(SCHEME, ahead, _by_scheme(each))
    order = (PROGRAMME, WORKSTREAM, SCHEME)
    kept = [each for each in found if each[2].observations]
    return sorted(kept, key=lambda each: (order.index(each[0]), each[1], each[2].ahead))


def _recorded(
    subject: str, ahead: int, observed: Mapping[str, Sequence[Observation]]
) -> list[tuple[str, str, Record]]:
    return [(subject, ref, accuracy.record(ahead, each)) for ref, each in observed.items()]


def of_programme(months: Sequence[Stood], ahead: int) -> Record:
    """The sums of the whole programme, also of months whose documents keep no cells."""
    found = []
    for stood, target in _reached(months, ahead):
        forecast = _cell(stood.whole.forecast, target)
        newest = [each for each in months if each.month >= target and _same_year(each, target)]
        actual = _cell(newest[-1].whole.actual, target) if newest else None
        if forecast is not None:
            found.append(Observation(forecast, actual or 0))
    return accuracy.record(ahead, found)


def _same_year(stood: Stood, month: Month) -> bool:
    return stood.month.financial_year == month.financial_year


def _by_workstream(each: Iterable[Told]) -> dict[str, list[Observation]]:
    found: dict[str, list[Told]] = {}
    for one in each:
        found.setdefault(one.line.workstream, []).append(one)
    return {ref: together(ones) for ref, ones in found.items()}


def together(each: Iterable[Told]) -> list[Observation]:
    """One observation a month: several schemes together, like with like."""
    sums: dict[Month, list[int]] = {}
    for one in each:
        pair = sums.setdefault(one.month, [0, 0])
        pair[0] += one.forecast
        pair[1] += one.actual
    return [Observation(forecast, actual) for forecast, actual in sums.values()]


def _by_scheme(each: Iterable[Told]) -> dict[str, list[Observation]]:
    """One observation a month and scheme, by reference."""
    found: dict[str, list[Observation]] = {}
    for one in each:
        found.setdefault(one.line.ref, []).append(Observation(one.forecast, one.actual))
    return found
