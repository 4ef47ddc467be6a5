"""What reading one cell can give: a value, words where a value belongs, or a mistake."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T", str, int, bool, date, Decimal)


@dataclass(frozen=True)
class Read(Generic[T]):
    """The value; `remark` says what was done to the cell to get it, if anything."""

    value: T
    remark: str | None = None


@dataclass(frozen=True)
class Words:
    """Words such as `TBC`, or an exemption, where a value belongs: known to be not known."""

    message: str


@dataclass(frozen=True)
class Mistake:
    """Meant as a value, and cannot be one. The message says what to enter."""

    message: str


# The words for "not known" that trackers hold; anything of three words or more is taken as such.
_NOT_KNOWN = {
    "tbc",
    "tbd",
    "tba",
    "n/a",
    "na",
    "n.a",
    "n/k",
    "nk",
    "-",
    "--",
    "–",
    "—",
    "?",
    "??",
    "unknown",
    "pending",
    "none",
    "exempt",
    "withheld",
    "redacted",
    "awaited",
    "ongoing",
    "various",
    "confidential",
    "#n/a",
    "#ref!",
    "#value!",
    "#div/0!",
    "#name?",
    "#num!",
    "#null!",
    "not known",
    "not available",
    "not applicable",
    "not provided",
    "not published",
    "no data",
    "to follow",
    "to be confirmed",
    "to be determined",
    "to be agreed",
    "data not provided",
    "not yet known",
    "in confidence",
}


def says_not_known(text: str) -> bool:
    """Whether the text says that there is no value, or is a sentence about why."""
    plain = " ".join(text.casefold().split()).strip(".()[]*")
    if plain in _NOT_KNOWN or text.strip().casefold() in _NOT_KNOWN:
        return True
    words = [word for word in plain.split() if any(character.isalpha() for character in word)]
    return len(words) >= 3 and not plain[:1].isdigit()


def shortened(text: str, length: int = 60) -> str:
    """The start of a long text, for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"
