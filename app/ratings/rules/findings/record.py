"""A finding, and the record that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.ratings.rules.findings.catalogue import CATALOGUE, Check, Severity


@dataclass(frozen=True, slots=True)
class Record:
    """What a finding is about: `Record("WS01", "milestone", "WS01-M03", 12)`.

    The workstream is its reference, empty for the programme; the id is that of the kind's table.
    """

    workstream: str
    kind: str = ""
    ref: str = ""
    id: int | None = None

    def finding(self, check: Check, message: str) -> Finding:
        """Something wrong with this record."""
        return Finding(check, message, self)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the data: the rule, what exactly, and where. Holds no title."""

    rule: Check
    message: str
    about: Record

    @property
    def severity(self) -> Severity:
        return CATALOGUE[self.rule].severity

    @property
    def to_do(self) -> str:
        """What to do about it."""
        return CATALOGUE[self.rule].to_do

    @property
    def workstream(self) -> str:
        """The workstream's reference; empty when it is about the whole programme."""
        return self.about.workstream

    @property
    def record(self) -> str:
        """The record's reference; empty when it is about the workstream itself."""
        return self.about.ref

    @property
    def kind(self) -> str:
        """Milestone, scheme, risk, dependency; empty when it is about the workstream itself."""
        return self.about.kind


_PLACE = {check: number for number, check in enumerate(Check)}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first, then by workstream and record, then as the catalogue goes."""
    return sorted(
        findings,
        key=lambda each: (-each.severity.weight, each.workstream, each.record, _PLACE[each.rule]),
    )
