"""What an update asks: what is due, late or to be reviewed; nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from app.core import money
from app.core.financial_year import Month
from app.core.money import Pence
from app.milestones import rules as milestones
from app.risks.rules import SCALE

Score = tuple[int, int]
"""Consequence and likelihood."""


class Move(StrEnum):
    """Which way a risk has gone since it was last looked at."""

    SAME = "same"
    UP = "up"
    DOWN = "down"


def horizon(month: Month, today: date) -> date:
    """The last day of what the month's update asks about."""
    return max(month.last, today)


def is_milestone_asked(
    baseline: date | None, forecast: date | None, month: Month, today: date
) -> bool:
    """One that is still open: due by the horizon, late, or without a forecast."""
    if forecast is None or forecast <= horizon(month, today):
        return True
    return milestones.is_late(baseline, forecast, None, today)


def is_review_due(next_review: date | None, month: Month, today: date) -> bool:
    """Whether an open risk is to be looked at: by the horizon, or nobody has said when."""
    return next_review is None or next_review <= horizon(month, today)


def moved(score: Score, move: Move) -> Score | None:
    """One step of likelihood, else of consequence; None when there is no step left."""
    if move is Move.SAME:
        return score
    step = 1 if move is Move.UP else -1
    consequence, likelihood = score
    if likelihood + step in SCALE:
        return (consequence, likelihood + step)
    if consequence + step in SCALE:
        return (consequence + step, likelihood)
    return None


def shares(amount: Pence, forecast: Sequence[int], plan: Sequence[int]) -> list[Pence]:
    """One figure shared over cells: as they were forecast, else as planned, else equally.

    A cell that was neither forecast nor planned gets nothing unless all are so.
    """
    for weights in (forecast, plan):
        if any(weights) and min(weights) >= 0:
            return money.spread(amount, weights)
    return money.spread(amount, [1] * len(forecast))
