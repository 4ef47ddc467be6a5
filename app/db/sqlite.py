"""What SQLite needs to be told on each connection and at the start of each transaction."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import g, has_app_context
from sqlalchemy import Connection, Engine, event

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def tune(engine: Engine, *, lock_seconds: int) -> None:
    """Durable, with foreign keys, one writer and many readers, and honest savepoints."""
    event.listen(engine, "connect", partial(_on_connect, lock_seconds))
    event.listen(engine, "begin", _on_begin)


def _on_connect(lock_seconds: int, connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would break savepoints
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={lock_seconds * 1000}", *PRAGMAS):  # also while it sets them
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = has_app_context() and g.get("expects_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
