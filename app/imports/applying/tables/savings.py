"""Rows of a savings table that stands at the end of a month: a scheme, and its year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.money import Pence
from app.imports import savings_figures
from app.imports.applying import values
from app.imports.applying.bringing import Bringing, Step, must_be_fresh
from app.imports.applying.outcomes import Difference
from app.imports.applying.tables import closed_months, scheme_months
from app.imports.applying.tables.scheme_fields import (
    CATEGORY,
    ESTIMATED_SPLIT,
    FULL_YEAR,
    RISK,
    STATUS,
    TITLE,
    comes_back,
    owner,
    without_gated_status,
    without_settled,
    write_back,
)
from app.imports.applying.tables.scheme_months import Cells, StoredMonths
from app.imports.applying.values import pounds
from app.imports.reading.results import TypedRow
from app.imports.savings_figures import Earlier, SchemeYear
from app.programmes.models import Workstream
from app.savings import commands, queries
from app.savings.models import Scheme

PRESSURE = "pressure"


class Savings:
    """Adds and edits schemes; cumulative figures become the months that nobody gave."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        asked = bringing.asked
        self._month = asked.stands_at
        self._register = bringing.register(Scheme, rows)
        self._stored = StoredMonths(asked.programme, self._month.financial_year)
        self._imported = scheme_months.last_imported(asked.programme, self._month)
        self._pressures = queries.pressures(
            asked.programme.id, self._month.financial_year, asked.actor
        )
        self._attributes = (TITLE, STATUS, RISK, CATEGORY, FULL_YEAR, owner(bringing.people))

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        spot = self._bringing.workstreams.of(row)
        title = str(row.values["title"])
        found = self._register.find(_ref(row), title, spot.key)
        year = self._year(row, found)
        cells = self._cells(year)
        given = values.given(row, self._attributes)
        if cells:
            given[ESTIMATED_SPLIT.name] = year.has_estimated_split
        if found is None:
            return Step(
                row,
                title,
                differences=self._shown(None, given, cells, row=row),
                create=lambda: self._add(row, spot.get(), given),
                change=lambda made: self._set_money(made, row, cells, year=year),
            )
        back = comes_back(self._bringing, found)
        given, cells = values.changed(found, given), self._stored.changed(found.id, cells)
        given = without_gated_status(self._bringing, row, found, given)
        given = without_settled(self._bringing, row, found, given, attributes=self._attributes)
        cells = closed_months.without_frozen_plan(self._bringing, row, found, cells)
        shown = (*back, *self._shown(found, given, cells, row=row))
        must_be_fresh(row, found, self._register.versions[found.id], shown)

        def change(record: Scheme) -> None:
            write_back(self._bringing, record, given)
            self._set_money(record, row, cells, year=year)

        return Step(row, found.title, found, shown, change=change if shown else None)

    def _year(self, row: TypedRow, found: Scheme | None) -> SchemeYear:
        scheme_id = found.id if found else None
        kept = max(
            self._imported.get(scheme_id or 0, 0),
            self._stored.last_by_hand(scheme_id, self._month),
            closed_months.kept(self._bringing, self._month),
        )
        earlier = Earlier(kept, self._stored.figures(scheme_id)) if kept else None
        year = savings_figures.year(row.values, month=self._month.number, earlier=earlier)
        if earlier:
            for field, sentence in savings_figures.fallen(
                row.values, month=self._month.number, earlier=earlier
            ):
                self._bringing.warn(sentence, row, field)
        self._warn_of_later(row, scheme_id)
        return year

    def _warn_of_later(self, row: TypedRow, scheme_id: int | None) -> None:
        later = [
            stored.month
            for stored in self._stored.of(scheme_id).values()
            if stored.month > self._month
            and (stored.actual_recurrent, stored.actual_non_recurrent) != (None, None)
        ]
        if later:
            said = f"There are actuals up to {max(later).label} already, and they stay"
            self._bringing.warn(said, row, "title")

    def _cells(self, year: SchemeYear) -> Cells:
        """Both cells of a measure where the year gives either, so that a new split replaces it."""
        found: Cells = {}
        figures = year.figures
        splits = {"plan": figures.plan, "forecast": figures.forecast, "actual": figures.actual}
        for place, month in enumerate(self._month.financial_year.months):
            for measure, split in splits.items():
                both = split.recurrent[place], split.non_recurrent[place]
                if both != (None, None):
                    cells = found.setdefault(month, {})
                    cells[f"{measure}_recurrent"], cells[f"{measure}_non_recurrent"] = both
        return found

    def _shown(
        self, record: Scheme | None, given: Mapping[str, Any], cells: Cells, *, row: TypedRow
    ) -> tuple[Difference, ...]:
        scheme_id = record.id if record else None
        before, after = self._pressure(scheme_id, row)
        pressed = (
            Difference("Pressures", "" if before is None else pounds(before), pounds(after))
            for _ in range(after is not None and before != after)
            if after is not None
        )
        return (
            *values.differences(record, given, (*self._attributes, ESTIMATED_SPLIT)),
            *scheme_months.differences(self._stored.cells(scheme_id), cells),
            *pressed,
        )

    def _pressure(self, scheme_id: int | None, row: TypedRow) -> tuple[Pence | None, Pence | None]:
        """Stored, and as the row gives it: a printed −£609k is £609k adverse."""
        before = self._pressures.get(scheme_id or 0)
        printed = row.values.get("pressures")
        after = Pence(-printed) if isinstance(printed, int) else before
        return before, None if before is None and after == 0 else after

    def _add(self, row: TypedRow, workstream: Workstream, given: Mapping[str, Any]) -> Scheme:
        return commands.add(
            workstream,
            declared_elsewhere=True,
            ref=self._register.new_ref(_ref(row), f"{workstream.ref}-S"),
            actor=self._asked.actor,
            at=self._asked.at,
            **given,
        )

    def _set_money(self, scheme: Scheme, row: TypedRow, cells: Cells, *, year: SchemeYear) -> None:
        if cells:
            stored = self._stored.cells(scheme.id)
            closed_months.save(
                self._bringing,
                scheme,
                cells,
                known=self._stored.of(scheme.id),
                estimated=year.has_estimated_phasing,
            )
            before = {
                month: {cell: stored.get(month, {}).get(cell) for cell in given}
                for month, given in cells.items()
            }
            self._bringing.touched.note(
                scheme, before=scheme_months.flat(before), after=scheme_months.flat(cells)
            )
        self._set_pressure(scheme, row)

    def _set_pressure(self, scheme: Scheme, row: TypedRow) -> None:
        before, after = self._pressure(scheme.id, row)
        if after is None or before == after:
            return
        asked, year = self._asked, self._month.financial_year
        commands.set_pressure(scheme, year=year, pence=after, actor=asked.actor, at=asked.at)
        key = f"{PRESSURE} {year}"
        self._bringing.touched.note(scheme, before={key: before}, after={key: after})


def _ref(row: TypedRow) -> str | None:
    ref = row.values.get("ref")
    return ref if isinstance(ref, str) and not row.is_rejected else None
