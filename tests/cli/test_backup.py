"""A backup holds everything, and a restore gives back all of it or nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app import create_app
from app.audit import queries as audit
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db, portable
from app.imports.models import Import
from app.programmes.models import Organisation, OrganisationKind, Programme, Workstream
from app.reporting import commands as months
from app.reporting import queries as reporting
from app.savings import commands as savings
from app.savings.models import Scheme, SchemeMonth
from config import Config, database_url
from tests.conftest import NOW, PATIENCE, ROOT, migrate, own_database

OFFICE = Actor.system("the office")
OCTOBER = Month(2026, 10)
BYTES = bytes(range(256))


@dataclass
class Installation:
    """An app on a database of its own, outside the tests' transaction."""

    address: str
    folder: Path

    def __post_init__(self) -> None:
        self.app = create_app(Config.for_tests(self.address, self.folder))
        self.app.config["CLOCK"] = NOW

    def run(self, *words: str):
        """A command, as an operator gives it."""
        with self.app.app_context():
            return self.app.test_cli_runner().invoke(args=list(words))

    def rows(self) -> dict[str, list[Any]]:
        """All that is stored, but for the audit trail."""
        with self.app.app_context(), db.engine.connect() as connection:
            return {
                table.name: list(connection.execute(select(table).order_by(table.c.id)))
                for table in portable.tables()
                if not table.name.startswith("audit_")
            }

    def close(self) -> None:
        """Lets go of the database."""
        self.app.extensions["database"]["engine"].dispose()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Installation]:
    """One that holds a locked month, on SQLite."""
    address = f"sqlite:///{tmp_path / 'old.db'}"
    migrate(address)
    made = Installation(address, tmp_path)
    with made.app.app_context(), db.transaction() as session:
        fill(session)
    yield made
    made.close()


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Installation]:
    """One that holds nothing, on the database that the tests run on."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        made = Installation(f"sqlite:///{tmp_path / 'new.db'}", tmp_path)
        yield made
        made.close()
        return
    for address in own_database(database_url(server), f"restored_{os.getpid()}"):
        made = Installation(address, tmp_path)
        yield made
        made.close()


def fill(session) -> None:
    child = Organisation(name="Trust", code="ZZ1", kind=OrganisationKind.TRUST)
    session.add(child)
    session.flush()
    parent = Organisation(name="Board", code="ZZ2", kind=OrganisationKind.ICB)
    session.add(parent)
    session.flush()
    child.parent_id = parent.id  # which stands after it
    programme = Programme(code="OPD", name="Outpatients – “£”", organisation=child)
    workstream = Workstream(ref="WS01", name="Clinics", programme=programme)
    session.add(workstream)
    session.flush()
    scheme = savings.add(workstream, title="One", actor=OFFICE, at=NOW)
    cells = {OCTOBER: {"plan_recurrent": Pence(-(2**40)), "actual_recurrent": Pence(0)}}
    savings.set_months(scheme, cells, actor=OFFICE, at=NOW)
    period = months.open_month(programme, OCTOBER, actor=OFFICE, at=NOW)
    months.lock_month(
        period,
        reason="Month end",
        today=date(2026, 11, 12),
        with_missing=True,
        actor=OFFICE,
        at=NOW,
    )
    session.add(
        Import(
            programme_id=programme.id,
            kind="savings",
            file_name="tracker.xlsx",
            file_size=len(BYTES),
            file_hash="0" * 64,
            content=BYTES,
            month=OCTOBER,
            brought_by="Ada",
            brought_at=NOW,
        )
    )


def test_all_that_was_backed_up_is_restored(old, new, tmp_path):
    path = tmp_path / "all.zip"
    done = old.run("backup", str(path))
    assert done.exit_code == 0, done.output
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*partial"))

    done = new.run("restore", str(path))
    assert done.exit_code == 0, done.output
    assert new.rows() == old.rows()
    assert [bytes(row.content) for row in new.rows()["import_file"]] == [BYTES]
    with new.app.app_context():
        assert audit.first_break() is None
        assert reporting.first_break() is None
        last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
        assert (last.action, last.record_name) == ("database.restore", "all.zip")


def test_what_was_restored_can_be_backed_up_again(old, new, tmp_path):
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    old.run("backup", str(first))
    new.run("restore", str(first))
    done = new.run("backup", str(second))
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        for member in one.namelist():
            if member != "manifest.json" and "audit_" not in member:
                assert one.read(member) == other.read(member)


def test_work_goes_on_after_a_restore(old, new, tmp_path):
    path = tmp_path / "all.zip"
    old.run("backup", str(path))
    new.run("restore", str(path))
    with new.app.app_context(), db.transaction() as session:
        before = session.scalar(select(func.max(Scheme.id)))
        workstream = session.scalars(select(Workstream)).one()
        session.refresh(workstream, ["programme"])
        assert savings.add(workstream, title="Two", actor=OFFICE, at=NOW).id > before
    assert new.run("verify").exit_code == 0


def test_a_backup_never_overwrites_a_file(old, tmp_path):
    path = tmp_path / "all.zip"
    path.write_text("mine")
    refused = old.run("backup", str(path))
    assert refused.exit_code == 1
    assert "exists already" in refused.stderr
    assert path.read_text() == "mine"


def test_a_restore_is_refused_into_a_database_that_holds_something(old, tmp_path):
    path = tmp_path / "all.zip"
    old.run("backup", str(path))
    before = old.rows()
    refused = old.run("restore", str(path))
    assert refused.exit_code == 1
    assert "not empty" in refused.stderr
    assert old.rows() == before


def changed(path: Path, name: str, change) -> Path:
    """The backup with one member changed."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            target.writestr(member, change(content) if member == name else content)
    return other


def without_hash_of(table: str, content: bytes):
    def change(manifest: bytes) -> bytes:
        value = json.loads(manifest)
        value["tables"][table]["sha256"] = portable.sha256(content).hexdigest()
        return json.dumps(value).encode()

    return change


def test_a_backup_that_was_changed_restores_nothing(old, new, tmp_path):
    path = tmp_path / "all.zip"
    old.run("backup", str(path))
    forged = changed(path, "tables/scheme.jsonl", lambda lines: lines.replace(b"One", b"Two"))
    refused = new.run("restore", str(forged))
    assert refused.exit_code == 1
    assert "table scheme is not as it was written" in refused.stderr
    assert not any(new.rows().values())


def test_a_locked_month_that_was_changed_with_its_hash_restores_nothing(old, new, tmp_path):
    path = tmp_path / "all.zip"
    old.run("backup", str(path))
    member = "tables/frozen_month.jsonl"
    forged = changed(path, member, lambda lines: lines.replace(b"Clinics", b"Nothing"))
    with zipfile.ZipFile(forged) as source:
        content = source.read(member)
    forged = changed(
        forged.rename(tmp_path / "half.zip"),
        "manifest.json",
        without_hash_of("frozen_month", content),
    )
    refused = new.run("restore", str(forged))
    assert refused.exit_code == 1
    assert "the frozen document was changed after it was locked" in refused.stderr
    assert not any(new.rows().values())
    assert new.run("restore", str(path)).exit_code == 0


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_not_a_backup_is_refused_in_a_sentence(new, tmp_path, content):
    path = tmp_path / "odd.zip"
    path.write_bytes(content)
    refused = new.run("restore", str(path))
    assert refused.exit_code == 1
    assert portable.NOT_A_BACKUP in refused.stderr


def of_another_migration(manifest: bytes) -> bytes:
    return re.sub(rb'"[0-9]{4}"', b'"0000"', manifest)


def test_a_backup_of_another_version_is_refused(old, new, tmp_path):
    path = tmp_path / "all.zip"
    old.run("backup", str(path))
    older = changed(path, "manifest.json", of_another_migration)
    refused = new.run("restore", str(older))
    assert refused.exit_code == 1
    assert "of migration 0000" in refused.stderr


def test_a_backup_while_others_write_is_of_one_moment(old, new, tmp_path):
    begun, stop, saved = threading.Event(), threading.Event(), []

    def write() -> None:
        with old.app.app_context():
            while not stop.is_set():
                with db.transaction() as session:
                    scheme = session.scalars(select(Scheme)).one()
                    session.refresh(scheme, ["workstream"])
                    cells = {OCTOBER.next: {"forecast_recurrent": Pence(len(saved))}}
                    savings.set_months(scheme, cells, actor=OFFICE, at=NOW)
                saved.append(1)
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        path = tmp_path / "all.zip"
        assert begun.wait(PATIENCE)  # else the moment may be one before anything was written
        done = old.run("backup", str(path))
    finally:
        stop.set()
        writer.join()
    assert done.exit_code == 0, done.output
    assert saved
    done = new.run("restore", str(path))
    assert done.exit_code == 0, done.output  # the trail and the months of that moment agree
    with new.app.app_context():
        event = db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.record_kind == "scheme")
            .order_by(AuditEvent.number.desc())
        ).first()
        later = SchemeMonth.month == OCTOBER.next
        cell = db.session.scalars(select(SchemeMonth).where(later)).one()
        assert str(cell.forecast_recurrent) in event.changes


def killed_in(address: str, stop_at: str, *words: str) -> None:
    """Runs the command until it comes to the function, then kills it as a power cut would."""
    program = f"""
        import os, signal, sys
        from pathlib import Path
        from app import create_app
        from app.cli import backup
        from config import Config
        owner, name = {stop_at!r}.split(".")
        setattr(getattr(backup, owner), name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        app = create_app(Config.for_tests({address!r}, Path(".")))
        with app.app_context():
            app.test_cli_runner().invoke(args={list(words)!r})
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_backup_killed_on_the_way_leaves_no_file_of_that_name(old, tmp_path):
    path = tmp_path / "all.zip"
    killed_in(old.address, "portable.check", "backup", str(path))
    assert not path.exists()
    assert old.run("backup", str(path)).exit_code == 0


def test_a_restore_killed_on_the_way_leaves_an_empty_database(old, new, tmp_path):
    path = tmp_path / "all.zip"
    old.run("backup", str(path))
    killed_in(new.address, "audit.first_break", "restore", str(path))
    assert not any(new.rows().values())
    assert new.run("restore", str(path)).exit_code == 0
    assert new.rows() == old.rows()
