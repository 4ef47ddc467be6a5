"""A row after checking, and how findings name a field's cell."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.imports.reading.grids import RawCell, as_printed
from app.imports.reading.results import Finding, Severity, TypedRow, TypedValue
from app.imports.reading.tables import Table


@dataclass(frozen=True)
class Checked:
    """The row, with what was worked out, and the findings."""

    row: TypedRow
    findings: tuple[Finding, ...]

    def also(self, findings: Iterable[Finding]) -> "Checked":
        """With more findings; an error among them rejects the row."""
        more = tuple(findings)
        errors = tuple(each for each in more if each.severity is Severity.ERROR)
        return Checked(replace(self.row, errors=self.row.errors + errors), self.findings + more)


def with_values(row: TypedRow, **worked_out: TypedValue) -> TypedRow:
    """The row with fields that its cells imply."""
    return replace(
        row, values={**row.values, **worked_out}, estimated=(*row.estimated, *worked_out)
    )


def cell(row: TypedRow, table: Table, field: str) -> RawCell:
    """The field's raw cell in the row."""
    column = table.column_of(field)
    cells = table.grid.rows[row.row - 1]
    return cells[column.index] if column and column.index < len(cells) else None


def error(row: TypedRow, table: Table, field: str, message: str) -> Finding:
    """What rejects the row, on the field's cell or on the heading it would have."""
    return _finding(row, table, field, severity=Severity.ERROR, message=message)


def warning(row: TypedRow, table: Table, field: str, message: str) -> Finding:
    """What a person should look at, on the field's cell."""
    return _finding(row, table, field, severity=Severity.WARNING, message=message)


def note(row: TypedRow, table: Table, field: str, message: str) -> Finding:
    """What was done with the field's cell."""
    return _finding(row, table, field, severity=Severity.NOTE, message=message)


def _finding(
    row: TypedRow, table: Table, field: str, *, severity: Severity, message: str
) -> Finding:
    column = table.column_of(field)
    heading = column.heading if column else table.contract.field(field).synonyms[0].capitalize()
    printed = as_printed(cell(row, table, field))[:120]
    return Finding(severity, message, row.sheet, row.row, heading, printed)
