"""Which rows are printed totals, and how close to a sum a printed figure can be."""

import re
from collections.abc import Sequence

from app.core import money
from app.core.money import POUND, THOUSAND
from app.imports.reading.cells.words import plain
from app.imports.reading.contracts import FieldType
from app.imports.reading.grids import RawCell
from app.imports.reading.results import TypedRow
from app.imports.reading.tables import Column, Table

_NAMED_TOTAL = re.compile(r"(?:(?:grand|sub|overall|cumulative) ?)?totals?\b.*|.*\b(?:sub)?totals?")
_FILLER = set(
    """total totals sub subtotal subtotals grand overall for of the all in year to date fy and
    savings saving schemes scheme projects project cip cips qipp programme plan plans identified
    efficiency efficiencies risks milestones dependencies sum cumulative annual""".split()  # noqa: SIM905  # a list of words reads better as words
)


def is_total(
    row: TypedRow,
    cells: Sequence[RawCell],
    table: Table,
    *,
    rows: Sequence[TypedRow],
    before: Sequence[TypedRow],
) -> bool:
    """A row that says so in so many words, or says so and adds up, or adds up and has no name."""
    label = _label(cells)
    named = _NAMED_TOTAL.fullmatch(label) is not None
    if named and all(word in _FILLER or not word.isalpha() for word in label.split()):
        return True
    if named:
        return _adds_up(row, table, scopes_of(rows, before), every=False)
    nameless = row.values.get(table.contract.title) is None and len(rows) > 1
    return nameless and _adds_up(row, table, scopes_of(rows, before), every=True)


def _label(cells: Sequence[RawCell]) -> str:
    """The first words of the row."""
    return next((plain(cell) for cell in cells if isinstance(cell, str) and _wordy(cell)), "")


def _wordy(cell: str) -> bool:
    return sum(character.isalpha() for character in cell) >= 3


def _adds_up(
    row: TypedRow, table: Table, scopes: Sequence[Sequence[TypedRow]], *, every: bool
) -> bool:
    """Whether some (or every) amount is the sum of those above; a nought proves nothing."""
    columns = [column for column in money_columns(table) if amount(row, column)]
    agreed = [column for column in columns if _agrees(row, column, scopes)]
    return bool(agreed) and (not every or len(agreed) == len(columns))


def scopes_of(
    rows: Sequence[TypedRow], before: Sequence[TypedRow]
) -> tuple[Sequence[TypedRow], Sequence[TypedRow]]:
    """All rows so far, and those since the last total."""
    last = before[-1].row if before else 0
    return rows, [row for row in rows if row.row > last]


def _agrees(row: TypedRow, column: Column, scopes: Sequence[Sequence[TypedRow]]) -> bool:
    printed = amount(row, column)
    return any(
        abs(printed - added(rows, column)) <= tolerance([*rows, row], column) for rows in scopes
    )


def money_columns(table: Table) -> list[Column]:
    return [
        column for column in table.mapped if column.field and column.field.type is FieldType.MONEY
    ]


def amount(row: TypedRow, column: Column) -> int:
    value = row.values.get(column.field.name) if column.field else None
    return value if isinstance(value, int) else 0


def added(rows: Sequence[TypedRow], column: Column) -> int:
    return sum(amount(row, column) for row in rows)


def step(rows: Sequence[TypedRow], columns: Sequence[Column]) -> int:
    """What the amounts are rounded to: the heading's unit, or a decimal part that all share."""
    unit = max((column.unit or POUND for column in columns), default=POUND)
    amounts = [amount(row, column) for row in rows for column in columns]
    while unit > 1 and any(each % unit for each in amounts):
        unit //= 10
    return max(unit, 1)


def tolerance(rows: Sequence[TypedRow], column: Column) -> int:
    """Half a step for each of the figures added up, and for the sum that is printed."""
    return (len(rows) * step(rows, [column]) + 1) // 2


def figure(pence: int, column: Column) -> str:
    """The amount as the column prints it: in thousands where that is exact, else to the penny."""
    if column.unit == THOUSAND and pence % THOUSAND == 0:
        return money.thousands(pence)
    return money.whole_pounds(pence) if pence % POUND == 0 else money.exact(pence)
