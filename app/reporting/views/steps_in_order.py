"""The steps of an update, in the order in which they are taken."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """One screen: the name of its view, and its words."""

    name: str
    title: str


STEPS = (
    Step("milestones", "Milestones"),
    Step("savings", "Savings"),
    Step("risks", "Risks"),
    Step("words", "Your words"),
    Step("rating", "Rating and submit"),
)
NAMES = tuple(step.name for step in STEPS)
