"""What is wrong with a dependency's data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.core import dates
from app.dependencies.rules import DependencyThresholds, Status
from app.ratings.rules.findings.catalogue import Check
from app.ratings.rules.findings.record import Finding, Record

LIMITS = DependencyThresholds()


@dataclass(frozen=True, kw_only=True, slots=True)
class DependencyFacts:
    """What the rules need to know of one dependency that is not withdrawn."""

    record: Record
    status: Status
    need_by: date | None
    promise: date | None


def of_dependency(
    dependency: DependencyFacts, as_at: date, thresholds: DependencyThresholds = LIMITS
) -> Iterator[Finding]:
    """Its findings, as at the day. One that is delivered has none."""
    if dependency.status.is_settled:
        return
    found = dependency.record.finding
    if dependency.need_by is None:
        yield found(Check.DEPENDENCY_NO_NEED_BY, "There is no date by which it is needed")
    if dependency.promise is None:
        yield found(Check.DEPENDENCY_NO_PROMISE, "Nobody has promised a date")
    soon = as_at + timedelta(weeks=thresholds.unagreed_weeks)
    if not dependency.status.is_agreed and dependency.need_by and dependency.need_by <= soon:
        day = dates.long(dependency.need_by)
        yield found(Check.DEPENDENCY_UNAGREED, f"It is needed by {day} and not agreed")
