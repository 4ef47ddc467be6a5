"""Whole-time equivalents, as people write them: two decimals at most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

from app.core import figure

BEYOND = 100 * 10**6


class Wte(Field):
    """`2.5` as 250 hundredths of a whole-time equivalent; an empty box is None."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Sets `data` in hundredths."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        posts = figure.typed(text)
        hundredths = None if posts is None else posts * 100
        if hundredths is None or abs(hundredths) >= BEYOND or hundredths % 1:
            name = self.label.text
            raise ValueError(
                f"{name} must be a number of posts with two decimals at most, like 2.5"
            )
        self.data = int(hundredths)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data / 100:.2f}"
