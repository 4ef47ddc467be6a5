"""A portfolio row: whose confidence counts, and whether a printed variance follows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from app.imports.reading.checks import about
from app.imports.reading.checks.about import Checked, cell, with_values
from app.imports.reading.grids import as_printed
from app.imports.reading.results import Finding, TypedRow
from app.imports.reading.tables import Table

# A variance printed in whole per cents may be rounded or cut: a full point is explained.
_POINTS = Decimal(1)
_THREE_POINT = {
    "red": "red",
    "amber/red": "amber",
    "amber": "amber",
    "amber/green": "amber",
    "green": "green",
}


def check(row: TypedRow, table: Table) -> Checked:
    """With `delivery_confidence`: the independent one, else the SRO's, on three points."""
    five_point = row.values.get("independent_confidence") or row.values.get("sro_confidence")
    confidence = _THREE_POINT.get(str(five_point)) if five_point else None
    completed = with_values(row, delivery_confidence=confidence)
    return Checked(completed, (*_of_confidence(row, table), *_of_dates(row, table))).also(
        _of_variance(row, table)
    )


def _of_confidence(row: TypedRow, table: Table) -> Iterator[Finding]:
    for field in ("independent_confidence", "sro_confidence"):
        value = row.values.get(field)
        if value in ("amber/red", "amber/green"):
            said = f"“{str(value).capitalize()}” is one of five points: counted as amber"
            yield about.note(row, table, field, said)
        elif value in ("blue", "grey"):
            said = "This is a status, not a confidence in delivery, so there is none"
            yield about.warning(row, table, field, said)


def _of_dates(row: TypedRow, table: Table) -> Iterator[Finding]:
    starts, ends = row.values.get("start_on"), row.values.get("end_on")
    if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
        said = "This ends before it starts. Both dates are kept: correct the one that is wrong"
        yield about.warning(row, table, "end_on", said)


def _of_variance(row: TypedRow, table: Table) -> Iterator[Finding]:
    """Only where the year's baseline and forecast are both there."""
    baseline, forecast = row.values.get("cost_baseline"), row.values.get("cost_forecast")
    printed = row.values.get("cost_variance_percent")
    if not isinstance(baseline, int) or not isinstance(forecast, int) or not baseline:
        return
    expected = Decimal(forecast - baseline) * 100 / baseline
    if isinstance(printed, Decimal) and abs(printed - expected) > _POINTS:
        said = (
            f"Printed as {as_printed(cell(row, table, 'cost_variance_percent'))}, and the row's "
            f"own baseline and forecast give {expected:.1f}%. The computed one is used"
        )
        yield about.warning(row, table, "cost_variance_percent", said)
