"""How Alembic finds the models and the database, and keeps SQLite's rows and triggers safe."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection, text

from app import create_app
from app.db import db
from app.db.model import Model

PACKAGE_OF_TYPES = "app.db.types"
PLAIN = {
    "UtcDateTime": "sa.DateTime(timezone=True)",
    "MonthColumn": "sa.String(length=7)",
    "FinancialYearColumn": "sa.String(length=7)",
}


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Writes our column types as plain ones, so that no migration imports the app."""
    if kind == "type" and type(item).__module__ == PACKAGE_OF_TYPES:
        return PLAIN[type(item).__name__]
    return False


def compare_type(*compared: Any) -> bool | None:
    """Our types are stored as the plain ones; SQLite cannot tell one text from another."""
    declared = compared[-1]
    return False if type(declared).__module__ == PACKAGE_OF_TYPES else None


def migrate(connection: Connection) -> None:
    """Runs the migrations in one transaction; foreign keys are checked before it commits."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # a live connection has one
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
    )
    with context.begin_transaction():
        triggers = _triggers(connection) if sqlite else {}
        context.run_migrations()
        if sqlite:
            _restore(connection, triggers)
            _check_foreign_keys(connection)


def _triggers(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {row.name: row.sql for row in rows}


def _restore(connection: Connection, triggers: dict[str, str]) -> None:
    """A batch migration copies the table and silently drops its triggers."""
    kept = _triggers(connection)
    for name, sql in triggers.items():
        if name not in kept:
            connection.execute(text(sql))


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise RuntimeError(f"The migration would break {len(broken)} foreign keys: {broken[:3]}")


def run() -> None:
    """Uses the connection it is handed, else one of its own."""
    handed = context.config.attributes.get("connection")
    if handed is not None:
        migrate(handed)
        return
    app = create_app()
    with app.app_context(), db.engine.connect() as connection:
        migrate(connection)
        connection.commit()


run()
