"""What every command asks of a title, a reason, a date and a link; each raises RuleBroken."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from app.core.errors import RuleBroken

LONGEST_TITLE, LONGEST_LINK = 300, 500
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


def title(text: str, field: str = "title", what: str = "Title") -> str:
    """One line that is not empty and fits."""
    line = " ".join(text.split())
    if not line:
        raise RuleBroken(field, f"Enter a {what.lower()}")
    if len(line) > LONGEST_TITLE:
        raise RuleBroken(field, f"{what} must be {LONGEST_TITLE} characters or fewer")
    return line


def is_alike(one: str, other: str) -> bool:
    """Whether two titles say the same, case and spaces aside."""
    return one.casefold().split() == other.casefold().split()


def reason(text: str, ask: str, field: str = "reason") -> str:
    """A reason that says something; `ask` is the sentence for one that does not."""
    if not text.strip():
        raise RuleBroken(field, ask)
    return text.strip()


def day(when: date | None, field: str, what: str = "Date") -> date | None:
    """A date of this age of the world, or none: year 206 is a slip of the finger."""
    if when is not None and not EARLIEST <= when <= LATEST:
        raise RuleBroken(field, f"{what} must be between {EARLIEST.year} and {LATEST.year}")
    return when


def link(text: str, field: str) -> str:
    """An https address, or nothing."""
    address = text.strip()
    if not address:
        return ""
    if len(address) > LONGEST_LINK:
        raise RuleBroken(field, f"Link must be {LONGEST_LINK} characters or fewer")
    if not _is_https(address):
        raise RuleBroken(field, "Link must be a full web address that starts with https://")
    return address


def _is_https(address: str) -> bool:
    if any(letter.isspace() or not letter.isprintable() for letter in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
