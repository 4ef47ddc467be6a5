"""Reads a file: the one way in. Pure: the same bytes and mapping give the same result."""

from collections.abc import Iterator, Mapping, Sequence

from app.imports.reading import checks, files, headings, rows, sheets
from app.imports.reading.checks import formulas, registers
from app.imports.reading.contracts import KINDS, FieldType
from app.imports.reading.grids import Limits
from app.imports.reading.results import Finding, ReadFile, Severity, TypedRow, Unreadable
from app.imports.reading.rows import spans
from app.imports.reading.tables import Table

NO_MAPPING: Mapping[str, str] = {}


def read(
    name: str,
    content: bytes,
    *,
    kind: str | None = None,
    mapping: Mapping[str, str] = NO_MAPPING,
    limits: Limits | None = None,
) -> ReadFile:
    """The file's rows, typed and checked. Raises Unreadable, with the reason, for the whole file.

    `kind` is found from the content where it is not given. `mapping` gives headings (or
    `Sheet!Heading`) the fields that a person chose, "" for none.
    """
    if kind is not None and kind not in KINDS:
        raise Unreadable(f"“{kind}” is not a kind of file. Choose one of {', '.join(KINDS)}")
    grids = files.open_file(name, content, limits)
    understood = sheets.understand(grids, kind, mapping)
    return _collected(understood)


def _collected(understood: sheets.Understood) -> ReadFile:
    typed: list[TypedRow] = []
    totals: list[TypedRow] = []
    findings: list[Finding] = list(understood.findings)
    for table in understood.tables:
        reading = rows.read(table)
        checked = [checks.row(row, table) for row in reading.rows]
        typed.extend(each.row for each in checked)
        totals.extend(reading.printed_totals)
        findings.extend(_about_columns(table))
        found = [*reading.findings, *(said for each in checked for said in each.findings)]
        kept = [each.row for each in checked]
        found.extend(_about_all(table, kept, reading.printed_totals))
        findings.extend(sorted(found, key=lambda each: each.row or 0))
    return ReadFile(
        kind=understood.kind,
        rows=tuple(typed),
        mapped=_mapped(understood.tables),
        unmapped=tuple(_unmapped(understood.tables)),
        findings=tuple(findings),
        sheets=understood.sheets,
        printed_totals=tuple(totals),
    )


def _mapped(tables: Sequence[Table]) -> dict[str, str]:
    return {
        _key(tables, table, column.heading): column.field.name
        for table in tables
        for column in table.mapped
        if column.field
    }


def _key(tables: Sequence[Table], table: Table, heading: str) -> str:
    return f"{table.grid.name}!{heading}" if len(tables) > 1 else heading


def _unmapped(tables: Sequence[Table]) -> Iterator[str]:
    for table in tables:
        for column in table.columns:
            if column.field is None and sheets.has_something(table, column):
                yield _key(tables, table, column.heading)


def _about_columns(table: Table) -> Iterator[Finding]:
    """Columns that a person should look at before the rows."""
    row = table.heading_row
    for column in table.mapped:
        if column.field and not column.exact:
            said = (
                f"Taken for {column.field.name.replace('_', ' ')} because it is like "
                f"“{column.field.synonyms[0]}”. Change the mapping if it is not"
            )
            yield Finding(Severity.NOTE, said, table.grid.name, row, column.heading)
    yield from _second_columns(table)
    pounds = [
        column.heading
        for column in table.mapped
        if column.unit is None and column.field and column.field.type is FieldType.MONEY
    ]
    if pounds and table.contract.kind != "workbook":
        said = f"No unit is given, so these are read as pounds: {', '.join(pounds)}"
        yield Finding(Severity.NOTE, said, table.grid.name, row)


def _second_columns(table: Table) -> Iterator[Finding]:
    """A heading that means a field which another column already gives."""
    for column in table.columns:
        if column.field is None:
            meant = headings.match([[column.heading]], table.contract, like=False)
            other = table.column_of(meant[0].field) if meant else None
            if other:
                said = (
                    f"This could be {meant[0].field.replace('_', ' ')} as well, which was read "
                    f"from “{other.heading}”. Change the mapping if it should be this one"
                )
                yield Finding(
                    Severity.WARNING, said, table.grid.name, table.heading_row, column.heading
                )


def _about_all(table: Table, typed: list[TypedRow], printed: list[TypedRow]) -> Iterator[Finding]:
    """What can be said only once every row is read."""
    if not typed:
        said = "There are no rows below the headings"
        yield Finding(Severity.WARNING, said, table.grid.name, table.heading_row)
    for place, total in enumerate(printed):
        totalled = formulas.totalled(total, table, typed, printed[:place])
        yield from formulas.compare_total(total, table, totalled)
    for field, numbers in registers.gaps(typed, table):
        column = table.column_of(field)
        heading = column.heading if column else table.contract.field(field).synonyms[0].capitalize()
        said = f"No {field} is given on {len(numbers)} rows ({spans(numbers)})"
        yield Finding(Severity.WARNING, said, table.grid.name, numbers[0], heading)
    yield from _repeated_ids(table, typed)


def _repeated_ids(table: Table, typed: list[TypedRow]) -> Iterator[Finding]:
    if table.contract.key != "ref":
        return
    seen: dict[str, int] = {}
    column = table.column_of("ref")
    for row in typed:
        ref = row.values.get("ref")
        if isinstance(ref, str) and column:
            if ref.casefold() in seen:
                said = f"This id is on row {seen[ref.casefold()]} too. Ids must differ"
                yield Finding(Severity.WARNING, said, row.sheet, row.row, column.heading, ref)
            seen.setdefault(ref.casefold(), row.row)
