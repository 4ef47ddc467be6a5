"""Rows of the workbook's sheet of savings by month: one measure of one scheme in one year."""

from __future__ import annotations

from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.imports.applying.bringing import Bringing, Step, must_be_fresh
from app.imports.applying.outcomes import Difference
from app.imports.applying.tables import closed_months, scheme_months
from app.imports.applying.tables.scheme_months import Cells, StoredMonths
from app.imports.applying.values import pounds
from app.imports.reading.results import TypedRow
from app.savings.models import Scheme


class SavingsByMonth:
    """Writes the cells that differ. A row is one measure of one scheme, so a scheme has several."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        self._register = bringing.register(Scheme, [])
        self._downloaded = bringing.versions_at_start(Scheme, self._register)
        self._years: dict[FinancialYear, StoredMonths] = {}
        self._seen: dict[tuple[object, ...], int] = {}
        self._gathered: dict[int, Cells] = {}

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        scheme = self._register.by_ref(str(row.values["scheme"]))
        if scheme is None:
            said = f"There is no scheme {row.values['scheme']}. Write the reference of one"
            raise RuleBroken("scheme", said)
        year = _year(row)
        self._must_be_new((scheme.id, year, row.values["measure"], row.values["recurrence"]), row)
        stored = self._years.setdefault(year, StoredMonths(self._asked.programme, year))
        cells = stored.changed(scheme.id, _cells(row, year))
        closed_months.must_be_free(self._bringing, scheme, cells)
        shown = _shown(stored.cells(scheme.id), cells)
        must_be_fresh(row, scheme, self._downloaded[scheme.id], shown)
        for month, given in cells.items():
            self._gathered.setdefault(scheme.id, {}).setdefault(month, {}).update(given)
        return Step(row, scheme.title, scheme, shown, change=self._write if shown else None)

    def _write(self, scheme: Scheme) -> None:
        """All that the scheme's rows say, as one save: by the first of them."""
        cells = self._gathered.pop(scheme.id, None)
        if not cells:
            return
        before: Cells = {}
        for month, given in cells.items():
            stored = self._years[month.financial_year].cells(scheme.id).get(month, {})
            before[month] = {cell: stored.get(cell) for cell in given}
        closed_months.save(self._bringing, scheme, cells)
        self._bringing.touched.note(
            scheme, before=scheme_months.flat(before), after=scheme_months.flat(cells)
        )

    def _must_be_new(self, key: tuple[object, ...], row: TypedRow) -> None:
        if key in self._seen:
            said = f"Row {self._seen[key]} gives the same measure of this scheme. Keep one of them"
            raise RuleBroken("measure", said)
        self._seen[key] = row.row


def _year(row: TypedRow) -> FinancialYear:
    try:
        return FinancialYear.parse(str(row.values["financial_year"]))
    except RuleBroken as broken:
        raise RuleBroken("financial_year", broken.message) from None


def _cells(row: TypedRow, year: FinancialYear) -> Cells:
    """The row's twelve cells; an empty one empties a month only where the row was downloaded."""
    name = f"{row.values['measure']}_{row.values['recurrence']}"
    was_downloaded = row.values.get("version") is not None
    found: Cells = {}
    for number, month in enumerate(year.months, start=1):
        amount = row.values.get(f"m{number}")
        if isinstance(amount, int):
            found[month] = {name: Pence(amount)}
        elif was_downloaded and f"m{number}" in row.values:
            found[month] = {name: None}
    return found


def _shown(stored: Cells, cells: Cells) -> tuple[Difference, ...]:
    return tuple(
        Difference(month.label, _words(stored.get(month, {}).get(cell)), _words(amount))
        for month, given in cells.items()
        for cell, amount in given.items()
    )


def _words(amount: int | None) -> str:
    return "" if amount is None else pounds(amount)
