"""The lines of an update that a comment can quote, and the step where each is entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from app.core import dates
from app.core.rating import Dimension, Rating
from app.reporting.rules.sending import Said

STEPS = {
    Dimension.DELIVERY: "milestones",
    Dimension.SAVINGS: "savings",
    Dimension.RISK: "risks",
}
ELSEWHERE = "words"


class Line(NamedTuple):
    """A line: its key in a form, its label, its text, and the step where it is entered."""

    key: str
    label: str
    text: str
    step: str


class Words(Said, Protocol):
    """What is read of an update besides."""

    needed: str
    declared_reason: str


def lines(words: Words, dimensions: Mapping[Dimension, Rating]) -> list[Line]:
    """What was written, then the reason of each dimension that has a colour."""
    return [*_written(words), *_rated(dimensions)]


def _written(words: Words) -> Iterator[Line]:
    day = dates.long(words.path_date) if words.path_date else ""
    said = (
        ("happened", "What happened", words.happened, ELSEWHERE),
        ("needed", "What is needed", words.needed, ELSEWHERE),
        ("path_action", "What will turn it green", words.path_action, ELSEWHERE),
        ("path_owner", "Who will do it", words.path_owner, ELSEWHERE),
        ("path_date", "When it will be green", day, ELSEWHERE),
        ("path_decision", "Decision needed", words.path_decision, ELSEWHERE),
        ("declared_reason", "Why it is rated differently", words.declared_reason, "rating"),
    )
    return (Line(*each) for each in said if each[2].strip())


def _rated(dimensions: Mapping[Dimension, Rating]) -> Iterator[Line]:
    for dimension, rating in dimensions.items():
        if rating.colour.is_rated and rating.reasons:
            text = f"{rating.colour.label}: {rating.reasons[0].sentence}"
            step = STEPS.get(dimension, ELSEWHERE)
            yield Line(f"reason-{dimension.value}", dimension.label, text, step)
