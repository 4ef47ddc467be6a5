"""What a month says that the one before it did not, in sentences, from the two documents.

No sentence holds a title: a change names its record beside the sentence, and what an audience may
not see is in neither of that audience's documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.core import dates, money, working_days
from app.core.rating import Colour
from app.reporting.frozen import Dependency, Document, Milestone, Risk, Scheme, Workstream


class Kind(StrEnum):
    """What has changed; in the order in which a report tells it."""

    RATING = "rating"
    SAVINGS = "savings"
    MILESTONE = "milestone"
    RISK = "risk"
    DEPENDENCY = "dependency"


class Direction(StrEnum):
    """Whether the change is for the worse, for the better, or only a change."""

    WORSE = "worse"
    BETTER = "better"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference. `record` is a reference, empty for the programme as a whole."""

    kind: Kind
    sentence: str
    direction: Direction
    workstream: str = ""
    record: str = ""
    title: str = ""
    size: int = 0  # pence, points of score or working days: the larger of a kind comes first


LEAST_PENCE = money.THOUSAND // 2
"""Movements below this print as £0k, so they are not told."""

ORDER = {Direction.WORSE: 0, Direction.BETTER: 1, Direction.NEITHER: 2}
FIRST = (Kind.RATING, Kind.SAVINGS, Kind.MILESTONE, Kind.RISK, Kind.DEPENDENCY)


def between(before: Document, after: Document) -> tuple[Change, ...]:
    """Every difference worth a sentence: by kind, the worse first, then the larger."""
    found = [
        *_programme_rating(before, after),
        *_workstreams(before, after),
        *_savings(before, after),
        *_milestones(before, after),
        *_risks(before, after),
        *_dependencies(before, after),
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


def _programme_rating(before: Document, after: Document) -> Iterator[Change]:
    if before.overall.colour is not after.overall.colour:
        yield Change(
            kind=Kind.RATING,
            sentence=_from_to("The programme is", before.overall.colour, after.overall.colour),
            direction=_turn(before.overall.colour, after.overall.colour),
        )


def _workstreams(before: Document, after: Document) -> Iterator[Change]:
    earlier = {each.ref: each for each in before.workstreams}
    for each in after.workstreams:
        if not each.is_unassigned:
            yield from _workstream(earlier.get(each.ref), each)


def _workstream(was: Workstream | None, now: Workstream) -> Iterator[Change]:
    sentence, direction = f"New in this month, rated {_word(now.shown)}", Direction.NEITHER
    if was is not None:
        if was.shown is now.shown:
            return
        sentence, direction = _from_to("Now", was.shown, now.shown), _turn(was.shown, now.shown)
    yield Change(
        kind=Kind.RATING,
        sentence=sentence,
        direction=direction,
        workstream=now.ref,
        title=now.name,
        size=now.shown.severity,
    )


def _from_to(start: str, was: Colour, now: Colour) -> str:
    return f"{start} {_word(now)}, was {_word(was)}"


def _word(colour: Colour) -> str:
    return colour.label.lower()


def _turn(was: Colour, now: Colour) -> Direction:
    if now is Colour.NOT_REPORTED:
        return Direction.WORSE
    if not (was.is_rated and now.is_rated):
        return Direction.NEITHER
    return Direction.WORSE if now.severity > was.severity else Direction.BETTER


def _savings(before: Document, after: Document) -> Iterator[Change]:
    if before.financial_year != after.financial_year:
        sentence = f"A new financial year: savings are now those of {after.financial_year}"
        yield Change(kind=Kind.SAVINGS, sentence=sentence, direction=Direction.NEITHER)
        return
    yield from _target(before.target, after.target)
    moved = _moved("Forecast for the year", before.savings.forecast, after.savings.forecast)
    yield from moved
    earlier = {each.ref: each for each in before.schemes}
    for each in after.schemes:
        yield from _scheme(earlier.get(each.ref), each)


def _target(was: int | None, now: int | None) -> Iterator[Change]:
    if was != now:
        said = [money.thousands(each) if each is not None else "none" for each in (was, now)]
        sentence = f"The target for the year is {said[1]}, was {said[0]}"
        yield Change(kind=Kind.SAVINGS, sentence=sentence, direction=Direction.NEITHER)


def _scheme(was: Scheme | None, now: Scheme) -> Iterator[Change]:
    named = {"workstream": now.workstream, "record": now.ref, "title": now.title}
    if was is None:
        sentence = f"New in this report, forecast {money.thousands(now.figures.forecast)} this year"
        yield _told(Kind.SAVINGS, sentence, Direction.NEITHER, named, size=now.figures.forecast)
        return
    if was.status != now.status:
        yield _told(Kind.SAVINGS, f"Now {now.status}, was {was.status}", Direction.NEITHER, named)
    yield from _moved("Forecast", was.figures.forecast, now.figures.forecast, named)


def _moved(
    what: str, was: int, now: int, named: Mapping[str, str] | None = None
) -> Iterator[Change]:
    by = now - was
    if abs(by) < LEAST_PENCE:
        return
    verb, direction = ("down", Direction.WORSE) if by < 0 else ("up", Direction.BETTER)
    sentence = f"{what} is {verb} {money.thousands(abs(by))} to {money.thousands(now)}"
    yield _told(Kind.SAVINGS, sentence, direction, named or {}, size=abs(by))


def _told(
    kind: Kind, sentence: str, direction: Direction, named: Mapping[str, str], *, size: int = 0
) -> Change:
    return Change(kind=kind, sentence=sentence, direction=direction, size=size, **named)


def _milestones(before: Document, after: Document) -> Iterator[Change]:
    earlier = {each.ref: each for each in before.milestones}
    for each in after.milestones:
        named = {"workstream": each.workstream, "record": each.ref, "title": each.title}
        was = earlier.get(each.ref)
        if was is not None:
            yield from _milestone(was, each, named)
        elif each.is_gate or each.is_critical:
            sentence = f"New key milestone, due {_day(each.forecast)}"
            yield _told(Kind.MILESTONE, sentence, Direction.NEITHER, named)


def _milestone(was: Milestone, now: Milestone, named: Mapping[str, str]) -> Iterator[Change]:
    if now.completed_on is not None:
        if was.completed_on is None:
            sentence = f"Completed on {_day(now.completed_on)}"
            yield _told(Kind.MILESTONE, sentence, Direction.BETTER, named)
        return
    if was.completed_on is not None:
        sentence = "Open again, was complete"
        yield _told(Kind.MILESTONE, sentence, Direction.WORSE, named)
    elif was.forecast != now.forecast:
        yield _redated(was.forecast, now.forecast, named)
    elif now.is_late and not was.is_late:
        sentence = f"Now late: due {_day(now.forecast)} and not complete"
        yield _told(Kind.MILESTONE, sentence, Direction.WORSE, named)


def _redated(was: date | None, now: date | None, named: Mapping[str, str]) -> Change:
    if was is None or now is None:
        sentence = f"Forecast is {_day(now)}, was {_day(was)}"
        return _told(Kind.MILESTONE, sentence, Direction.NEITHER, named)
    days = working_days.between(was, now)
    later = now > was
    direction = Direction.WORSE if later else Direction.BETTER
    how = f"{_counted(abs(days), 'working day')} {'later' if later else 'earlier'}"
    sentence = f"Forecast moved from {_day(was)} to {_day(now)}, {how}"
    return _told(Kind.MILESTONE, sentence, direction, named, size=abs(days))


def _risks(before: Document, after: Document) -> Iterator[Change]:
    earlier = {each.ref: each for each in before.risks}
    later = {each.ref: each for each in after.risks}
    for each in after.risks:
        yield from _risk(earlier.get(each.ref), each)
    for each in before.risks:
        if each.ref not in later and each.rated.colour is Colour.RED:
            sentence = f"No longer among the open risks; it scored {_score(each)}"
            yield _told(Kind.RISK, sentence, Direction.BETTER, _of_risk(each))


def _risk(was: Risk | None, now: Risk) -> Iterator[Change]:
    is_red = now.rated.colour is Colour.RED
    score = _score(now)
    if was is None:
        if is_red:
            sentence = f"New red risk, scoring {score}"
            yield _told(Kind.RISK, sentence, Direction.WORSE, _of_risk(now), size=score)
        return
    if is_red or was.rated.colour is Colour.RED:
        yield from _rescored(was, now)


def _rescored(was: Risk, now: Risk) -> Iterator[Change]:
    by = _score(now) - _score(was)
    if by:
        way, direction = ("down", Direction.BETTER) if by < 0 else ("up", Direction.WORSE)
        sentence = f"Score {way} from {_score(was)} to {_score(now)}"
        yield _told(Kind.RISK, sentence, direction, _of_risk(now), size=abs(by))
    elif was.rated.colour is not now.rated.colour:
        sentence = _from_to("Now", was.rated.colour, now.rated.colour)
        direction = _turn(was.rated.colour, now.rated.colour)
        yield _told(Kind.RISK, sentence, direction, _of_risk(now))


def _of_risk(risk: Risk) -> dict[str, str]:
    return {"workstream": risk.workstream, "record": risk.ref, "title": risk.title}


def _score(risk: Risk) -> int:
    return (risk.consequence or 0) * (risk.likelihood or 0)


def _dependencies(before: Document, after: Document) -> Iterator[Change]:
    earlier = {each.ref: each for each in before.dependencies}
    for each in after.dependencies:
        was = earlier.get(each.ref)
        if was is not None:
            yield from _dependency(was, each)


def _dependency(was: Dependency, now: Dependency) -> Iterator[Change]:
    named = {"record": now.ref, "title": now.title}
    told: Iterable[tuple[bool, str, Direction]] = (
        (now.is_late and not was.is_late, _late(now), Direction.WORSE),
        (was.is_late and not now.is_late, "No longer late", Direction.BETTER),
        (was.is_agreed and not now.is_agreed, "No longer agreed by both sides", Direction.WORSE),
        (now.is_agreed and not was.is_agreed, "Agreed by both sides", Direction.BETTER),
    )
    for happened, sentence, direction in told:
        if happened:
            yield _told(Kind.DEPENDENCY, sentence, direction, named)


def _late(dependency: Dependency) -> str:
    needed, promised = _day(dependency.need_by), _day(dependency.promise)
    return f"Now late: needed by {needed}, promised for {promised}"


def _day(day: date | None) -> str:
    return dates.long(day) if day else "no date"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
