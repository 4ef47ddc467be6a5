"""The figures that a page showed, as its form gives them back: did they move since?"""

from __future__ import annotations

from collections.abc import Mapping

from app.core import money

Figures = Mapping[str, int | None]
"""By name, in the order in which the page gives them back; pence, None where nothing is entered."""


def given_back(figures: Figures) -> str:
    """In one word for a hidden field: `1000000.9000000..0`."""
    return ".".join("" if pence is None else str(pence) for pence in figures.values())


def moved(shown: str, now: Figures) -> list[str] | None:
    """What moved, each with both figures; None where the text is of no such page."""
    then = shown.split(".")
    if len(then) != len(now) or not all(_is_amount(each) for each in then):
        return None
    return [
        f"{name} was {_pounds(int(before) if before else None)} and is now {_pounds(after)}"
        for before, (name, after) in zip(then, now.items(), strict=True)
        if before != ("" if after is None else str(after))
    ]


def _is_amount(text: str) -> bool:
    digits = text.removeprefix("-")
    return not text or (digits.isascii() and digits.isdigit() and len(digits) <= 18)


def _pounds(pence: int | None) -> str:
    return "nothing" if pence is None else money.exact(pence)
