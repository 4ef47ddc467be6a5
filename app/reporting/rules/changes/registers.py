"""What moved among the milestones, risks and dependencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.core import working_days
from app.core.rating import Colour
from app.reporting.frozen import Dependency, Document, Milestone, Risk
from app.reporting.rules.changes.change import (
    Change,
    Direction,
    Kind,
    counted,
    day,
    from_to,
    told,
    turn,
)


def milestones(before: Document, after: Document) -> Iterator[Change]:
    earlier = {each.ref: each for each in before.milestones}
    for each in after.milestones:
        named = {"workstream": each.workstream, "record": each.ref, "title": each.title}
        was = earlier.get(each.ref)
        if was is not None:
            yield from _milestone(was, each, named)
        elif each.is_gate or each.is_critical:
            sentence = f"New key milestone, due {day(each.forecast)}"
            yield told(Kind.MILESTONE, sentence, Direction.NEITHER, named)


def _milestone(was: Milestone, now: Milestone, named: Mapping[str, str]) -> Iterator[Change]:
    if now.completed_on is not None:
        if was.completed_on is None:
            sentence = f"Completed on {day(now.completed_on)}"
            yield told(Kind.MILESTONE, sentence, Direction.BETTER, named)
        return
    if was.completed_on is not None:
        sentence = "Open again, was complete"
        yield told(Kind.MILESTONE, sentence, Direction.WORSE, named)
    elif was.forecast != now.forecast:
        yield _redated(was.forecast, now.forecast, named)
    elif now.is_late and not was.is_late:
        sentence = f"Now late: due {day(now.forecast)} and not complete"
        yield told(Kind.MILESTONE, sentence, Direction.WORSE, named)


def _redated(was: date | None, now: date | None, named: Mapping[str, str]) -> Change:
    if was is None or now is None:
        sentence = f"Forecast is {day(now)}, was {day(was)}"
        return told(Kind.MILESTONE, sentence, Direction.NEITHER, named)
    days = working_days.between(was, now)
    later = now > was
    direction = Direction.WORSE if later else Direction.BETTER
    how = f"{counted(abs(days), 'working day')} {'later' if later else 'earlier'}"
    sentence = f"Forecast moved from {day(was)} to {day(now)}, {how}"
    return told(Kind.MILESTONE, sentence, direction, named, size=abs(days))


def risks(before: Document, after: Document) -> Iterator[Change]:
    earlier = {each.ref: each for each in before.risks}
    later = {each.ref: each for each in after.risks}
    for each in after.risks:
        yield from _risk(earlier.get(each.ref), each)
    for each in before.risks:
        if each.ref not in later and each.rated.colour is Colour.RED:
            sentence = f"No longer among the open risks; it scored {_score(each)}"
            yield told(Kind.RISK, sentence, Direction.BETTER, _of_risk(each))


def _risk(was: Risk | None, now: Risk) -> Iterator[Change]:
    is_red = now.rated.colour is Colour.RED
    score = _score(now)
    if was is None:
        if is_red:
            sentence = f"New red risk, scoring {score}"
            yield told(Kind.RISK, sentence, Direction.WORSE, _of_risk(now), size=score)
        return
    if is_red or was.rated.colour is Colour.RED:
        yield from _rescored(was, now)


def _rescored(was: Risk, now: Risk) -> Iterator[Change]:
    by = _score(now) - _score(was)
    if by:
        way, direction = ("down", Direction.BETTER) if by < 0 else ("up", Direction.WORSE)
        sentence = f"Score {way} from {_score(was)} to {_score(now)}"
        yield told(Kind.RISK, sentence, direction, _of_risk(now), size=abs(by))
    elif was.rated.colour is not now.rated.colour:
        sentence = from_to("Now", was.rated.colour, now.rated.colour)
        direction = turn(was.rated.colour, now.rated.colour)
        yield told(Kind.RISK, sentence, direction, _of_risk(now))


def _of_risk(risk: Risk) -> dict[str, str]:
    return {"workstream": risk.workstream, "record": risk.ref, "title": risk.title}


def _score(risk: Risk) -> int:
    return (risk.consequence or 0) * (risk.likelihood or 0)


def dependencies(before: Document, after: Document) -> Iterator[Change]:
    earlier = {each.ref: each for each in before.dependencies}
    for each in after.dependencies:
        was = earlier.get(each.ref)
        if was is not None:
            yield from _dependency(was, each)


def _dependency(was: Dependency, now: Dependency) -> Iterator[Change]:
    named = {"record": now.ref, "title": now.title}
    possible: Iterable[tuple[bool, str, Direction]] = (
        (now.is_late and not was.is_late, _late(now), Direction.WORSE),
        (was.is_late and not now.is_late, "No longer late", Direction.BETTER),
        (was.is_agreed and not now.is_agreed, "No longer agreed by both sides", Direction.WORSE),
        (now.is_agreed and not was.is_agreed, "Agreed by both sides", Direction.BETTER),
    )
    for happened, sentence, direction in possible:
        if happened:
            yield told(Kind.DEPENDENCY, sentence, direction, named)


def _late(dependency: Dependency) -> str:
    needed, promised = day(dependency.need_by), day(dependency.promise)
    return f"Now late: needed by {needed}, promised for {promised}"
