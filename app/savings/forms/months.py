"""What the page of a scheme's months asks: six boxes a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import ValidationError

from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.savings.models import CELLS, KINDS, MEASURES, Scheme, SchemeMonth
from app.savings.rules.closing import Closed
from app.web.forms import Money, Versioned

CLOSED, FROZEN = "closed", "frozen"
WORDS = {
    cell: f"{measure}, {kind}"
    for measure in ("plan", "forecast", "actual")
    for kind in ("recurrent", "non-recurrent")
    for cell in (f"{measure}_{kind.replace('-', '_')}",)
}


@dataclass(frozen=True)
class Fixed:
    """A cell that is shown as text: its amount, and why it cannot be changed."""

    data: Pence | None
    why: str
    name: str = ""  # as a box has them: there is nothing to send, and nothing wrong
    errors: Sequence[str] = ()


class MonthsForm(Versioned):
    """A financial year of a scheme: six boxes a month. Made for each year by `months_form`."""

    months: Mapping[Month, Mapping[str, str]] = {}
    fixed: Mapping[str, Fixed] = {}

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

    def fix(self, closed: Closed, *, plan_is_frozen: bool) -> None:
        """Takes the boxes of closed months and of a frozen plan away: they are read, not asked."""
        self.fixed = {
            name: Fixed(self[name].object_data, CLOSED if closed.holds(month) else FROZEN)
            for month, names in self.months.items()
            for cell, name in names.items()
            if closed.holds(month) or (plan_is_frozen and cell.startswith("plan"))
        }
        for name in self.fixed:
            del self[name]
        if not any(cell.startswith("plan") for _, cell in self._free()):
            del self.reason

    @property
    def has_boxes(self) -> bool:
        """Whether any cell of the year can be changed."""
        return any(True for _ in self._free())

    @property
    def given(self) -> dict[Month, dict[str, Pence | None]]:
        """What the command takes: every cell of the year that may be changed."""
        found: dict[Month, dict[str, Pence | None]] = {}
        for month, cell in self._free():
            found.setdefault(month, {})[cell] = self[self.months[month][cell]].data
        return found

    @property
    def totals(self) -> dict[str, Pence]:
        """What stands in the year, added up by cell; a box that cannot be read adds nothing."""
        return {
            cell: Pence(sum(self._cell(names[cell]).data or 0 for names in self.months.values()))
            for cell in CELLS
        }

    def rows(self) -> list[tuple[Month, list[tuple[str, Any]]]]:
        """The months with their cells, April first: a box, or what is fixed."""
        return [
            (month, [(cell, self._cell(name)) for cell, name in names.items()])
            for month, names in self.months.items()
        ]

    def running(self) -> list[Running]:
        """Each month's plan, forecast and actual, recurrent or not, and their running totals."""
        so_far = dict.fromkeys(MEASURES, 0)
        found = []
        for month, names in self.months.items():
            amounts = {
                measure: sum(self._cell(names[f"{measure}_{kind}"]).data or 0 for kind in KINDS)
                for measure in MEASURES
            }
            so_far = {measure: so_far[measure] + amounts[measure] for measure in MEASURES}
            sums = {measure: (amounts[measure], so_far[measure]) for measure in MEASURES}
            found.append(Running(month, sums))
        return found

    def _cell(self, name: str) -> Any:
        return self.fixed[name] if name in self.fixed else self[name]

    def _free(self) -> Iterator[tuple[Month, str]]:
        for month, names in self.months.items():
            yield from ((month, cell) for cell, name in names.items() if name not in self.fixed)


@dataclass(frozen=True)
class Running:
    """A month's amount and the total up to it, by measure."""

    month: Month
    sums: Mapping[str, tuple[int, int]]


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
