"""What moved in the ratings and the savings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.core import money
from app.core.financial_year import Month
from app.core.rating import Colour
from app.reporting.frozen import Document, Scheme, Workstream
from app.reporting.rules.changes.change import (
    Change,
    Direction,
    Kind,
    counted,
    from_to,
    told,
    turn,
    word,
)

LEAST_PENCE = money.THOUSAND // 2
"""Movements below this print as £0k, so they are not told."""


def programme_rating(before: Document, after: Document) -> Iterator[Change]:
    was, now = before.overall.colour, after.overall.colour
    if was is now:
        return
    silent = _silenced(before, after)
    sentence, direction = from_to("The programme is", was, now), turn(was, now)
    if direction is Direction.BETTER and silent:
        # What is not reported makes nothing better: the red may only be unseen.
        sentence += f", but {counted(silent, 'workstream')} not reported could be worse"
        direction = Direction.NEITHER
    yield Change(kind=Kind.RATING, sentence=sentence, direction=direction)


def _silenced(before: Document, after: Document) -> int:
    """How many workstreams had a colour and are not reported now."""
    rated = {each.ref for each in before.workstreams if each.shown.is_rated}
    silent = (each for each in after.workstreams if each.shown is Colour.NOT_REPORTED)
    return sum(each.ref in rated for each in silent)


def workstreams(before: Document, after: Document) -> Iterator[Change]:
    earlier = {each.ref: each for each in before.workstreams}
    for each in after.workstreams:
        if not each.is_unassigned:
            yield from _workstream(earlier.get(each.ref), each)


def _workstream(was: Workstream | None, now: Workstream) -> Iterator[Change]:
    sentence, direction = f"New in this month, rated {word(now.shown)}", Direction.NEITHER
    if was is not None:
        if was.shown is now.shown:
            return
        sentence, direction = from_to("Now", was.shown, now.shown), turn(was.shown, now.shown)
    yield Change(
        kind=Kind.RATING,
        sentence=sentence,
        direction=direction,
        workstream=now.ref,
        title=now.name,
        size=now.shown.severity,
    )


def savings(before: Document, after: Document) -> Iterator[Change]:
    if before.financial_year != after.financial_year:
        sentence = f"A new financial year: savings are now those of {after.financial_year}"
        yield Change(kind=Kind.SAVINGS, sentence=sentence, direction=Direction.NEITHER)
        return
    yield from _target(before.target, after.target)
    yield from _forecast(before, after)
    if before.has_money and after.has_money:
        yield from _moved("Validated to date", before.savings.validated, after.savings.validated)
        yield from _held(before.savings.held, after.savings.held)
    earlier = {each.ref: each for each in before.schemes}
    for each in after.schemes:
        yield from _scheme(earlier.get(each.ref), each, after.month)


def _forecast(before: Document, after: Document) -> Iterator[Change]:
    silent = sum(unreported(each, after.month) for each in after.schemes)
    moved = _moved("Forecast for the year", before.savings.forecast, after.savings.forecast)
    yield from _explained(moved, silent, after.month)


def _explained(moved: Iterable[Change], silent: int, month: Month) -> Iterator[Change]:
    """A fall that is only an actual not given is no news for the worse; a part of it is named."""
    for change in moved:
        if change.direction is not Direction.WORSE or silent < LEAST_PENCE:
            yield change
        else:
            why = f"{money.thousands(silent)} was forecast for {month.name}, without an actual yet"
            is_all = change.size - silent < LEAST_PENCE
            direction = Direction.NEITHER if is_all else Direction.WORSE
            yield replace(change, sentence=f"{change.sentence}: {why}", direction=direction)


def unreported(scheme: Scheme, month: Month) -> int:
    """What it forecast for the month, in pence, where it gave no actual; else nothing."""
    cells, place = scheme.months, month.number - 1
    actuals = (cells.actual_recurrent, cells.actual_non_recurrent)
    if any(_given(each, place) is not None for each in actuals):
        return 0
    parts = (cells.forecast_recurrent, cells.forecast_non_recurrent)
    return sum(_given(each, place) or 0 for each in parts)


def _given(cells: Sequence[int | None], place: int) -> int | None:
    return cells[place] if place < len(cells) else None


def _held(was: int, now: int) -> Iterator[Change]:
    """What the quality gate holds does not count: more of it is for the worse."""
    by = now - was
    if abs(by) < LEAST_PENCE:
        return
    verb, direction = ("up", Direction.WORSE) if by > 0 else ("down", Direction.BETTER)
    amounts = f"{money.thousands(abs(by))} to {money.thousands(now)}"
    sentence = f"Held by the quality gate: {verb} {amounts}"
    yield told(Kind.SAVINGS, sentence, direction, {}, size=abs(by))


def _target(was: int | None, now: int | None) -> Iterator[Change]:
    if was != now:
        said = [money.thousands(each) if each is not None else "none" for each in (was, now)]
        sentence = f"The target for the year is {said[1]}, was {said[0]}"
        yield Change(kind=Kind.SAVINGS, sentence=sentence, direction=Direction.NEITHER)


def _scheme(was: Scheme | None, now: Scheme, month: Month) -> Iterator[Change]:
    named = {"workstream": now.workstream, "record": now.ref, "title": now.title}
    if was is None:
        sentence = f"New in this report, forecast {money.thousands(now.figures.forecast)} this year"
        yield told(Kind.SAVINGS, sentence, Direction.NEITHER, named, size=now.figures.forecast)
        return
    if was.status != now.status:
        yield told(Kind.SAVINGS, f"Now {now.status}, was {was.status}", Direction.NEITHER, named)
    moved = _moved("Forecast", was.figures.forecast, now.figures.forecast, named)
    yield from _explained(moved, unreported(now, month), month)


def _moved(
    what: str, was: int, now: int, named: Mapping[str, str] | None = None
) -> Iterator[Change]:
    by = now - was
    if abs(by) < LEAST_PENCE:
        return
    verb, direction = ("down", Direction.WORSE) if by < 0 else ("up", Direction.BETTER)
    sentence = f"{what} is {verb} {money.thousands(abs(by))} to {money.thousands(now)}"
    yield told(Kind.SAVINGS, sentence, direction, named or {}, size=abs(by))
