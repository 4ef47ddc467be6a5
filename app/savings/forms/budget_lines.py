"""What the pages of budget lines, of shares and of double counting ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.core import figure
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.savings.models import Scheme, SchemeBudgetLine, SchemeShare
from app.savings.rules import overlaps as rules
from app.savings.rules.overlaps import Line
from app.web.forms import Form, Versioned

EMPTY_LINES = 3
MOST_LINES = 53
MOST_PERCENT = 10_000
NAMES = {"cost_centre": "Cost centre", "account": "Account", "from": "From", "to": "To"}
TOO_LONG = "A code must be 40 characters or fewer"


class MonthBox(StringField):
    """A month typed as 2026-10; `month` is None for an empty box."""

    @property
    def month(self) -> Month | None:
        text = (self.data or "").strip()
        return Month.parse(text) if text else None

    def pre_validate(self, form: Any) -> None:
        """Says how a month is written."""
        try:
            self.month  # noqa: B018  reading it raises
        except RuleBroken as broken:
            raise ValidationError(broken.message) from None


class LinesForm(Versioned):
    """Made for as many lines as are needed by `lines_form`."""

    lines = 0

    def rows(self) -> list[dict[str, Any]]:
        """The four boxes of each line."""
        return [{name: self[f"{name}_{n}"] for name in NAMES} for n in range(self.lines)]

    def validate(self, extra_validators: Any = None) -> bool:
        """As any form, then: a line that is begun names its first month."""
        valid = super().validate(extra_validators)
        for row in self.rows():
            begun = any((box.data or "").strip() for box in row.values())
            for name in ("cost_centre", "from"):
                if begun and not (row[name].data or "").strip():
                    row[name].errors = [*row[name].errors, MISSING[name]]
                    valid = False
        return valid

    def given(self, scheme_id: int) -> list[Line]:
        """What the command takes: the lines that hold anything."""
        return [
            Line(
                scheme_id,
                " ".join(row["cost_centre"].data.split()),
                " ".join((row["account"].data or "").split()),
                row["from"].month,
                row["to"].month,
            )
            for row in self.rows()
            if (row["cost_centre"].data or "").strip()
        ]


MISSING = {
    "cost_centre": "Enter the cost centre",
    "from": "Enter the first month, such as 2026-04",
}


@cache
def lines_form(lines: int) -> type[LinesForm]:
    """The form with so many lines."""
    boxes: dict[str, Any] = {}
    for number in range(lines):
        for name, label in NAMES.items():
            words = f"{label}, line {number + 1}"
            is_month = name in ("from", "to")
            boxes[f"{name}_{number}"] = (
                MonthBox(words)
                if is_month
                else StringField(words, [Length(max=40, message=TOO_LONG)])
            )
    return type(f"LinesForm{lines}", (LinesForm,), {**boxes, "lines": lines})


def lines_for(stored: Sequence[SchemeBudgetLine], asked: int = 0) -> int:
    """Those that are stored and a few empty ones; as many as the page had when it was sent."""
    return min(MOST_LINES, max(len(stored) + EMPTY_LINES, asked))


def stored_lines(scheme: Scheme, lines: Sequence[SchemeBudgetLine], count: int) -> SimpleNamespace:
    """What is saved, under the names of the form."""
    values: dict[str, str] = {}
    for number in range(count):
        line = lines[number] if number < len(lines) else None
        values[f"cost_centre_{number}"] = line.cost_centre if line else ""
        values[f"account_{number}"] = line.account if line else ""
        values[f"from_{number}"] = str(line.from_month) if line else ""
        values[f"to_{number}"] = str(line.to_month) if line and line.to_month else ""
    return SimpleNamespace(version=scheme.version, **values)


class Percent(Field):
    """`33.34` or `33.34%` as hundredths of a per cent; None for an empty box."""

    data: int | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Sets `data`."""
        text = str(valuelist[0]).strip().removesuffix("%").strip() if valuelist else ""
        self.data = _hundredths(text)
        if text and self.data is None:
            raise ValueError(f"{self.label.text} must be a percentage, like 25 or 33.34")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else rules.percent(self.data).removesuffix("%")


def _hundredths(text: str) -> int | None:
    number = figure.typed(text)
    if number is None or abs(number) > MOST_PERCENT:
        return None
    found = number * 100
    return int(found) if found == found.to_integral_value() else None


class SharesForm(Versioned):
    """A box for each workstream. Made by `shares_form`."""

    places: Mapping[int, str] = {}

    def explain(self, broken: RuleBroken) -> None:
        """What is wrong with the sum stands above the form."""
        super().explain(RuleBroken(None, broken.message))

    @property
    def given(self) -> dict[int, int]:
        """What the command takes."""
        return {place: self[name].data or 0 for place, name in self.places.items()}


def shares_form(workstreams: Mapping[int, str]) -> type[SharesForm]:
    """The form for these workstreams, named as people know them."""
    names = {place: f"share_{place}" for place in workstreams}
    boxes = {names[place]: Percent(called) for place, called in workstreams.items()}
    return type("SharesFormMade", (SharesForm,), {**boxes, "places": names})


def stored_shares(
    scheme: Scheme, shares: Mapping[int, SchemeShare], workstreams: Mapping[int, str]
) -> SimpleNamespace:
    """What is saved, under the names of the form."""
    values = {
        f"share_{place}": shares[place].share if place in shares else None for place in workstreams
    }
    return SimpleNamespace(version=scheme.version, **values)


class DecideForm(Form):
    """Why it is not counted twice, or has to be looked at again."""

    reason = TextAreaField("Why", [DataRequired("Say why")])
