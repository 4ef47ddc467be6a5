"""What became of each row, and of the whole file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.core.errors import NotAllowed, RuleBroken
from app.imports.reading.results import Finding, ReadFile, TypedRow

Place = tuple[str, int]
"""A row's sheet and number: what a refusal is remembered by."""


class Outcome(StrEnum):
    """A row makes a record, changes one, agrees with one, or is refused."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Difference:
    """One value that a row changes, as a person reads it."""

    label: str
    before: str
    after: str


class Stale(RuleBroken):
    """The record was saved after the row was downloaded. Both versions are in `differences`."""

    def __init__(
        self, differences: tuple[Difference, ...], name: str, record: tuple[str, int]
    ) -> None:
        yours = "; ".join(f"{each.label}: {each.after or 'nothing'}" for each in differences)
        theirs = "; ".join(f"{each.label}: {each.before or 'nothing'}" for each in differences)
        super().__init__(
            "version",
            "Somebody saved this after the workbook was downloaded, so the row was not used. "
            f"In the file: {yours}. In Ragstone now: {theirs}. Download the workbook again, or "
            "change the record on its page",
        )
        self.differences, self.name, self.record = differences, name, record


@dataclass(frozen=True)
class RowResult:
    """What became of one row. `name` is the record as a person knows it."""

    row: TypedRow
    outcome: Outcome
    name: str = ""
    differences: tuple[Difference, ...] = ()
    errors: tuple[Finding, ...] = ()
    record: tuple[str, int] | None = None

    @property
    def place(self) -> Place:
        return self.row.sheet, self.row.row


@dataclass
class Report:
    """What became of a file: every row, and everything that was found."""

    file: ReadFile
    results: list[RowResult] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    refused: dict[Place, RuleBroken | NotAllowed] = field(default_factory=dict)
    """Rows that a command refused only when it was run: the run does not count."""
    left_out: list[dict[str, Any]] = field(default_factory=list)
    """Ledger lines of the file's months that it no longer has."""

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.results)

    @property
    def counts(self) -> dict[str, int]:
        """`rows_read` is the sum of the four that follow it."""
        return {"rows_read": len(self.results)} | {
            outcome.value: self.count(outcome) for outcome in Outcome
        }

    def as_json(self, *, applied: bool) -> dict[str, Any]:
        """As the import command prints it."""
        return {
            "kind": self.file.kind,
            "applied": applied,
            **self.counts,
            "columns": {
                "mapped": dict(self.file.mapped),
                "unmapped": list(self.file.unmapped),
            },
            "findings": [each.as_json() for each in self.findings],
        }

    def in_full(self) -> dict[str, Any]:
        """As a page shows it: with every row that is not unchanged."""
        return {
            **self.as_json(applied=False),
            "rows": [_row(each) for each in self.results],
            "left_out": self.left_out,
        }


def _error(finding: Finding) -> str:
    """The sentence after the cell's heading."""
    return f"{finding.column}: {finding.message}" if finding.column else finding.message


def _row(result: RowResult) -> Mapping[str, Any]:
    return {
        "sheet": result.row.sheet,
        "row": result.row.row,
        "table": result.row.table,
        "outcome": result.outcome.value,
        "name": result.name,
        "record": result.record,
        "differences": [[each.label, each.before, each.after] for each in result.differences],
        "errors": [_error(each) for each in result.errors],
    }
