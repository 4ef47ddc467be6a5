"""A savings row: figures enough to be a scheme, and what finance will ask about."""

from collections.abc import Iterator

from app.imports.reading import totals
from app.imports.reading.checks import about
from app.imports.reading.checks.about import Checked, cell
from app.imports.reading.contracts import FieldType
from app.imports.reading.grids import is_blank
from app.imports.reading.results import Finding, TypedRow
from app.imports.reading.tables import Table


def check(row: TypedRow, table: Table) -> Checked:
    """A row of a CIP table."""
    said = (*_figures(row, table), *_remaining(row, table), *_full(row, table))
    return Checked(row, ()).also(said)


def check_achieved(row: TypedRow, table: Table) -> Checked:
    """A row of a table of savings proposed and achieved."""
    return Checked(row, ()).also(_figures(row, table))


def _figures(row: TypedRow, table: Table) -> Iterator[Finding]:
    """A name without any figure is a heading or a footnote, not a scheme."""
    fields = [each.name for each in table.contract.fields if each.type is FieldType.MONEY]
    if all(is_blank(cell(row, table, field)) for field in fields):
        said = "This row has a name and no figures. Enter its figures, or take the row out"
        yield about.error(row, table, "plan", said)


def _remaining(row: TypedRow, table: Table) -> Iterator[Finding]:
    forecast, actual = row.values.get("forecast"), row.values.get("ytd_actual")
    column = table.column_of("forecast")
    if column and isinstance(forecast, int) and isinstance(actual, int) and actual > forecast:
        said = (
            f"The forecast for the year is below what is already achieved, so the months left "
            f"are forecast at {totals.figure(forecast - actual, column)}. Check with finance"
        )
        yield about.warning(row, table, "forecast", said)


def _full(row: TypedRow, table: Table) -> Iterator[Finding]:
    full, plan = row.values.get("full_year_effect"), row.values.get("plan")
    if isinstance(full, int) and isinstance(plan, int) and full > plan:
        said = "More than the plan for the year: read as the value of a full year"
        yield about.note(row, table, "full_year_effect", said)
