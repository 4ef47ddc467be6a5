"""Questions of our own: a date in three boxes, money, a measured number, a choice of none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wtforms import Field, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from app.core import figure, quantity
from app.core.money import Pence

PARTS = ("day", "month", "year")
MOST_PENCE = 10**15
ONE_POUND_SIGN = re.compile(r"^([-+]?)£")


class DateParts(Field):
    """Day, month and year boxes. Says which of them is wrong."""

    data: date | None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Keeps what was typed, so that a wrong date is shown as it was typed."""
        self.parts: dict[str, str] = {}
        self.bad: set[str] = set()
        super().process(None, data, extra_filters)
        if formdata and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.parts = {
                part: (formdata.get(f"{self.name}-{part}") or "").strip() for part in PARTS
            }
            self.data = None
            self.raw_data = [text for text in self.parts.values() if text]
        elif self.data:
            day = self.data
            self.parts = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}

    def pre_validate(self, form: Any) -> None:
        """Sets `data`, or says what is missing or impossible."""
        if not self.raw_data:
            return
        name = self.label.text
        self.bad = {part for part in PARTS if not self.parts[part]}
        if self.bad:
            missing = " and ".join(part for part in PARTS if part in self.bad)
            raise ValidationError(f"{name} must include a {missing}")
        self.data = self._read(name)

    def _read(self, name: str) -> date:
        if len(self.parts["year"]) != 4:
            self.bad = {"year"}
            raise ValidationError("Year must include 4 numbers")
        try:
            return date(*(_digits(self.parts[part]) for part in reversed(PARTS)))
        except (ValueError, OverflowError):
            raise ValidationError(f"{name} must be a real date") from None


def _digits(text: str) -> int:
    """Python's own reading takes `1_0` and digits of other scripts for a day."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


class Thousandths(Field):
    """`12.5`, `1,200` or `-0.25` as whole thousandths, so that it is exact."""

    data: int | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Sets `data`; None for an empty box."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = quantity.thousandths(text)
        if self.data is None:
            name = self.label.text
            raise ValueError(f"{name} must be a number with at most 3 decimals, like 12.5")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else quantity.plain(self.data)


class Money(Field):
    """`£1,250.50`, `(500)` or `-500` as whole pence."""

    data: Pence | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Sets `data` in pence; None for an empty box."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = pence(text)
        if self.data is None:
            name = self.label.text
            raise ValueError(f"{name} must be an amount of money, like 1,250 or 1,250.50")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else plain(self.data)


class WholeNumber(IntegerField):
    """A number without decimals; says so in our words. An empty box is None."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Sets `data`; None for an empty box."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = figure.whole(text)
        if self.data is None:
            raise ValueError(f"{self.label.text} must be a whole number")


def pence(text: str) -> Pence | None:
    """What was typed, in pence; None when it is not an amount."""
    written = "".join(text.split()).replace("−", "-")
    if written.startswith("(") and written.endswith(")"):
        written = "-" + written[1:-1]
    number = figure.typed(ONE_POUND_SIGN.sub(r"\1", written, count=1))
    if number is None or abs(number * 100) > MOST_PENCE:
        return None
    amount = number * 100
    return Pence(int(amount)) if amount == amount.to_integral_value() else None


def plain(amount: int) -> str:
    """Pence as a person would type them: `1,250.50`, `1,250`, `-500`."""
    pounds, rest = divmod(abs(amount), 100)
    sign = "-" if amount < 0 else ""
    return f"{sign}{pounds:,}" + (f".{rest:02d}" if rest else "")


class OptionalSelect(SelectField):
    """A choice of one record by its id, or none. `data` is an int or None."""

    def __init__(self, label: str = "", validators: Any = None, **options: Any) -> None:
        options.setdefault("coerce", _id_or_none)
        options.setdefault("choices", [])
        super().__init__(label, validators, **options)

    def offer(self, choices: Sequence[tuple[int, str]], none: str = "Choose one") -> None:
        """Sets what may be chosen."""
        self.choices = offered([("", none), *((str(key), text) for key, text in choices)])


def offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """The choices of a drop-down or of radios, from values and words."""
    return [SelectChoice(value, words) for value, words in pairs]


def _id_or_none(value: Any) -> int | None:
    if value in (None, "", "None"):
        return None
    return int(value)
