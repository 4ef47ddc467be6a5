"""When an approval of quality is looked at again before its year is over (nhs-domain 2.3).

Reviews fall due so many months after the approval. The end of the approval is no review: by then
the next edition is assessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core import dates
from app.quality.rules.thresholds import DEFAULTS, PanelThresholds


class Seen(StrEnum):
    """What the scheme has done to patients and staff so far."""

    NEITHER = "neither harm nor benefit"
    BENEFIT = "benefit"
    HARM = "harm"
    BOTH = "both harm and benefit"


class Verdict(StrEnum):
    """What follows from a review."""

    CONTINUE = "continue"
    REOPEN = "reopen"

    @property
    def past(self) -> str:
        """`the approval goes on`: what came of it."""
        return "the approval goes on" if self is Verdict.CONTINUE else "the approval is reopened"


@dataclass(frozen=True)
class Approved:
    """An approval whose reviews are asked: since when, until when, and when it was entered here."""

    on: date
    until: date
    known_since: date


def days(approved: Approved, thresholds: PanelThresholds = DEFAULTS) -> list[date]:
    """The days on which its reviews fall due, earliest first: before it ends, each day once.

    A day that had passed when an earlier approval was written down here is not asked for.
    """
    found = {dates.months_after(approved.on, months) for months in thresholds.review_months}
    return sorted(day for day in found if approved.known_since <= day < approved.until)


def next_due(
    approved: Approved, last: date | None, thresholds: PanelThresholds = DEFAULTS
) -> date | None:
    """The day of the first review that was not held; None when there is none left.

    The last one counts for every day up to it, and for one that was announced by then.
    """
    warning = timedelta(days=thresholds.warning_days)
    left = (day for day in days(approved, thresholds) if last is None or day > last + warning)
    return next(left, None)


def overdue(
    approved: Approved, last: date | None, on: date, thresholds: PanelThresholds = DEFAULTS
) -> date | None:
    """The day of a review that has passed without it; None where none has."""
    due = next_due(approved, last, thresholds)
    return due if due is not None and is_overdue(due, on) else None


def is_announced(due: date, on: date, thresholds: PanelThresholds = DEFAULTS) -> bool:
    """Whether the day is near enough to be told of, or has passed."""
    return due <= on + timedelta(days=thresholds.warning_days)


def is_overdue(due: date, on: date) -> bool:
    """Whether the day has passed without its review."""
    return due < on


def missed(due: date) -> str:
    """What is said of a review whose day has passed without it."""
    return f"The review that was due on {dates.long(due)} has not been held"
