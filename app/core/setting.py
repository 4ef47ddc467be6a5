"""A rule's default that a trust may change, with the words that its page and reports print."""

from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

WORDS = "words"


@dataclass(frozen=True)
class Words:
    """What a setting is called, what it is counted in, and what it may be.

    `order` groups settings whose values must not fall: `order="slip"` on green, then amber.
    One that begins with a minus groups those that must not rise.
    """

    label: str
    unit: str = ""
    limits: tuple[int | None, int | None] = (None, None)
    source: str = ""
    order: str = ""


def said(
    default: T,
    label: str,
    unit: str = "",
    *,
    limits: tuple[int | None, int | None] = (None, None),
    source: str = "",
    order: str = "",
) -> T:
    """A dataclass field with this default and these words."""
    words = Words(label, unit, limits, source, order)
    return field(default=default, metadata={WORDS: words})
