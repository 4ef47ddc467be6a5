"""Words that stand for a value: colours, yes and no, scores, and each field's own choices."""

import re
from collections.abc import Mapping

from app.imports.reading.cells.answers import Mistake, Read, Words, says_not_known, shortened
from app.imports.reading.grids import RawCell, as_printed, is_blank

COLOURS = ("red", "amber/red", "amber", "amber/green", "green", "blue", "grey")
_COLOUR_WORDS = {
    "red": ("r", "red", "off track", "delayed", "unachievable", "🔴"),
    "amber/red": ("ar", "ra", "amber red", "red amber"),
    "amber": ("a", "amber", "yellow", "at risk", "orange", "🟠", "🟡"),
    "amber/green": ("ag", "ga", "amber green", "green amber"),
    "green": ("g", "green", "on track", "🟢"),
    "blue": ("b", "blue", "complete", "completed", "done", "delivered", "closed", "🔵"),
    "grey": ("grey", "gray", "not started", "not due", "⚪"),
}
_COLOURS = {word: colour for colour, words in _COLOUR_WORDS.items() for word in words}
_YES = frozenset(["yes", "y", "true", "t", "1", "x", "✓", "✔", "☑", "√"])
_NO = frozenset(["no", "n", "false", "f", "0", "✗", "✘", "☐"])
_FIVE_STEPS = (
    ("very low", "negligible", "insignificant", "rare", "remote", "very unlikely"),
    ("low", "minor", "unlikely"),
    ("medium", "moderate", "possible", "med"),
    ("high", "major", "likely", "probable"),
    (
        "very high",
        "catastrophic",
        "almost certain",
        "severe",
        "extreme",
        "certain",
        "very likely",
        "critical",
    ),
)
_STEPS = {word: step for step, words in enumerate(_FIVE_STEPS, start=1) for word in words}


def plain(text: str) -> str:
    """Small letters and single spaces, without dashes, slashes, dots or brackets."""
    return " ".join(re.sub(r"[-–—_/.,:;()\[\]*]", " ", text.casefold()).split())


def colour(cell: RawCell) -> Read[str] | Words | Mistake | None:
    """One of COLOURS, from BRAG letters, five-point words or plain ones."""
    if is_blank(cell):
        return None
    text = as_printed(cell)
    found = _COLOURS.get(plain(text))
    if found:
        return Read(found)
    if says_not_known(text):
        return Words(f"“{shortened(text)}” is not a rating, so there is none")
    return Mistake(f"“{shortened(text)}” is not a rating. Enter Red, Amber, Green, or Complete")


def yes_no(cell: RawCell) -> Read[bool] | Words | Mistake | None:
    """Yes or no, however it is ticked."""
    if is_blank(cell):
        return None
    if isinstance(cell, bool):
        return Read(cell)
    text = as_printed(cell)
    if text.casefold() in _YES:
        return Read(True)
    if text.casefold() in _NO:
        return Read(False)
    if says_not_known(text):
        return Words(f"“{shortened(text)}” is neither yes nor no, so it is left empty")
    return Mistake(f"“{shortened(text)}” is neither yes nor no. Enter Yes or No")


def score(cell: RawCell) -> Read[int] | Words | Mistake | None:
    """1 to 5, as a number, a word of the scale, or both: `4 - Likely`."""
    if is_blank(cell):
        return None
    number = re.match(r"[0-9]+(?:\.[0-9]+)?\b", as_printed(cell))
    if number and re.fullmatch(r"[1-5](\.0+)?", number[0]):
        return Read(int(number[0][0]))
    step = _STEPS.get(re.sub(r"\s*[1-5]$", "", plain(as_printed(cell))))
    if step and not number:
        return Read(step)
    if says_not_known(as_printed(cell)) and not number:
        return Words(f"“{shortened(as_printed(cell))}” is not a score, so it is left empty")
    return Mistake(
        f"“{shortened(as_printed(cell))}” is not a score. Enter a whole number from 1 to 5"
    )


def choice(cell: RawCell, choices: Mapping[str, str]) -> Read[str] | Words | Mistake | None:
    """One of the field's own values; `choices` gives the value for each word, plainly written."""
    if is_blank(cell):
        return None
    text = as_printed(cell)
    found = choices.get(plain(text))
    if found:
        return Read(found)
    if says_not_known(text):
        return Words(f"“{shortened(text)}” is not one of the choices, so it is left empty")
    known = ", ".join(dict.fromkeys(choices.values())).replace("_", " ")
    return Mistake(f"“{shortened(text)}” is not one of the choices: {known}")
