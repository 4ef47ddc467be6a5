"""Addresses, passwords, waiting times and ways back: what may be accepted from a stranger."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
LINK_HOLDS = timedelta(hours=1)
MOST_LINKS = 3  # to one account in the time that a link holds
MOST_ASKED = 20  # from one address in that time

EMAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+")

COUNTED = timedelta(hours=1)  # older failures are forgotten
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)

_OFTEN_CHOSEN = """
    123456789012 1234567890123 12345678901234 121212121212 123123123123 123456123456
    qwertyuiop12 qwertyuiop123 qwertyuiopas qwertyqwerty qwerty123456 password1234
    passwordpassword password12345 password123456 letmeinletmein iloveyou1234 iloveyouiloveyou
    administrator administrator1 welcome12345 welcome123456 changeme1234 changemechangeme
    abcdefghijkl abcd12345678 abc123456789 1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv q1w2e3r4t5y6
    nhspassword1 nhspassword12 ragstone1234 ragstoneragstone outpatients1 hospital1234
    hospital12345 trustno1trustno1 football1234 liverpool1234 arsenal12345 sunshine1234
    princess1234 monkey123456 dragon123456 superman1234 charlie12345 correcthorsebatterystaple
"""
COMMON = frozenset(_OFTEN_CHOSEN.split())


@dataclass(frozen=True)
class Patience:
    """How many failures are forgiven before each further one costs a longer wait."""

    free: int


FOR_ACCOUNT = Patience(free=5)  # one account from one address
FOR_ADDRESS = Patience(free=60)  # a whole hospital may share an address


def fold(email: str) -> str:
    """The form under which an e-mail address is kept and compared."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def is_email(text: str) -> bool:
    """Whether it looks like an e-mail address. Only a delivered message proves one."""
    return (
        len(text) <= 254
        and re.fullmatch(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s.]+", text) is not None
    )


def password_problem(password: str, email: str) -> str | None:
    """Why the password cannot be used, in a sentence; None when it can."""
    folded, address = password.casefold().strip(), fold(email)
    if len(password) < SHORTEST_PASSWORD:
        return f"Password must be {SHORTEST_PASSWORD} characters or more"
    if len(password) > LONGEST_PASSWORD:
        return f"Password must be {LONGEST_PASSWORD} characters or fewer"
    if folded in (address, address.partition("@")[0]):
        return "Password must not be your e-mail address"
    if folded in COMMON or len(set(folded)) < 4:
        return "Choose a password that is harder to guess: three random words work well"
    return None


def network(address: str) -> str:
    """The address to count by: an IPv6 household or office holds a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def wait(failures: Sequence[datetime], patience: Patience, at: datetime) -> timedelta:
    """How long until the next attempt is heard: each failure past the free ones doubles it."""
    recent = [failure for failure in failures if at - failure < COUNTED]
    over = len(recent) - patience.free
    if over < 0:
        return timedelta(0)
    pause: timedelta = min(FIRST_WAIT * (1 << min(over, 20)), LONGEST_WAIT)
    return max(max(recent) + pause - at, timedelta(0))


def spoken(pause: timedelta) -> str:
    """45 seconds, 2 minutes: rounded up, so that waiting that long is enough."""
    seconds = -(-pause // timedelta(seconds=1))
    if seconds < 60:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    minutes = -(-seconds // 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def own_path(asked: str | None) -> str | None:
    """The path if it leads to a page of ours; None for another site, a scheme or a trick."""
    if not asked or len(asked) > 2000 or not asked.startswith("/"):
        return None
    if asked.startswith("//") or "\\" in asked:
        return None
    if any(ord(character) <= 32 or ord(character) == 127 for character in asked):
        return None
    return asked
