"""How a month of the demo is told: what moved, what was scored, what each lead wrote."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.rating import Colour

Day = tuple[int, int]


@dataclass(frozen=True)
class UpdateTold:
    """A lead's words. `path`: action, owner, date. `declared`: what the lead asks for instead."""

    happened: str
    needed: str = ""
    action: str = ""
    turns: Day | None = None
    decision: str = "None"
    declared: Colour | None = None
    why: str = ""
    granted: str = ""


@dataclass(frozen=True)
class MonthTold:
    """One month: moved milestones, moved risks, updates, the SRO's confidence; who has not reported."""

    offset: int
    turns: Day = (2, 28)  # when a path turns that names no day
    moved: tuple[tuple[str, Day, str], ...] = ()
    scored: tuple[tuple[str, tuple[int, int], str], ...] = ()
    updates: dict[str, UpdateTold] = field(default_factory=dict)
    returned: dict[str, tuple[str, str]] = field(default_factory=dict)
    confidence: dict[str, tuple[Colour, str]] = field(default_factory=dict)


def u(
    happened: str, needed: str = "", action: str = "", turns: Day | None = None, **more: object
) -> UpdateTold:
    """One update."""
    return UpdateTold(happened, needed, action, turns, **more)  # type: ignore[arg-type]  # checked when it is told
