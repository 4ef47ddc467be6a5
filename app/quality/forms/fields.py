"""Questions of our own: a number with up to three decimals, and a score on the 5×5."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.validators import DataRequired

from app.quality.rules import measures, scoring
from app.web.forms import OptionalSelect, offered

MOST = 10**12


class Thousandths(Field):
    """`12.5`, `1,200` or `-0.25` as whole thousandths, so that it is exact."""

    data: int | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Sets `data`; None for an empty box."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = thousandths(text)
        if self.data is None:
            name = self.label.text
            raise ValueError(f"{name} must be a number with at most 3 decimals, like 12.5")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else measures.plain(self.data)


def thousandths(text: str) -> int | None:
    """What was typed, in thousandths; None when it is not such a number."""
    plain = text.replace(",", "").replace("−", "-").replace(" ", "").removesuffix("%")
    try:
        number = Decimal(plain) * measures.THOUSAND
    except ArithmeticError:  # not a number, or one beyond all bounds
        return None
    if not number.is_finite() or number != number.to_integral_value() or abs(number) > MOST:
        return None
    return int(number)


def axis(label: str, words: Sequence[str], *, asked: str = "") -> OptionalSelect:
    """One axis of a score, with what its numbers stand for; required where `asked` says how."""
    named = [(str(value), f"{value} {words[value - 1]}") for value in scoring.SCALE]
    asks = [DataRequired(asked)] if asked else []
    return OptionalSelect(label, asks, choices=offered([("", "Choose one"), *named]))
