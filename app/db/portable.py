"""Every table as JSON lines in one zip with a manifest, and back, on either database."""

from __future__ import annotations

import json
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from typing import IO, Any

from sqlalchemy import Column, Connection, LargeBinary, MetaData, String, Table, func, select, text
from sqlalchemy import Enum as WordsOf
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.core.errors import RuleBroken
from app.db.model import Model
from app.db.types import UtcDateTime

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1000
LONGEST_LINE = 64 * 1024 * 1024
NOT_A_BACKUP = "That file is not a backup of Ragstone, or it is damaged"

Row = list[Any]
Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Contents:
    """One table in the backup: its columns in order, how many rows, and the hash of its lines."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the backup holds, and the migration that the database was at."""

    format: int
    revision: str
    made_at: str
    tables: dict[str, Contents]

    @property
    def rows(self) -> int:
        """How many rows in all."""
        return sum(table.rows for table in self.tables.values())


def revision(connection: Connection) -> str:
    """The migration that the database is at."""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def write(connection: Connection, target: IO[bytes], made_at: datetime) -> Manifest:
    """Writes all rows as one transaction sees them; the connection must be in such a one."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as whole:
        written = {table.name: _write_table(connection, table, whole) for table in tables()}
        made = Manifest(FORMAT, revision(connection), made_at.isoformat(), written)
        whole.writestr(MANIFEST, json.dumps(asdict(made), indent=1))
    return made


def read_manifest(source: zipfile.ZipFile) -> Manifest:
    """What the backup says of itself. Raises RuleBroken for what is not one of this format."""
    try:
        given = json.loads(source.read(MANIFEST))
        held = {name: Contents(**table) for name, table in given.pop("tables").items()}
        made = Manifest(tables=held, **given)
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as broken:
        raise RuleBroken("path", NOT_A_BACKUP) from broken
    if made.format != FORMAT:
        raise RuleBroken("path", f"That backup is of format {made.format}, not of {FORMAT}")
    return made


def read(connection: Connection, source: zipfile.ZipFile, made: Manifest) -> None:
    """Fills the empty tables from the backup. Raises RuleBroken when a table is not as written."""
    for table in tables():
        contents = made.tables[table.name]
        rows = _checked(source, table.name, contents)
        readers = [(name, _reader(table.c[name])) for name in contents.columns]
        for chunk in _chunks(_parents_first(table, rows, contents.columns)):
            connection.execute(table.insert(), [_decoded(readers, row) for row in chunk])
        _count_on(connection, table)


def check(source: zipfile.ZipFile, made: Manifest) -> None:
    """Reads the whole backup. Raises RuleBroken when a table is not as it was written."""
    for name, contents in made.tables.items():
        for _row in _checked(source, name, contents):
            pass


def shape() -> dict[str, list[str]]:
    """The tables of this version of Ragstone and their columns."""
    return {table.name: [column.name for column in table.columns] for table in tables()}


def filled(connection: Connection) -> list[str]:
    """The tables that hold rows. The head of the audit trail is there from the start."""
    return [
        table.name
        for table in tables()
        if connection.scalar(select(func.count()).select_from(table).where(_counts(table)))
    ]


def forget_head(connection: Connection) -> None:
    """Removes the head of an audit trail without events, so that a restored one takes its place."""
    connection.execute(_table("audit_head").delete())


def _counts(table: Table) -> Any:
    return table.c["count"] > 0 if table.name == "audit_head" else text("1 = 1")


def tables() -> list[Table]:
    """Ours in the order of their foreign keys, with the plain types that both databases share."""
    plain = MetaData()
    return [_plain(table, plain) for table in Model.metadata.sorted_tables]


def _table(name: str) -> Table:
    return next(table for table in tables() if table.name == name)


def _plain(table: Table, plain: MetaData) -> Table:
    columns = [
        Column(column.name, _plain_type(column.type), primary_key=column.primary_key)
        for column in table.columns
    ]
    return Table(table.name, plain, *columns, info={"parent": _self_reference(table)})


def _plain_type(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, UtcDateTime):
        return kind
    if isinstance(kind, TypeDecorator):
        return kind.impl_instance
    return String() if isinstance(kind, WordsOf) else kind


def _self_reference(table: Table) -> str | None:
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    return own[0] if own else None


def _write_table(connection: Connection, table: Table, whole: zipfile.ZipFile) -> Contents:
    digest, rows = sha256(), 0
    statement = select(table).order_by(table.c.id).execution_options(yield_per=CHUNK)
    with whole.open(_member(table.name), "w", force_zip64=True) as lines:
        for row in connection.execute(statement):
            line = _line(row)
            digest.update(line)
            lines.write(line)
            rows += 1
    return Contents([column.name for column in table.columns], rows, digest.hexdigest())


def _line(row: Sequence[Any]) -> bytes:
    values = [_encoded(value) for value in row]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _encoded(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _checked(source: zipfile.ZipFile, name: str, contents: Contents) -> Iterator[Row]:
    digest, rows = sha256(), 0
    try:
        with source.open(_member(name)) as lines:
            for line in iter(lambda: lines.readline(LONGEST_LINE), b""):
                digest.update(line)
                rows += 1
                yield json.loads(line)
    except (KeyError, ValueError, zipfile.BadZipFile, EOFError, OSError) as broken:
        raise RuleBroken("path", f"{NOT_A_BACKUP}: {name}") from broken
    if (rows, digest.hexdigest()) != (contents.rows, contents.sha256):
        raise RuleBroken("path", f"The backup's table {name} is not as it was written")


def _decoded(readers: list[tuple[str, Reader]], row: Row) -> dict[str, Any]:
    return {
        name: value if value is None else read(value)
        for (name, read), value in zip(readers, row, strict=True)
    }


def _reader(column: Column[Any]) -> Reader:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(kind, LargeBinary):
        return b64decode
    return date.fromisoformat if kind.python_type is date else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def _parents_first(table: Table, rows: Iterable[Row], columns: list[str]) -> Iterable[Row]:
    """A row that refers to another of its table comes after it, as the foreign key asks."""
    if table.info["parent"] is None:
        return rows
    key, parent = columns.index("id"), columns.index(table.info["parent"])
    waiting = {row[key]: row for row in rows}
    ordered: list[Row] = []
    while waiting:
        ready = [row for row in waiting.values() if row[parent] not in waiting]
        if not ready:
            raise RuleBroken("path", f"The backup's table {table.name} goes round in a circle")
        ordered += ready
        for row in ready:
            del waiting[row[key]]
    return ordered


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL's sequences go on after the highest id; SQLite looks for itself."""
    if connection.dialect.name != "postgresql":
        return
    highest = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
    connection.execute(
        select(func.setval(func.pg_get_serial_sequence(table.name, "id"), highest, False))
    )


def _member(name: str) -> str:
    return f"tables/{name}.jsonl"
