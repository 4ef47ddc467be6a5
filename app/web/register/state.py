"""The state of a register, read from its address. Nothing in an address can make it fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SIZES = (25, 50, 100, 200)
USUAL_SIZE = 50
LONGEST_SEARCH = 100
LAST_PAGE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class State:
    """What was searched for, chosen, sorted by and turned to."""

    search: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    is_sorted: bool = False  # a person chose the column
    descending: bool = False
    page: int = 1
    size: int = USUAL_SIZE
    file: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was searched for or chosen."""
        return bool(self.search or any(self.chosen.values()))


def searched(text: str) -> str:
    """What to search for: on one line, without what no database can hold, and not endless."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:LONGEST_SEARCH]


def number(text: str, usual: int, most: int) -> int:
    """A whole number from 1 to `most`; the usual one for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return usual
    return min(max(1, int(text)), most)
