"""What is printed against what is computed, and what a row says against itself."""

from collections.abc import Callable, Mapping

from app.imports.reading.checks import formulas, portfolio, registers, savings
from app.imports.reading.checks.about import Checked
from app.imports.reading.results import TypedRow
from app.imports.reading.tables import Table

RowCheck = Callable[[TypedRow, Table], Checked]

_ROW_CHECKS: Mapping[str, RowCheck] = {
    "portfolio": portfolio.check,
    "savings": savings.check,
    "savings_achieved": savings.check_achieved,
    "risks": registers.check_risk,
    "milestones": registers.check_milestone,
    "dependencies": registers.check_dependency,
}


def row(given: TypedRow, table: Table) -> Checked:
    """The row completed, and what there is to say of it. A rejected row is left as it is."""
    if given.is_rejected:
        return Checked(given, ())
    check = _ROW_CHECKS.get(given.table)
    checked = check(given, table) if check else Checked(given, ())
    return checked.also(formulas.compare(checked.row, table))
