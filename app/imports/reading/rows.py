"""Reads a table row by row: which rows count, what their cells say, why a row is refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from app.imports.reading import totals, values
from app.imports.reading.cells import text
from app.imports.reading.cells.answers import Mistake, Read, Words
from app.imports.reading.contracts import FieldType
from app.imports.reading.grids import RawCell, as_printed, is_blank
from app.imports.reading.headings import folded
from app.imports.reading.results import Finding, Severity, TypedRow, TypedValue
from app.imports.reading.tables import Column, Table

Cells = tuple[RawCell, ...]
_BLANK = "blank"
_ID_ONLY = "an id and nothing else"
_HEADING = "the headings again"
_TOTAL = "printed totals"
_LONGEST_VALUE = 120
_FIGURES = (FieldType.MONEY, FieldType.PERCENTAGE, FieldType.DATE)


@dataclass
class Reading:
    """What has been read of a table so far."""

    table: Table
    rows: list[TypedRow] = field(default_factory=list)
    printed_totals: list[TypedRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    passed_over: list[tuple[int, str]] = field(default_factory=list)
    # (column, remark) → rows, so that a thing done to a whole column is said once.
    remarks: dict[tuple[str, str], list[int]] = field(default_factory=dict)


def read(table: Table) -> Reading:
    """Every row below the headings, read or passed over; none is lost between the two."""
    reading = Reading(table)
    for number, cells in table.data_rows():
        reason = _passed_over(table, cells)
        if reason:
            reading.passed_over.append((number, reason))
            continue
        row, findings = _typed(reading, number, cells)
        if totals.is_total(row, cells, table, rows=reading.rows, before=reading.printed_totals):
            reading.printed_totals.append(row)
            reading.passed_over.append((number, _TOTAL))
            continue
        reading.rows.append(row)
        reading.findings.extend(findings)
    reading.findings.extend(_notes(reading))
    return reading


def _passed_over(table: Table, cells: Cells) -> str | None:
    """Why the row is not read, or None."""
    if all(is_blank(cell) for cell in cells):
        return _BLANK
    columns = {column.index: column for column in table.columns}
    content = [
        index for index, cell in enumerate(cells) if not is_blank(cell) and _counts(columns[index])
    ]
    if not content and _has(table, cells, table.contract.key):
        return _ID_ONLY
    if _repeats_headings(table, cells):
        return _HEADING
    return None


def _counts(column: Column) -> bool:
    """An id or a computed cell is there in a row that is otherwise empty; all else is content."""
    return column.field is None or not (column.field.printed or column.field.name == "ref")


def _has(table: Table, cells: Cells, name: str) -> bool:
    column = table.column_of(name)
    return column is not None and not is_blank(_cell(cells, column))


def _repeats_headings(table: Table, cells: Cells) -> bool:
    filled = [
        column
        for column in table.mapped
        if isinstance(_cell(cells, column), str) and not is_blank(_cell(cells, column))
    ]
    same = [
        column
        for column in filled
        if folded(as_printed(_cell(cells, column))) == folded(column.heading)
    ]
    return len(same) >= 2 and 2 * len(same) > len(filled)


def _cell(cells: Cells, column: Column) -> RawCell:
    return cells[column.index] if column.index < len(cells) else None


def _typed(reading: Reading, number: int, cells: Cells) -> tuple[TypedRow, list[Finding]]:
    """The row's values and what there is to say; one with an NHS number keeps nothing."""
    table = reading.table
    private = _nhs_numbers(table, number, cells)
    if private:
        return TypedRow(table.contract.table, table.grid.name, number, {}, tuple(private)), private
    found: dict[str, TypedValue] = {}
    findings: list[Finding] = []
    for column in table.mapped:
        value, finding = _value(reading, number, column, _cell(cells, column))
        if column.field:
            found[column.field.name] = value
        findings.extend(finding)
    findings.extend(_required(table, number, found, findings))
    errors = tuple(each for each in findings if each.severity is Severity.ERROR)
    return TypedRow(table.contract.table, table.grid.name, number, found, errors), findings


def _nhs_numbers(table: Table, number: int, cells: Cells) -> list[Finding]:
    """Looked for in every column, also those that are not mapped; never shown again."""
    return [
        Finding(
            Severity.ERROR,
            "This holds an NHS number. Take it out: no patient data may be kept here",
            table.grid.name,
            number,
            column.heading,
            "(not shown)",
        )
        for column in table.columns
        if not (column.field and column.field.type in _FIGURES)
        and text.holds_nhs_number(_cell(cells, column))
    ]


def _value(
    reading: Reading, number: int, column: Column, cell: RawCell
) -> tuple[TypedValue, list[Finding]]:
    assert column.field is not None  # noqa: S101  # only mapped columns are read
    answer = values.read(cell, column.field, column)
    if isinstance(answer, Read):
        if answer.remark:
            reading.remarks.setdefault((column.heading, answer.remark), []).append(number)
        return answer.value, []
    if answer is None:
        return None, []
    severity = _severity(answer, printed=column.field.printed)
    return None, [
        _about(reading.table, number, column, severity=severity, message=answer.message, cell=cell)
    ]


def _severity(answer: Words | Mistake, *, printed: bool) -> Severity:
    """What is only compared cannot reject its row."""
    return Severity.WARNING if printed or isinstance(answer, Words) else Severity.ERROR


def _about(
    table: Table, number: int, column: Column, *, severity: Severity, message: str, cell: RawCell
) -> Finding:
    """A finding on one cell."""
    value = as_printed(cell)
    shown = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    return Finding(severity, message, table.grid.name, number, column.heading, shown)


def _required(
    table: Table, number: int, found: dict[str, TypedValue], findings: Iterable[Finding]
) -> list[Finding]:
    """A required cell that is empty; one that is wrong has been said."""
    said = {finding.column for finding in findings if finding.severity is Severity.ERROR}
    missing = []
    for each in table.contract.fields:
        column = table.column_of(each.name)
        heading = column.heading if column else each.synonyms[0].capitalize()
        if each.required and found.get(each.name) is None and heading not in said:
            message = f"This row has no {each.name.replace('_', ' ')}. Enter one"
            missing.append(Finding(Severity.ERROR, message, table.grid.name, number, heading, ""))
    return missing


def _notes(reading: Reading) -> list[Finding]:
    """One note for each run of rows that were not read, and for each thing done to a column."""
    table = reading.table
    notes = []
    if table.heading_row > 1:
        said = f"{span(range(1, table.heading_row))} above the headings, not read"
        notes.append(Finding(Severity.NOTE, said, table.grid.name, 1))
    for reason, numbers in runs(reading.passed_over):
        what = "blank" if reason == _BLANK else f"with {reason}"
        said = f"{span(numbers)} {what}, not read"
        notes.append(Finding(Severity.NOTE, said, table.grid.name, numbers[0]))
    for (heading, remark), numbers in reading.remarks.items():
        said = f"{remark}: {spans(numbers)}"
        notes.append(Finding(Severity.NOTE, said, table.grid.name, numbers[0], heading))
    return notes


def runs(passed_over: Iterable[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    """Rows one after another with the same reason."""
    numbered = enumerate(passed_over)
    return [
        (reason, [number for _place, (number, _reason) in run])
        for (_offset, reason), run in groupby(
            numbered, key=lambda each: (each[1][0] - each[0], each[1][1])
        )
    ]


def span(numbers: Iterable[int]) -> str:
    """`Row 5`, or `Rows 5 to 9`."""
    listed = list(numbers)
    if len(listed) == 1:
        return f"Row {listed[0]}"
    return f"Rows {listed[0]} to {listed[-1]}"


def spans(numbers: Iterable[int]) -> str:
    """`rows 5, 7 to 9`: every row, in as few words as may be."""
    parts = [run for _reason, run in runs((number, "") for number in sorted(set(numbers)))]
    said = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in parts)
    return f"row {said}" if len(parts) == 1 and len(parts[0]) == 1 else f"rows {said}"
