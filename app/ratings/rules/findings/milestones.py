"""What is wrong with a milestone's data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.core import dates
from app.milestones import rules as milestone_rules
from app.ratings.rules.findings.catalogue import Check
from app.ratings.rules.findings.record import Finding, Record
from app.ratings.rules.findings.thresholds import DEFAULTS, FindingThresholds


@dataclass(frozen=True, kw_only=True, slots=True)
class MilestoneFacts:
    """What the rules need to know of one milestone that is not withdrawn."""

    record: Record
    baseline: date | None
    forecast: date | None
    completed_on: date | None = None
    has_evidence: bool = False
    has_owner: bool = True
    moves: int = 0


def of_milestone(
    milestone: MilestoneFacts, as_at: date, thresholds: FindingThresholds = DEFAULTS
) -> Iterator[Finding]:
    """Its findings, as at the day. One that is complete needs only its baseline and evidence."""
    found = milestone.record.finding
    if milestone.baseline is None:
        yield found(Check.MILESTONE_NO_BASELINE, "There is no baseline")
    if milestone_rules.is_complete(milestone.completed_on, as_at):
        if not milestone.has_evidence:
            yield found(Check.MILESTONE_NO_EVIDENCE, "It was completed without evidence")
        return
    if milestone.forecast is None:
        yield found(Check.MILESTONE_NO_FORECAST, "There is no forecast")
    elif milestone.forecast < as_at:
        day = dates.long(milestone.forecast)
        yield found(Check.MILESTONE_OVERDUE, f"It was expected on {day} and is not complete")
    if milestone.moves >= thresholds.moves:
        times = f"{milestone.moves} times"
        yield found(Check.MILESTONE_MOVED, f"Its forecast has moved {times}")
    if not milestone.has_owner:
        yield found(Check.MILESTONE_NO_OWNER, "Nobody owns it")
