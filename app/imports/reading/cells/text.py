"""Text as it was meant: composed, trimmed, without what spreadsheets and copying leave in it."""

import re
import unicodedata

from app.core import nhs_number
from app.imports.reading.cells.answers import Mistake, Read
from app.imports.reading.grids import RawCell, as_printed, is_blank

LONG_TEXT = 10_000
# How Excel writes a character that XML cannot hold.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_ENDS = re.compile(r"\r*\n|\r+|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufffe\uffff]"
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")


def tidy(text: str) -> str:
    """NFC, plain spaces, `\\n` line ends, no blank run, nothing invisible."""
    plain = _ESCAPED.sub(_character, text)
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", plain)))
    lines = [_SPACES.sub(" ", line).strip() for line in plain.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """The same on one line, for a heading or a title."""
    return " ".join(tidy(text).split())


def line(cell: RawCell, limit: int) -> Read[str] | Mistake | None:
    """A title, a name or a reference: one line, no longer than the limit."""
    return _limited(cell, one_line(as_printed(cell)), limit)


def passage(cell: RawCell, limit: int = LONG_TEXT) -> Read[str] | Mistake | None:
    """A longer text that keeps its lines."""
    return _limited(cell, tidy(as_printed(cell)), limit)


def email(cell: RawCell) -> Read[str] | Mistake | None:
    """An e-mail address in small letters."""
    address = one_line(as_printed(cell)).casefold()
    if not address:
        return None
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        return Mistake("This is not an e-mail address. Enter one, such as name@example.nhs.uk")
    return Read(address)


def holds_nhs_number(cell: RawCell) -> bool:
    """Whether the cell holds a valid NHS number, as text or as a whole number."""
    if isinstance(cell, str):
        return nhs_number.found_in(_ESCAPED.sub(_character, cell))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return nhs_number.is_valid(as_printed(cell))
    return False


def _limited(cell: RawCell, text: str, limit: int) -> Read[str] | Mistake | None:
    if is_blank(cell) or not text:
        return None
    if len(text) > limit:
        return Mistake(
            f"This is {len(text):,} characters long. Shorten it to {limit:,} characters or fewer"
        )
    hidden = isinstance(cell, str) and _UNSEEN.search(_ESCAPED.sub(_character, cell))
    return Read(text, "Characters that cannot be seen were taken out" if hidden else None)


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
