"""Finds the table in a sheet: its heading row, what kind it is, and what each column holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.money import POUND
from app.imports.reading import headings
from app.imports.reading.cells import text
from app.imports.reading.contracts import Contract, Field
from app.imports.reading.grids import Grid, RawCell, as_printed, is_blank

_DEEPEST_HEADING = 80
_LIKELY_ROWS = 6
_LONGEST_HEADING = 400
_TITLE_ROWS = 8
_FIRST_COLUMNS = 3


@dataclass(frozen=True)
class Column:
    """A column of the table. `unit` is pence to what its heading says, None where it is silent."""

    index: int
    heading: str
    field: Field | None
    unit: int | None
    exact: bool = True


@dataclass(frozen=True)
class Table:
    """A sheet's table: what it is, where its headings end, its columns."""

    grid: Grid
    contract: Contract
    heading_row: int
    columns: tuple[Column, ...]

    @property
    def mapped(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.field)

    @property
    def merit(self) -> float:
        """How well it fits: a field by likeness counts for less than one by name."""
        return sum(1.0 if column.exact else 0.7 for column in self.mapped)

    def column_of(self, field: str) -> Column | None:
        return next((each for each in self.mapped if each.field and each.field.name == field), None)

    def data_rows(self) -> Iterator[tuple[int, tuple[RawCell, ...]]]:
        """Row number and cells of each row below the headings."""
        yield from enumerate(self.grid.rows[self.heading_row :], start=self.heading_row + 1)


def find(grid: Grid, contracts: Iterable[Contract]) -> list[Table]:
    """The tables that the sheet may be, the best first; none where nothing fits."""
    tables = [
        table
        for contract in contracts
        for table in [_best(grid, contract)]
        if table is not None and is_told(table)
    ]
    return sorted(tables, key=lambda table: -table.merit)


def closest(grid: Grid, contracts: Iterable[Contract]) -> Table | None:
    """What the sheet looks most like, though it is not."""
    tables = [table for contract in contracts if (table := _best(grid, contract)) is not None]
    return max(tables, key=lambda table: table.merit, default=None)


def is_told(table: Table) -> bool:
    """Whether the table has what its kind is known by."""
    found = {column.field.name for column in table.mapped if column.field}
    return all(found.intersection(group) for group in table.contract.telling)


def missing(table: Table) -> list[str]:
    """The first heading of each group that the table would be known by and has none of."""
    found = {column.field.name for column in table.mapped if column.field}
    return [
        " or ".join(dict.fromkeys(table.contract.field(name).synonyms[0] for name in group))
        for group in table.contract.telling
        if not found.intersection(group)
    ]


def is_transposed(grid: Grid, contracts: Iterable[Contract]) -> bool:
    """Whether the headings run down the side, so that each record is a column."""
    turned = turn(grid)
    return any(table.heading_row <= _FIRST_COLUMNS for table in find(turned, contracts))


def turn(grid: Grid) -> Grid:
    """Rows as columns, as far as headings may go."""
    rows = grid.rows[:_LONGEST_HEADING]
    wide = min(max(map(len, rows), default=0), _FIRST_COLUMNS + 1)
    turned = tuple(
        tuple(row[index] if index < len(row) else None for row in rows) for index in range(wide)
    )
    return Grid(grid.name, turned, grid.hidden)


def _best(grid: Grid, contract: Contract) -> Table | None:
    """The heading row that fits the contract best, by name first, then by likeness too."""
    ranked = sorted(_scored(grid, contract), key=lambda each: (-each[0], each[1]))[:_LIKELY_ROWS]
    tables = [_table(grid, contract, row, like=True) for score, row in ranked if score]
    told = [table for table in tables if is_told(table)]
    return max(told or tables, key=lambda table: (table.merit, -table.heading_row), default=None)


def _scored(grid: Grid, contract: Contract) -> Iterator[tuple[int, int]]:
    """How many headings of each early row are known, exactly as written."""
    for row, cells in enumerate(grid.rows[:_DEEPEST_HEADING], start=1):
        if sum(_may_be_heading(cell) for cell in cells) >= 2:
            plain = [[_own(cell)] for cell in cells]
            yield len(headings.match(plain, contract, like=False)), row


def _table(grid: Grid, contract: Contract, row: int, *, like: bool) -> Table:
    """As one heading row, or together with the row above it if more columns are then known."""
    own = [_own(cell) for cell in grid.rows[row - 1]]
    table = _mapped(grid, contract, row, [[heading] for heading in own], like=like)
    if row > 1:
        joined = _mapped(grid, contract, row, _joined(grid.rows[row - 2], own), like=like)
        if joined.merit > table.merit:
            return joined
    return table


def _joined(above: Sequence[RawCell], own: Sequence[str]) -> list[list[str]]:
    """Each heading with the one that spans it above: fullest first."""
    spanning, choices = "", []
    for index, heading in enumerate(own):
        upper = _own(above[index]) if index < len(above) else ""
        spanning = upper or spanning
        texts = [f"{spanning} {heading}".strip(), heading, upper] if heading else [upper]
        choices.append(list(dict.fromkeys(texts)))
    return choices


def _mapped(
    grid: Grid, contract: Contract, row: int, choices: list[list[str]], *, like: bool
) -> Table:
    wide = max(map(len, grid.rows[row - 1 :]), default=0)
    choices = choices + [[""]] * (wide - len(choices))
    matches = {found.column: found for found in headings.match(choices, contract, like=like)}
    named = _named([texts[0] for texts in choices])
    sheet_unit = _sheet_unit(grid, row)
    columns = []
    for index, heading in enumerate(named):
        found = matches.get(index)
        unit = headings.unit_hint(heading)
        columns.append(
            Column(
                index,
                heading,
                contract.field(found.field) if found else None,
                unit if unit is not None else sheet_unit,
                exact=found is None or found.certainty >= headings.EXACT - 1,
            )
        )
    return Table(grid, contract, row, tuple(columns))


def _named(texts: Sequence[str]) -> list[str]:
    """One line each; a column without a heading, or with another's, goes by its letter too."""
    names: list[str] = []
    for index, heading in enumerate(texts):
        name = text.one_line(heading) or f"Column {letter(index)}"
        names.append(name if name not in names else f"{name} (column {letter(index)})")
    return names


def letter(index: int) -> str:
    """A spreadsheet's letter for a column counted from 0."""
    letters, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def _sheet_unit(grid: Grid, row: int) -> int | None:
    """The unit that a title above the headings gives to the whole table, if it is above a pound."""
    for cells in reversed(grid.rows[max(0, row - 1 - _TITLE_ROWS) : row - 1]):
        for cell in cells:
            unit = headings.unit_hint(cell) if isinstance(cell, str) else None
            if unit is not None and unit > POUND:
                return unit
    return None


def _may_be_heading(cell: RawCell) -> bool:
    return isinstance(cell, str) and not is_blank(cell) and len(cell) <= _LONGEST_HEADING


def _own(cell: RawCell) -> str:
    return as_printed(cell) if _may_be_heading(cell) else ""


def with_mapping(table: Table, chosen: Mapping[str, str]) -> Table:
    """The table with a person's own mapping: heading, or `Sheet!Heading`, to field or nothing."""
    own = {
        column.index: chosen[key]
        for column in table.columns
        for key in (f"{table.grid.name}!{column.heading}", column.heading)
        if key in chosen
    }
    wanted = set(own.values())
    columns = []
    for column in table.columns:
        if column.index in own:
            name = own[column.index]
            field = table.contract.field(name) if name in table.contract.names else None
            columns.append(replace(column, field=field, exact=True))
        elif column.field and column.field.name in wanted:
            columns.append(replace(column, field=None))
        else:
            columns.append(column)
    return replace(table, columns=tuple(columns))
