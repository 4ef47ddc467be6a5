"""What an update still lacks before it can be sent."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from app.core.rating import Colour
from app.ratings import rules as ratings


class Said(Protocol):
    """What the rule reads of an update."""

    happened: str
    path_action: str
    path_owner: str
    path_date: date | None
    path_decision: str
    declared: Colour | None


class Gap(NamedTuple):
    """A question of the update without an answer, and what to do about it."""

    field: str
    sentence: str


PATH = {
    "action": Gap("path_action", "Say what will turn it green"),
    "owner": Gap("path_owner", "Say who will do it"),
    "turns_on": Gap("path_date", "Give the date by which it turns green"),
    "decision": Gap("path_decision", "Say which decision is needed, or “None”"),
}


def gaps(said: Said | None, calculated: Colour) -> tuple[Gap, ...]:
    """Words about the month; and, where it is red or amber in either colour, a path to green."""
    if said is None or not said.happened.strip():
        return (Gap("happened", "Say what happened this month"),)
    if not any(ratings.needs_path(each) for each in (calculated, said.declared or calculated)):
        return ()
    missing = ratings.path_gaps(
        said.path_action, said.path_owner, said.path_date, said.path_decision
    )
    return tuple(PATH[each] for each in missing)
