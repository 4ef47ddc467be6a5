"""What the page of a scheme's months asks: six boxes a month."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import ValidationError

from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.savings.models import (
    CELLS,
    Scheme,
    SchemeMonth,
)
from app.web.forms import Money, Versioned

WORDS = {
    cell: f"{measure}, {kind}"
    for measure in ("plan", "forecast", "actual")
    for kind in ("recurrent", "non-recurrent")
    for cell in (f"{measure}_{kind.replace('-', '_')}",)
}


class MonthsForm(Versioned):
    """A financial year of a scheme: six boxes a month. Made for each year by `months_form`."""

    months: Mapping[Month, Mapping[str, str]] = {}

    pressure = Money(
        "Pressures in the year",
        description="An adverse amount against the scheme, kept apart from its actual",
    )
    reason = TextAreaField(
        "Why the plan changes",
        description="Needed only if you change a plan that was given before",
    )

    def validate_pressure(self, question: Money) -> None:
        """It is adverse by being there: it has no sign of its own."""
        if question.data is not None and question.data < 0:
            raise ValidationError("Enter pressures as an amount of 0 or more")

    @property
    def given(self) -> dict[Month, dict[str, Pence | None]]:
        """What the command takes: every cell of the year."""
        return {
            month: {cell: self[name].data for cell, name in names.items()}
            for month, names in self.months.items()
        }

    @property
    def totals(self) -> dict[str, Pence]:
        """What stands in the boxes, added up by cell; a box that cannot be read adds nothing."""
        rows = self.given.values()
        return {cell: Pence(sum(row[cell] or 0 for row in rows)) for cell in CELLS}

    def rows(self) -> list[tuple[Month, list[Any]]]:
        """The months with their boxes, April first."""
        return [
            (month, [self[name] for name in names.values()]) for month, names in self.months.items()
        ]


@cache
def months_form(year: FinancialYear) -> type[MonthsForm]:
    """The form for a year. Kept: its questions are the same for every scheme."""
    names = {
        month: {cell: f"m{month.number:02d}_{cell}" for cell in CELLS} for month in year.months
    }
    boxes = {
        name: Money(f"{month.name} {WORDS[cell]}")
        for month, cells in names.items()
        for cell, name in cells.items()
    }
    return type(f"MonthsForm{year.start}", (MonthsForm,), {**boxes, "months": names})


def stored(
    scheme: Scheme, cells: Mapping[Month, SchemeMonth], year: FinancialYear, pressure: Pence | None
) -> SimpleNamespace:
    """What is saved, under the names of the year's form: to fill it in, and to compare it with."""
    names = months_form(year).months
    values = {
        name: getattr(cells[month], cell) if month in cells else None
        for month, row in names.items()
        for cell, name in row.items()
    }
    return SimpleNamespace(version=scheme.version, pressure=pressure, **values)
