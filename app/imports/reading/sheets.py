"""Which sheets of a file are read, as what, and why the others are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.imports.reading import headings, tables
from app.imports.reading.contracts import ALL, Contract, of_kind
from app.imports.reading.contracts.workbook import MARK
from app.imports.reading.grids import Grid, is_blank
from app.imports.reading.results import Finding, Severity, SheetSeen, Unreadable
from app.imports.reading.tables import Column, Table

_NEARLY = 3


@dataclass(frozen=True)
class Understood:
    """The tables to read, in the order of the sheets, and what was made of every sheet."""

    kind: str
    tables: tuple[Table, ...]
    sheets: tuple[SheetSeen, ...]
    findings: tuple[Finding, ...]


def understand(grids: Sequence[Grid], kind: str | None, mapping: Mapping[str, str]) -> Understood:
    """Raises Unreadable where no sheet holds a table, or two could be the same one."""
    own = _is_own(grids)
    found = [(grid, _table(grid, kind, own=own)) for grid in grids]
    chosen = [table for _grid, table in found if isinstance(table, Table)]
    seen = tuple(_seen(grid, table) for grid, table in found)
    if not chosen:
        raise Unreadable(_refusal(grids, seen, kind), seen)
    _refuse_twins(chosen, seen)
    read = tuple(tables.with_mapping(table, mapping) for table in chosen)
    return Understood(_kind(chosen, kind, own=own), read, seen, tuple(_passed_over(seen)))


def _kind(chosen: Sequence[Table], kind: str | None, *, own: bool) -> str:
    if kind:
        return kind
    return "workbook" if own or len(chosen) > 1 else chosen[0].contract.kind


def _is_own(grids: Sequence[Grid]) -> bool:
    """Whether this is Ragstone's own workbook: its first sheet says so in its first cell."""
    first = next((grid.rows[0] for grid in grids if grid.rows and grid.rows[0]), ())
    return bool(first) and str(first[0]).strip() == MARK


def _table(grid: Grid, kind: str | None, *, own: bool) -> Table | str:
    """The sheet's table, or why there is none."""
    if all(is_blank(cell) for row in grid.rows for cell in row):
        return "it is empty"
    if grid.hidden:
        return "it is hidden"
    contracts = _own_contracts(grid) if own else of_kind(kind)
    if own and not contracts:
        return "it holds no records"
    fitting = tables.find(grid, contracts)
    if not fitting:
        return _why_not(grid, contracts)
    if len(fitting) > 1 and _undecided(fitting[0], fitting[1]):
        return (
            f"it could be {_named(fitting[0].contract)} or {_named(fitting[1].contract)}: "
            "choose the kind of file"
        )
    return fitting[0]


def _undecided(first: Table, second: Table) -> bool:
    """Two kinds fit alike. One kind's two shapes, or a workbook's own sheet, are told by order."""
    kinds = {first.contract.kind, second.contract.kind}
    return first.merit == second.merit and len(kinds) == 2 and "workbook" not in kinds


def _own_contracts(grid: Grid) -> tuple[Contract, ...]:
    return tuple(
        contract for contract in ALL if contract.sheet.casefold() == grid.name.strip().casefold()
    )


def _why_not(grid: Grid, contracts: Sequence[Contract]) -> str:
    if tables.is_transposed(grid, ALL):
        return (
            "the table is transposed: its headings run down the first column and each record is a "
            "column. Turn it so that each record is a row (in Excel: copy, then Paste Special, "
            "Transpose)"
        )
    near = tables.closest(grid, contracts)
    if near is None or len(near.mapped) < _NEARLY:
        return "no row of headings was found that is known"
    lacking = " and ".join(tables.missing(near))
    return f"it looks most like {_named(near.contract)}, and has no column for {lacking}"


def _named(contract: Contract) -> str:
    return contract.table.replace("_", " ")


def _seen(grid: Grid, table: Table | str) -> SheetSeen:
    if isinstance(table, str):
        return SheetSeen(grid.name, None, table, grid.hidden)
    return SheetSeen(
        grid.name,
        table.contract.table,
        f"read as {_named(table.contract)}, headings on row {table.heading_row}",
        grid.hidden,
        table.heading_row,
        headings.signature(table.contract.table, [each.heading for each in table.columns]),
    )


def _refuse_twins(chosen: Sequence[Table], seen: tuple[SheetSeen, ...]) -> None:
    """Two sheets that could be one register: which is meant is not for us to guess."""
    by_table: dict[str, list[str]] = {}
    for table in chosen:
        by_table.setdefault(table.contract.table, []).append(table.grid.name)
    for table_name, sheets in by_table.items():
        if len(sheets) > 1:
            listed = ", ".join(f"“{sheet}”" for sheet in sheets)
            others = [each for each in seen if each.name not in sheets]
            why = (
                f"The workbook was not read, because {len(sheets)} of its {len(seen)} sheets look "
                f"like {table_name.replace('_', ' ')} and which one is meant is not clear: "
                f"{listed}. Keep one of them in a workbook of its own and try again. "
            )
            raise Unreadable(why + _listed(others), seen)


def _refusal(grids: Sequence[Grid], seen: tuple[SheetSeen, ...], kind: str | None) -> str:
    what = f"a table of {kind}" if kind and kind != "workbook" else "a table that is known"
    if len(grids) == 1:
        return f"The file does not hold {what}: {seen[0].reason}"
    return f"None of the {len(seen)} sheets holds {what}. {_listed(seen)}"


def _listed(seen: Sequence[SheetSeen]) -> str:
    """Every sheet, under the reason that it shares with others."""
    by_reason: dict[str, list[str]] = {}
    for sheet in seen:
        by_reason.setdefault(sheet.reason, []).append(f"“{sheet.name}”")
    return "; ".join(f"{', '.join(names)}: {reason}" for reason, names in by_reason.items())


def _passed_over(seen: Sequence[SheetSeen]) -> list[Finding]:
    """A note for each sheet that was not read."""
    return [
        Finding(Severity.NOTE, f"This sheet was not read: {sheet.reason}", sheet.name)
        for sheet in seen
        if sheet.table is None
    ]


def has_something(table: Table, column: Column) -> bool:
    """Whether the column has a heading, or anything below where one would be."""
    rows = table.grid.rows[table.heading_row - 1 :]
    return any(column.index < len(row) and not is_blank(row[column.index]) for row in rows)
