"""Whole-time equivalents, as people write them: two decimals at most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

MOST_DIGITS = 6


class Wte(Field):
    """`2.5` as 250 hundredths of a whole-time equivalent; an empty box is None."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Sets `data` in hundredths."""
        text = str(valuelist[0]).strip().replace(",", "") if valuelist else ""
        self.data = None
        if not text:
            return
        found = re.fullmatch(rf"(-?)([0-9]{{1,{MOST_DIGITS}}})(?:\.([0-9]{{1,2}}))?", text)
        if found is None:
            name = self.label.text
            raise ValueError(
                f"{name} must be a number of posts with two decimals at most, like 2.5"
            )
        hundredths = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
        self.data = -hundredths if found[1] else hundredths

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data / 100:.2f}"
