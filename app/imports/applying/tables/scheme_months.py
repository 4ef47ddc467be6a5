"""Schemes' stored months of one financial year, and what new cells would change in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import func, select

from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.imports.applying.outcomes import Difference
from app.imports.applying.values import pounds
from app.imports.models import Import, ImportedChange, ImportStatus
from app.programmes.models import Programme, Workstream
from app.savings import rules
from app.savings.models import CELLS, KINDS, MEASURES, Scheme, SchemeMonth

Cells = dict[Month, dict[str, Pence | None]]
CELL = "cell"
_LABELS = {"plan": "Plan", "forecast": "Forecast, months left", "actual": "Actual to date"}


class StoredMonths:
    """Every scheme's months of the year, in one query."""

    def __init__(self, programme: Programme, year: FinancialYear) -> None:
        self.year = year
        rows = db.session.scalars(
            select(SchemeMonth)
            .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
            .join(Workstream, Workstream.id == Scheme.workstream_id)
            .where(Workstream.programme_id == programme.id)
            .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
        )
        self._rows: dict[int, dict[Month, SchemeMonth]] = {}
        for row in rows:
            self._rows.setdefault(row.scheme_id, {})[row.month] = row

    def of(self, scheme_id: int | None) -> Mapping[Month, SchemeMonth]:
        return self._rows.get(scheme_id or 0, {})

    def cells(self, scheme_id: int | None) -> Cells:
        """Every stored cell."""
        return {
            month: {cell: getattr(row, cell) for cell in CELLS}
            for month, row in self.of(scheme_id).items()
        }

    def figures(self, scheme_id: int | None) -> rules.YearFigures:
        """As the rules read them."""
        months = self.of(scheme_id)
        return rules.YearFigures(
            **{
                measure: rules.Split(
                    *(
                        tuple(
                            getattr(months.get(month), f"{measure}_{kind}", None)
                            for month in self.year.months
                        )
                        for kind in KINDS
                    )
                )
                for measure in MEASURES
            }
        )

    def changed(self, scheme_id: int | None, cells: Cells) -> Cells:
        """Only the cells that are not stored so."""
        stored = self.of(scheme_id)
        found: Cells = {}
        for month, given in cells.items():
            differing = {
                cell: amount
                for cell, amount in given.items()
                if getattr(stored.get(month), cell, None) != amount
            }
            if differing:
                found[month] = differing
        return found

    def last_by_hand(self, scheme_id: int | None, before: Month) -> int:
        """The number of the last month before that one whose actual somebody typed; 0 if none."""
        typed = [
            row.month.number
            for row in self.of(scheme_id).values()
            if row.month < before
            and not row.has_estimated_phasing
            and (row.actual_recurrent, row.actual_non_recurrent) != (None, None)
        ]
        return max(typed, default=0)


def last_imported(programme: Programme, before: Month) -> dict[int, int]:
    """By scheme's id: the number of the newest earlier month of the year that a file gave it."""
    rows = db.session.execute(
        select(ImportedChange.record_id, func.max(Import.month))
        .join(Import, Import.id == ImportedChange.import_id)
        .where(Import.programme_id == programme.id, Import.status == ImportStatus.APPLIED)
        .where(ImportedChange.record_kind == "scheme")
        .where(Import.month >= before.financial_year.months[0], Import.month < before)
        .group_by(ImportedChange.record_id)
    )
    return {scheme_id: month.number for scheme_id, month in rows if month}


def differences(stored: Cells, changed: Cells) -> Iterator[Difference]:
    """The totals that change, by measure; the months, where the totals stay."""
    after = {
        month: {**stored.get(month, {}), **changed.get(month, {})} for month in {*stored, *changed}
    }
    for measure, label in _LABELS.items():
        months = [m for m, cells in changed.items() if any(measure in cell for cell in cells)]
        old, new = _total(stored, measure), _total(after, measure)
        if months and old != new:
            before = "" if old is None else pounds(old)
            yield Difference(label, before, "" if new is None else pounds(new))
        elif months:
            yield Difference(f"{label}, by month", "as stored", f"{len(months)} months change")


def _total(cells: Cells, measure: str) -> int | None:
    amounts = [
        amount
        for given in cells.values()
        for cell, amount in given.items()
        if cell.startswith(measure) and amount is not None
    ]
    return sum(amounts) if amounts else None


def flat(cells: Cells) -> dict[str, Pence | None]:
    """As an import's change keeps them: `cell 2026-10 plan_recurrent`."""
    return {
        f"{CELL} {month} {cell}": amount
        for month, given in cells.items()
        for cell, amount in given.items()
    }


def unflat(values: Mapping[str, Pence | None]) -> Cells:
    """The other way round; other keys are left out."""
    found: Cells = {}
    for key, amount in values.items():
        kind, _, rest = key.partition(" ")
        if kind == CELL:
            month, _, cell = rest.partition(" ")
            found.setdefault(Month.parse(month), {})[cell] = amount
    return found
