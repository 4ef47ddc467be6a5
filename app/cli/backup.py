"""A backup while the server runs, and its restore into an empty database."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import IO

import click

from app.audit import queries as audit
from app.audit.commands import Subject, record
from app.cli import database
from app.cli.run import as_person, command
from app.core.actor import EVERYWHERE, Actor, Permission
from app.core.errors import RuleBroken
from app.db import db, portable
from app.db.portable import Manifest
from app.reporting import queries
from app.web.clock import now

OWNER_ONLY = 0o600
FILE = click.Path(dir_okay=False, path_type=Path)
PRESENT = click.Path(exists=True, dir_okay=False, path_type=Path)


@command("backup")
@click.argument("path", type=FILE)
@as_person
def backup(path: Path, actor: Actor) -> None:
    """Write all data to one file, also while the server runs. The file is for its owner only."""
    actor.must(Permission.MANAGE_PEOPLE, EVERYWHERE)
    if path.exists():
        raise RuleBroken("path", f"{path} exists already: name another file")
    with _appearing(path) as target:
        made = _dump(target)
        _check(target)
    with db.transaction():
        record("database.backup", Subject("database", path.name), actor=actor, at=now())
    click.echo(f"{path}: {made.rows} rows of {len(made.tables)} tables, SHA-256 {_digest(path)}")


@command("restore")
@click.argument("path", type=PRESENT)
@as_person
def restore(path: Path, actor: Actor) -> None:
    """Fill an empty database from a backup. Nothing is kept unless all of it is sound."""
    actor.must(Permission.MANAGE_PEOPLE, EVERYWHERE)
    database.prepare_if_new()
    with _opened(path) as source:
        made = portable.read_manifest(source)
        with db.transaction():
            _fill(source, made)
            record("database.restore", Subject("database", path.name), actor=actor, at=now())
    click.echo(f"{made.rows} rows of {len(made.tables)} tables are restored and verified.")


COMMANDS = (backup, restore)


def _dump(target: IO[bytes]) -> Manifest:
    """One transaction that sees one moment: a snapshot in SQLite, repeatable read elsewhere."""
    db.session.rollback()
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            made = portable.write(connection, target, now())
    target.flush()
    os.fsync(target.fileno())
    return made


def _check(target: IO[bytes]) -> None:
    with zipfile.ZipFile(target) as written:
        portable.check(written, portable.read_manifest(written))


@contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file that has its name only when it is whole; never one that was there before."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    try:
        with os.fdopen(handle, "w+b") as target:
            os.fchmod(handle, OWNER_ONLY)
            yield target
        os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        source = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as broken:
        raise RuleBroken("path", portable.NOT_A_BACKUP) from broken
    with source:
        yield source


def _fill(source: zipfile.ZipFile, made: Manifest) -> None:
    connection = db.session.connection()
    _must_fit(made, portable.revision(connection))
    if filled := portable.filled(connection):
        raise RuleBroken(None, f"The database is not empty: there are rows in {', '.join(filled)}")
    portable.forget_head(connection)
    portable.read(connection, source, made)
    if broken := audit.first_break() or queries.first_break():
        raise RuleBroken("path", f"The backup is not sound: {broken}")


def _must_fit(made: Manifest, revision: str) -> None:
    columns = {name: contents.columns for name, contents in made.tables.items()}
    if made.revision != revision or columns != portable.shape():
        raise RuleBroken(
            "path",
            f"The backup is of migration {made.revision} and the database of {revision}: "
            "restore it with the version of Ragstone that made it",
        )


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
