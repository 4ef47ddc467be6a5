"""One difference between two months, and the words that all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core import dates
from app.core.rating import Colour


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


def told(
    kind: Kind, sentence: str, direction: Direction, named: Mapping[str, str], *, size: int = 0
) -> Change:
    return Change(kind=kind, sentence=sentence, direction=direction, size=size, **named)


def from_to(start: str, was: Colour, now: Colour) -> str:
    return f"{start} {word(now)}, was {word(was)}"


def word(colour: Colour) -> str:
    return colour.label.lower()


def turn(was: Colour, now: Colour) -> Direction:
    if now is Colour.NOT_REPORTED:
        return Direction.WORSE
    if not (was.is_rated and now.is_rated):
        return Direction.NEITHER
    return Direction.WORSE if now.severity > was.severity else Direction.BETTER


def day(day: date | None) -> str:
    return dates.long(day) if day else "no date"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
