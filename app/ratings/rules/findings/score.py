"""How sound a workstream's data are, 0 to 100."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.ratings.rules.findings.catalogue import Severity
from app.ratings.rules.findings.record import Finding
from app.ratings.rules.findings.thresholds import DEFAULTS, FindingThresholds

FULL = 100


def scores(
    findings: Iterable[Finding],
    records: Mapping[str, int],
    thresholds: FindingThresholds = DEFAULTS,
) -> dict[str, int]:
    """Each workstream's score, by reference, from its findings and how many records it holds.

    100 less what its records lose on average: each loses the points of its findings, 100 at most,
    and the workstream itself counts as one record more. Rounded down, so that only a workstream
    without any finding has 100.
    """
    lost: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in findings:
        lost[each.workstream][each.record] += points(each.severity, thresholds)
    return {ref: _score(lost[ref].values(), count + 1) for ref, count in records.items()}


def points(severity: Severity, thresholds: FindingThresholds = DEFAULTS) -> int:
    """What one finding takes off."""
    return {
        Severity.ERROR: thresholds.error_points,
        Severity.WARNING: thresholds.warning_points,
        Severity.NOTE: thresholds.note_points,
    }[severity]


def _score(lost: Iterable[int], records: int) -> int:
    whole = sum(min(FULL, each) for each in lost)
    return max(0, (FULL * records - whole) // records)
