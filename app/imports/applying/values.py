"""What a row says of a record's attributes, and how an old and a new value read to a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from app.core import dates, money
from app.imports.applying.outcomes import Difference
from app.imports.reading.cells import text
from app.imports.reading.results import TypedRow

Words = Callable[[Any], str]
LONGEST_WORDS = 300


@dataclass(frozen=True)
class Attribute:
    """An attribute of a record, the row's field that gives it, and what an emptied cell means."""

    name: str
    field: str
    label: str
    empty: Any = ""
    read: Callable[[Any], Any] = lambda value: value
    words: Words | None = None


def given(row: TypedRow, attributes: Iterable[Attribute]) -> dict[str, Any]:
    """What the row says. An empty cell says nothing, but for a row that was downloaded to edit."""
    was_downloaded = row.values.get("version") is not None
    found: dict[str, Any] = {}
    for each in attributes:
        if each.field not in row.values:
            continue
        value = row.values[each.field]
        if value is not None:
            read = each.read(value)
            if read is not None:
                found[each.name] = read
        elif was_downloaded:
            found[each.name] = each.empty
    return found


def changed(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Only the values that the record does not have."""
    return {
        name: value
        for name, value in values.items()
        if _as_read(getattr(record, name), value) != value
    }


def _as_read(stored: Any, value: Any) -> Any:
    """Text that differs only in what reading a cell tidies is the same text."""
    if not isinstance(stored, str) or not isinstance(value, str) or isinstance(value, Enum):
        return stored
    return text.tidy(stored) if "\n" in value else text.one_line(stored)


def differences(
    record: Any, values: Mapping[str, Any], attributes: Iterable[Attribute]
) -> tuple[Difference, ...]:
    """Old and new, in the order of the attributes; `record` is None for a new one."""
    return tuple(
        Difference(
            each.label,
            "" if record is None else said(getattr(record, each.name), each.words),
            said(values[each.name], each.words),
        )
        for each in attributes
        if each.name in values
    )


def said(value: Any, words: Words | None = None) -> str:
    """A value as a person reads it; nothing is empty."""
    if value is None or value == "":
        return ""
    if words is not None:
        return words(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return dates.long(value)
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ").capitalize()
    shown = str(value)
    return shown if len(shown) <= LONGEST_WORDS else f"{shown[:LONGEST_WORDS]}…"


def pounds(value: int) -> str:
    """An amount to the penny, or in whole pounds where that is exact."""
    return money.whole_pounds(value) if value % money.POUND == 0 else money.exact(value)
