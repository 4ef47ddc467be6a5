"""What was worked out at one head of the audit trail, kept in memory until the next event.

Whatever changes goes through a command, and every command adds an event: so the head of the trail
says whether anything has changed since. Nothing is stored; another process works it out itself.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from flask import Flask, current_app, request

from app.audit import queries
from app.core.actor import Actor

T = TypeVar("T")
MOST = 24
READS = ("GET", "HEAD")


class Kept:
    """The newest few results of this process, by what was asked and at which head."""

    def __init__(self) -> None:
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """The result, None if it is not kept."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: Hashable, result: Any) -> None:
        """Keeps it, and lets go of the one that was not asked for the longest."""
        with self._lock:
            self._found[key] = result
            while len(self._found) > MOST:
                self._found.popitem(last=False)


def init_app(app: Flask) -> None:
    """Nothing is kept yet."""
    app.extensions["kept"] = Kept()


def at_head(asked: Hashable, work_out: Callable[[], T]) -> T:
    """What `work_out` gives: from memory if the trail has not grown since it was last asked.

    `asked` names everything that the result depends on besides the data: the day and the reader
    too. Only for a page that reads: within a change the head is not yet where it will be. The
    result must be values, no rows of a session.
    """
    if not current_app.config["KEEPS_SUMS"] or request.method not in READS:
        return work_out()
    kept: Kept = current_app.extensions["kept"]
    key = (queries.head().hash, asked)
    found: T | None = kept.get(key)
    if found is None:
        found = work_out()
        kept.put(key, found)
    return found


def reader(actor: Actor) -> Hashable:
    """Who reads, and with which rights: two people may see different records."""
    return actor.person_id, actor.is_system, frozenset(actor.granted.items())
