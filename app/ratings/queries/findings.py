"""The data-quality findings of a programme, in a fixed number of reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core.actor import Actor
from app.core.financial_year import Month
from app.ratings.queries import checked, checked_quality
from app.ratings.queries.thresholds import thresholds
from app.ratings.rules import Thresholds
from app.ratings.rules import findings as rules
from app.ratings.rules.findings import Finding, Severity, Written


@dataclass(frozen=True)
class XRay:
    """What is wrong with the data that the reader may see, worst first, and scores of 0 to 100.

    The scores are by workstream's reference; 100 where nothing was found.
    """

    findings: Sequence[Finding]
    scores: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many of each severity."""
        found = Counter(each.severity for each in self.findings)
        return {severity: found[severity] for severity in Severity}

    def of(self, workstream: str, record: str | None = None) -> list[Finding]:
        """Those of one workstream, or of one of its records, by reference."""
        mine = [each for each in self.findings if each.workstream == workstream]
        return mine if record is None else [each for each in mine if each.record == record]


def findings(
    programme_id: int,
    month: Month,
    as_at: date,
    visible_to: Actor,
    *,
    written: Sequence[Written] = (),
) -> Sequence[Finding]:
    """What is wrong with the data, worst first. `written`: the updates, where there are any."""
    return xray(programme_id, month, as_at, visible_to, written=written).findings


def xray(
    programme_id: int,
    month: Month,
    as_at: date,
    visible_to: Actor,
    *,
    written: Sequence[Written] = (),
    limits: Thresholds | None = None,
) -> XRay:
    """The findings and the scores. Fourteen reads, and one more for the thresholds if not given."""
    limits = limits or thresholds(programme_id, as_at)
    seen = checked.records(programme_id, month, visible_to, limits.honesty)
    assessed = checked_quality.schemes(
        programme_id, month, as_at, visible_to=visible_to, limits=limits.panel
    )
    found = [
        *(each for one in seen.workstreams for each in rules.of_workstream(one)),
        *_of_records(seen, as_at, limits),
        *(each for one in assessed for each in rules.of_quality(one, as_at, limits.panel)),
        *(each for one in written for each in rules.of_written(one, as_at, limits.findings)),
        *rules.of_portfolio([one.colour for one in written], limits.findings),
    ]
    scores = rules.scores(found, seen.counts, limits.findings)
    return XRay(rules.in_order(found), scores)


def _of_records(seen: checked.Records, as_at: date, limits: Thresholds) -> list[Finding]:
    milestones = (rules.of_milestone(one, as_at, limits.findings) for one in seen.milestones)
    schemes = (rules.of_scheme(one, limits.savings, limits.honesty) for one in seen.schemes)
    risks = (rules.of_risk(one, as_at) for one in seen.risks)
    promises = (rules.of_dependency(one, as_at, limits.dependencies) for one in seen.dependencies)
    return [
        each
        for of_kind in (milestones, schemes, risks, promises)
        for of_record in of_kind
        for each in of_record
    ]
