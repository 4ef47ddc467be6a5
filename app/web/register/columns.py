"""What a register shows and exports: one declaration a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a column's values read on the page and in a file."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"  # pence; £1,234k on the page, pounds in a file
    NUMBER = "number"
    RATING = "rating"  # a Colour
    TAG = "tag"

    @property
    def is_numeric(self) -> bool:
        """Whether it is aligned to the right."""
        return self in (Kind.MONEY, Kind.NUMBER)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `value` reads a row; a file has the value, the page what `shown` makes of it.

    `sort` is what the database orders by, and makes the heading a link. `href` makes the cell one.
    `colours` are those of tags, by value. `narrow` keeps it on one line, as it
    does dates and numbers unless it is False.
    A column for files only has `on_page=False`.
    """

    key: str
    heading: str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    sort: Any = None
    shown: Callable[[Any], Any] | None = None
    href: Callable[[Any], str] | None = None
    colours: Mapping[str, str] = field(default_factory=dict)
    narrow: bool | None = None
    on_page: bool = True
    in_file: bool = True

    @property
    def is_narrow(self) -> bool:
        """Whether its cells stay on one line."""
        if self.narrow is not None:
            return self.narrow
        return self.kind in (Kind.DATE, Kind.MONEY, Kind.NUMBER, Kind.RATING)


def for_files(*declared: tuple[str, str, Kind, Callable[[Any], Any]]) -> list[Column]:
    """Columns that only a file has: the key, heading, kind and value of each."""
    return [
        Column(key=key, heading=heading, kind=kind, value=value, on_page=False)
        for key, heading, kind, value in declared
    ]
