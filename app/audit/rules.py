"""How an audit event is digested and chained, so that a change, a gap or a swap shows."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """JSON that two computers write alike: sorted keys, no spaces, UTF-8 in normal form C."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def sha256(text: str) -> str:
    """The hexadecimal SHA-256 of the text's UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(salt: str, content: Mapping[str, Any]) -> str:
    """What the chain keeps of an event's content, so that redacting it leaves the chain whole."""
    return sha256(salt + canonical(content))


def link(previous: str, number: int, at: datetime, content_digest: str) -> str:
    """The hash of one event: it covers the event before it."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(canonical([previous, number, moment, content_digest]))


@dataclass(frozen=True)
class Sealed:
    """An event as it is stored, ready to be checked."""

    number: int
    at: datetime
    salt: str
    content: Mapping[str, Any]
    digest: str
    previous: str
    hash: str


def first_break(events: Iterable[Sealed], count: int, head: str) -> str | None:
    """The first place where the chain does not hold, in a sentence; None when it is whole."""
    previous, expected = GENESIS, 1
    for event in events:
        broken = _broken(event, expected, previous)
        if broken:
            return broken
        previous, expected = event.hash, expected + 1
    if expected - 1 != count or previous != head:
        return f"Audit event {expected} is missing: the chain's head counts {count} events"
    return None


def _broken(event: Sealed, expected: int, previous: str) -> str | None:
    if event.number != expected:
        return f"Audit event {expected} is missing or out of order: event {event.number} follows"
    if event.previous != previous:
        return f"Audit event {event.number} does not follow the event before it"
    if digest(event.salt, event.content) != event.digest:
        return f"Audit event {event.number} was changed after it was written"
    if link(event.previous, event.number, event.at, event.digest) != event.hash:
        return f"Audit event {event.number} has a hash that is not its own"
    return None
