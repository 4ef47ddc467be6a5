"""What a name, a code, a reference and a period may be in the set-up of a programme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from app.core import money
from app.core.errors import RuleBroken

LONGEST_TEXT = 5000
LONGEST_REF = 60
RESERVED = "NEW"  # the address of the page that adds one

Period = tuple[date | None, date | None]


def required(field: str, text: str, *, ask: str, longest: int = LONGEST_TEXT) -> str:
    """The text without space around it. Raises RuleBroken with what to type, or when too long."""
    if not text.strip():
        raise RuleBroken(field, ask)
    return limited(field, text, longest=longest)


def limited(field: str, text: str, *, longest: int = LONGEST_TEXT) -> str:
    """The text without space around it. Raises RuleBroken when it is too long."""
    text = text.strip()
    if len(text) > longest:
        raise RuleBroken(field, f"Enter {longest:,} characters or fewer; this has {len(text):,}")
    return text


def programme_code(text: str) -> str:
    """The code in capitals. Raises RuleBroken when an address could not hold it."""
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,19}", code) or code == RESERVED:
        raise RuleBroken("code", "Enter a code of up to 20 letters and numbers, such as OPD")
    return code


def organisation_code(text: str) -> str:
    """The code in capitals; empty while nobody knows it."""
    code = text.strip().upper()
    if code and not re.fullmatch(r"[A-Z0-9]{1,12}", code):
        raise RuleBroken("code", "Enter the organisation’s code: up to 12 letters and numbers")
    return code


def workstream_ref(text: str) -> str:
    """The reference. Raises RuleBroken when an address could not hold it."""
    ref = " ".join(text.split())
    if len(ref) > LONGEST_REF or re.search(r"[/\\]", ref) or ref.upper() in ("", RESERVED):
        raise RuleBroken(
            "ref", f"Enter a reference of up to {LONGEST_REF} characters without slashes"
        )
    return ref


def next_ref(used: Iterable[str]) -> str:
    """`WS03` after `WS02`: one more than the highest that was ever used."""
    found = (re.fullmatch(r"WS([0-9]{1,9})", ref.upper()) for ref in used)
    return f"WS{max((int(each[1]) for each in found if each), default=0) + 1:02d}"


def must_end_after(start: date | None, end: date | None, *, field: str) -> None:
    """Raises RuleBroken when the end is before the start."""
    if start and end and end < start:
        raise RuleBroken(field, "The end must be on or after the start")


def meet(one: Period, other: Period) -> bool:
    """Whether two periods have a day in common; an open end has no end."""
    start = max(one[0] or date.min, other[0] or date.min)
    return start <= min(one[1] or date.max, other[1] or date.max)


def in_pounds(both: tuple[int | None, int | None]) -> tuple[str | None, str | None]:
    """Before and after as a person reads them in the trail."""
    before, after = (None if pence is None else money.exact(pence) for pence in both)
    return before, after
