"""What a reading of a quality measure means: within bounds, a warning, or a stop (2.3).

Values are whole thousandths, so that 4.6 days and 12.5% are exact.
"""

from datetime import date
from enum import StrEnum

from app.core import dates
from app.core.quantity import in_words as in_words  # a measure's values are such numbers
from app.core.quantity import plain as plain
from app.quality.rules.thresholds import DEFAULTS, PanelThresholds


class Standing(StrEnum):
    """Where a reading lies."""

    WITHIN = "within its threshold"
    BEYOND = "beyond its threshold"
    BREACHED = "beyond its stop trigger"


def is_beyond(value: int, limit: int, *, is_worse_above: bool) -> bool:
    """Whether the value is worse than the limit; one that equals it is not."""
    return value > limit if is_worse_above else value < limit


def standing(value: int, *, threshold: int, stop_trigger: int, is_worse_above: bool) -> Standing:
    """Beyond the stop trigger it stops the scheme; beyond the threshold it only warns."""
    if is_beyond(value, stop_trigger, is_worse_above=is_worse_above):
        return Standing.BREACHED
    if is_beyond(value, threshold, is_worse_above=is_worse_above):
        return Standing.BEYOND
    return Standing.WITHIN


def is_reading_due(
    last: date | None, approved: date, on: date, thresholds: PanelThresholds = DEFAULTS
) -> bool:
    """Whether it has had no reading for so many months, counted from the approval at first."""
    since = max(last, approved) if last else approved
    return on > dates.months_after(since, thresholds.reading_months)
