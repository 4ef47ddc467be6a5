"""Printed sums, differences and totals against computed ones; the computed are used."""

from collections.abc import Iterator, Mapping, Sequence

from app.imports.reading import totals
from app.imports.reading.checks import about
from app.imports.reading.contracts import FieldType, Formula
from app.imports.reading.results import Finding, TypedRow, TypedValue
from app.imports.reading.tables import Column, Table


def computed(formula: Formula, values: Mapping[str, TypedValue]) -> int | None:
    """What the printed field ought to be; None where its parts are not there."""
    plus = [values.get(name) for name in formula.plus]
    minus = [values.get(name) for name in formula.minus]
    if any(not isinstance(part, int) for part in plus):
        return None
    known = [part for part in minus if isinstance(part, int)]
    return sum(part for part in plus if isinstance(part, int)) - sum(known) if known else None


def compare(row: TypedRow, table: Table) -> Iterator[Finding]:
    """A finding for each printed figure of the row that does not follow from its own parts."""
    for formula in table.contract.formulas:
        column = table.column_of(formula.field)
        printed, expected = row.values.get(formula.field), computed(formula, row.values)
        if column is None or not isinstance(printed, int) or expected is None:
            continue
        if abs(printed - expected) > _leeway(formula, table, [row]):
            message = _disagreement(printed, expected, formula, column)
            yield about.warning(row, table, formula.field, message)


def _columns(formula: Formula, table: Table) -> list[Column]:
    names = (formula.field, *formula.plus, *formula.minus)
    return [column for name in names if (column := table.column_of(name))]


def _leeway(formula: Formula, table: Table, rows: Sequence[TypedRow]) -> int:
    """Half a step of rounding for each figure that goes in, and for the one that is printed."""
    columns = _columns(formula, table)
    return (len(columns) * len(rows) * totals.step(rows, columns)) // 2


def _disagreement(printed: int, expected: int, formula: Formula, column: Column) -> str:
    ought = f"{totals.figure(expected, column)} ({_in_a_word(expected, formula)})"
    if printed == -expected:
        return f"Printed with the opposite sign: it computes to {ought}. The computed one is used"
    return (
        f"Printed as {totals.figure(printed, column)}, and computes to {ought}. "
        "The computed one is used"
    )


def _in_a_word(amount: int, formula: Formula) -> str:
    if amount == 0:
        return "neither favourable nor adverse"
    return "adverse" if (amount > 0) == (formula.adverse > 0) else "favourable"


def compare_total(total: TypedRow, table: Table, rows: Sequence[TypedRow]) -> Iterator[Finding]:
    """What there is to say of a printed total; `rows` are the ones that it totals."""
    formulas = {formula.field: formula for formula in table.contract.formulas}
    for column in totals.money_columns(table):
        name = column.field.name if column.field else ""
        printed = total.values.get(name)
        if isinstance(printed, int):
            if name in formulas:
                yield from _compare_computed(total, table, formulas[name], rows)
            else:
                yield from _compare_sum(total, table, column, rows)


def _compare_sum(
    total: TypedRow, table: Table, column: Column, rows: Sequence[TypedRow]
) -> Iterator[Finding]:
    printed, added = totals.amount(total, column), totals.added(rows, column)
    if printed == added or column.field is None:
        return
    within = abs(printed - added) <= totals.tolerance([*rows, total], column)
    why = "within the rounding of the figures" if within else "more than rounding explains"
    message = (
        f"Printed as {totals.figure(printed, column)}, and the {len(rows)} rows add up to "
        f"{totals.figure(added, column)}: {why}. The rows are used"
    )
    say = about.note if within else about.warning
    yield say(total, table, column.field.name, message)


def _compare_computed(
    total: TypedRow, table: Table, formula: Formula, rows: Sequence[TypedRow]
) -> Iterator[Finding]:
    """A printed total of differences: against the difference of the sums, and the rows' own."""
    column = table.column_of(formula.field)
    if column is None:
        return
    printed = totals.amount(total, column)
    expected = sum(computed(formula, row.values) or 0 for row in rows)
    leeway = _leeway(formula, table, [*rows, total])
    if abs(printed - expected) > leeway:
        message = _disagreement(printed, expected, formula, column)
        yield about.warning(total, table, formula.field, message)
    elif abs(printed - totals.added(rows, column)) > leeway:
        message = (
            f"Printed as {totals.figure(printed, column)}, where the rows above it print figures "
            f"that add up to {totals.figure(totals.added(rows, column), column)}: the column's "
            f"signs differ. It computes to {totals.figure(expected, column)} "
            f"({_in_a_word(expected, formula)}), which is used"
        )
        yield about.warning(total, table, formula.field, message)
    elif printed != expected:
        message = (
            f"Printed as {totals.figure(printed, column)}, and computes to "
            f"{totals.figure(expected, column)}: within the rounding of the figures"
        )
        yield about.note(total, table, formula.field, message)


def totalled(
    total: TypedRow, table: Table, rows: Sequence[TypedRow], before: Sequence[TypedRow]
) -> Sequence[TypedRow]:
    """The rows that a total totals: all above it, or those since the last; whichever is nearer."""
    above = [row for row in rows if row.row < total.row]
    earlier = [each for each in before if each.row < total.row]
    columns = [
        column
        for column in totals.money_columns(table)
        if column.field and column.field.type is FieldType.MONEY and not column.field.printed
    ]
    return min(
        totals.scopes_of(above, earlier),
        key=lambda scope: sum(
            abs(totals.amount(total, column) - totals.added(scope, column)) for column in columns
        ),
    )
