"""What is wrong with the assessment of a scheme's effect on quality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.core import dates, money
from app.quality.rules import approval, reviews
from app.quality.rules.thresholds import DEFAULTS, PanelThresholds
from app.ratings.rules.findings.catalogue import Check
from app.ratings.rules.findings.record import Finding, Record


@dataclass(frozen=True, kw_only=True, slots=True)
class QualityFacts:
    """What the rules need to know of one open scheme; money in pence.

    `held` is what the quality gate keeps out of the forecast that counts; `saved` is the year to
    date of a scheme from before the gates, which it may leave alone. `unread` names measures
    that had no reading for too long. `approved` is the approval that is reviewed, if there is one.
    """

    record: Record
    held: int = 0
    saved: int = 0
    cleared_until: date | None = None
    is_stopped: bool = False
    unread: Sequence[str] = ()
    approved: reviews.Approved | None = None
    reviewed_on: date | None = None


def of_quality(
    scheme: QualityFacts, as_at: date, thresholds: PanelThresholds = DEFAULTS
) -> Iterator[Finding]:
    """Its findings, as at the day."""
    found = scheme.record.finding
    if scheme.held:
        message = f"{money.exact(scheme.held)} of its forecast is held by the quality gate"
        yield found(Check.QUALITY_HELD, message)
    yield from _approval(scheme, as_at, thresholds)
    for measure in scheme.unread:
        message = f"“{measure}” had no reading for {thresholds.reading_months} months"
        yield found(Check.QUALITY_UNREAD, message)
    if scheme.approved:
        due = reviews.overdue(scheme.approved, scheme.reviewed_on, as_at, thresholds)
        if due:
            yield found(Check.QUALITY_REVIEW, reviews.missed(due))


def _approval(scheme: QualityFacts, as_at: date, thresholds: PanelThresholds) -> Iterator[Finding]:
    """How long it holds, or that nobody knows of one."""
    found, until = scheme.record.finding, scheme.cleared_until
    if until is None:
        if scheme.saved > 0 and not scheme.held:
            message = f"It has saved {money.exact(scheme.saved)}, and no assessment of it is known"
            yield found(Check.QUALITY_UNKNOWN, message)
    elif not scheme.is_stopped:
        day = dates.long(until)
        if until < as_at:
            yield found(Check.QUALITY_EXPIRED, f"Its approval of quality ran out on {day}")
        elif approval.expires_soon(until, as_at, thresholds):
            yield found(Check.QUALITY_EXPIRES, f"Its approval of quality ends on {day}")
