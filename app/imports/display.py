"""A file's report as a page shows it, and the columns that a person may map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.actor import Actor
from app.imports import queries
from app.imports.applying.outcomes import Outcome
from app.imports.models import Import, ImportStatus
from app.imports.reading.contracts import of_table
from app.imports.reading.results import ReadFile, Severity

FEW = 50
NOT_SHOWN = "A record that you may not see"
STATUS_COLOURS = {
    ImportStatus.READ: "yellow",
    ImportStatus.APPLIED: "green",
    ImportStatus.UNDONE: "orange",
    ImportStatus.SET_ASIDE: "grey",
}
STATUS_WORDS = {
    ImportStatus.READ: "Waiting",
    ImportStatus.APPLIED: "Brought in",
    ImportStatus.UNDONE: "Undone",
    ImportStatus.SET_ASIDE: "Set aside",
}
SEVERITIES = (
    (Severity.WARNING, "Warnings: look at these"),
    (Severity.NOTE, "Notes: what was done"),
)


@dataclass(frozen=True)
class Rows:
    """The rows of one outcome: the first of them, unless all are asked for."""

    outcome: Outcome
    count: int
    shown: Sequence[Mapping[str, Any]]

    @property
    def are_all_shown(self) -> bool:
        return len(self.shown) == self.count


@dataclass(frozen=True)
class Said:
    """Findings of one severity that say the same, with where each is."""

    message: str
    places: Sequence[str]


class Shown:
    """What the report says to this reader."""

    def __init__(self, brought: Import, actor: Actor, *, in_full: bool) -> None:
        self.report: dict[str, Any] = json.loads(brought.report)
        self._limit = None if in_full else FEW
        self._rows: list[dict[str, Any]] = self.report.get("rows", [])
        keys = {tuple(row["record"]) for row in self._rows if row.get("record")}
        lines: list[dict[str, Any]] = self.report.get("left_out", [])
        schemes = {("scheme", each["scheme_id"]) for each in lines if each["scheme_id"]}
        self._hidden = queries.hidden(keys | schemes, actor)
        self._lines = lines

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(outcome.value, self.report.get(outcome.value, 0)) for outcome in Outcome]

    @property
    def left_out(self) -> list[dict[str, Any]]:
        """Ledger lines of its months that the file no longer has; those of schemes that the reader
        may not see without what is in them."""
        hidden = {"cost_centre": NOT_SHOWN, "account": "", "scheme_ref": "", "description": ""}
        return [
            {**each, **hidden, "amount": "–"}
            if ("scheme", each["scheme_id"]) in self._hidden
            else each
            for each in self._lines
        ]

    @property
    def is_empty(self) -> bool:
        """Nothing in the file would change anything."""
        return not any(count for name, count in self.counts if name in ("created", "updated"))

    @property
    def groups(self) -> Iterator[Rows]:
        """Rejected first: they need somebody. Unchanged rows are counted, not listed."""
        for outcome in (Outcome.REJECTED, Outcome.UPDATED, Outcome.CREATED):
            rows = [row for row in self._rows if row["outcome"] == outcome]
            if rows:
                shown = [self._row(row) for row in rows[: self._limit]]
                yield Rows(outcome, len(rows), shown)

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        if row.get("record") and tuple(row["record"]) in self._hidden:
            return {**row, "name": NOT_SHOWN, "differences": [], "errors": []}
        return row

    @property
    def findings(self) -> Iterator[tuple[str, list[Said]]]:
        """By severity; the same sentence once, with every place. Errors stand with their rows."""
        hidden = {
            (row["sheet"], row["row"])
            for row in self._rows
            if row.get("record") and tuple(row["record"]) in self._hidden
        }
        for severity, heading in SEVERITIES:
            places: dict[str, list[str]] = {}
            for each in self.report.get("findings", []):
                if each["severity"] == severity and (each["sheet"], each["row"]) not in hidden:
                    places.setdefault(each["message"], []).append(_place(each))
            if places:
                yield heading, [Said(message, where) for message, where in places.items()]


def _place(finding: Mapping[str, Any]) -> str:
    parts = [finding["sheet"], finding["row"] and f"row {finding['row']}", finding["column"]]
    return ", ".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class MappedColumn:
    """A heading of the file, the field it is taken for, and the fields it could be."""

    name: str
    sheet: str
    heading: str
    field: str
    hint: str
    choices: Sequence[tuple[str, str]]


def columns(file: ReadFile) -> list[MappedColumn]:
    """Every column with something in it, those that are not used last."""
    likeness = {
        (each.sheet, each.column): each.message
        for each in file.findings
        if each.column and each.message.startswith("Taken for")
    }
    headings = [*file.mapped.items(), *((heading, "") for heading in file.unmapped)]
    return [
        MappedColumn(
            f"column-{place}",
            _sheet(file, heading),
            heading,
            field,
            likeness.get((_sheet(file, heading), heading.rpartition("!")[2]), ""),
            _choices(file, heading),
        )
        for place, (heading, field) in enumerate(headings)
    ]


def _sheet(file: ReadFile, heading: str) -> str:
    read = [sheet for sheet in file.sheets if sheet.table]
    named = heading.partition("!")[0]
    return next((sheet.name for sheet in read if sheet.name == named), read[0].name)


def _choices(file: ReadFile, heading: str) -> list[tuple[str, str]]:
    name = _sheet(file, heading)
    table = next(sheet.table for sheet in file.sheets if sheet.name == name and sheet.table)
    fields = [(name, name.replace("_", " ").capitalize()) for name in of_table(table).names]
    return [("", "Not used"), *fields]
