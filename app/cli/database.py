"""Setting up the database, and bringing it to the newest migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.cli import run
from app.db import db
from app.web.clock import now

ROOT = Path(__file__).resolve().parents[2]


@run.command("init-db")
def init_db() -> None:
    """Bring the database to the newest migration. A SQLite file is copied first."""
    newest = ScriptDirectory.from_config(_settings()).get_current_head()
    present = _present()
    if present == newest:
        click.echo(f"The database is already at the newest migration, {newest}.")
        return
    if present is not None:
        _copy_sqlite()
    _migrate()
    click.echo(f"The database is ready, at migration {newest}.")


COMMANDS = (init_db,)


def prepare_if_new() -> None:
    """Makes the tables of a database that has none."""
    if _present() is None:
        _migrate()


def _present() -> str | None:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _settings() -> Config:
    return Config(toml_file=str(ROOT / "pyproject.toml"))


def _migrate() -> None:
    settings = _settings()
    with db.engine.connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        connection.commit()


def _copy_sqlite() -> None:
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return
    source = Path(url.database)
    copy = source.with_name(f"{source.name}.before-{now():%Y%m%d-%H%M%S}")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    copy.chmod(0o600)
    click.echo(f"The database was copied to {copy}")
