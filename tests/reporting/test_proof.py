"""A frozen month that is not what was locked is found, and a file's hash leads to its month."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.reporting import commands, frozen, queries, rules
from tests import make
from tests.conftest import NOW

OFFICE = Actor.system("the office")
TODAY = date(2026, 11, 12)


@pytest.fixture
def month(app):
    """October of OPD with a workforce-sensitive scheme, locked."""
    programme = make.programme(code="OPD")
    workstream = make.workstream(programme_id=programme.id, ref="WS01")
    make.scheme(workstream=workstream, title="Fewer posts", disclosure=Disclosure.WORKFORCE)
    period = commands.open_month(programmes.by_code("OPD"), Month(2026, 10), actor=OFFICE, at=NOW)
    made = commands.lock_month(
        period, reason="Month end", today=TODAY, with_missing=True, actor=OFFICE, at=NOW
    )
    db.session.commit()
    return made


def change(statement, **values):
    """As somebody would who owns the database, and takes its guard away first."""
    unguard("frozen_month")
    db.session.execute(text(statement), values)
    db.session.commit()


def unguard(table):
    """Takes the table's triggers away."""
    if db.engine.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER IF EXISTS {table}_refuses_{verb}"))
    else:
        db.session.execute(text(f"DROP TRIGGER IF EXISTS {table}_refuses ON {table}"))


def test_a_month_as_it_was_locked_is_whole(month):
    assert queries.first_break() is None
    assert queries.count_frozen() == 1


def test_a_changed_document_is_found(month):
    change("UPDATE frozen_month SET document = replace(document, 'Fewer', 'More')")
    assert queries.first_break() == (
        "OPD October 2026 (M7), version 1: the frozen document was changed after it was locked"
    )


def test_a_document_changed_with_its_hashes_is_found_by_the_trail(month):
    document = month.document.replace("Fewer", "More")
    envelope = json.loads(month.envelope)
    envelope["data_hash"] = frozen.data_hash(document)
    forged = frozen.write_envelope(envelope)
    change(
        "UPDATE frozen_month SET document = :d, data_hash = :h, envelope = :e, envelope_hash = :eh",
        d=document,
        h=frozen.data_hash(document),
        e=forged,
        eh=frozen.data_hash(forged),
    )
    assert "is not what audit event" in queries.first_break()


def test_a_changed_envelope_is_found(month):
    change("UPDATE frozen_month SET envelope = replace(envelope, 'Month end', 'Why not')")
    assert queries.first_break().endswith("the envelope was changed after it was locked")


@pytest.mark.parametrize("instead", ["{", "[]", "{}", "7"])
def test_something_else_in_the_place_of_an_envelope_is_a_break_and_no_crash(month, instead):
    change(
        "UPDATE frozen_month SET envelope = :e, envelope_hash = :h",
        e=instead,
        h=frozen.data_hash(instead),
    )
    assert queries.first_break().endswith("the envelope belongs to another document")


@pytest.mark.parametrize(
    "changed", ["locked_by = 'Nobody'", "reason = 'None'", "locked_at = '2020-01-01 00:00:00'"]
)
def test_who_locked_it_when_and_why_cannot_be_changed_beside_the_envelope(month, changed):
    change(f"UPDATE frozen_month SET {changed}")
    assert queries.first_break().endswith("is not what its envelope says")


def test_a_locked_month_that_somebody_opened_again_is_found(month):
    change("UPDATE period SET status = 'open'")
    assert queries.first_break() == (
        "OPD October 2026 (M7) was locked, and somebody opened it again"
    )


def test_a_locked_month_without_its_document_is_found_when_the_trail_was_cut_too(month):
    unguard("audit_event")
    change("DELETE FROM frozen_month")
    change("DELETE FROM audit_event")
    assert queries.first_break() == (
        "OPD October 2026 (M7) is locked, but what was locked is missing"
    )


def test_a_month_that_is_gone_is_found(month):
    change("DELETE FROM frozen_month")
    assert "is missing" in queries.first_break()


def test_a_month_that_nobody_locked_is_found(month):
    change(
        "INSERT INTO frozen_month (period_id, version, schema_version, document, data_hash, "
        "envelope, envelope_hash, reason, locked_by, locked_at, created_at) "
        "SELECT period_id, 2, schema_version, document, data_hash, envelope, envelope_hash, "
        "reason, locked_by, locked_at, created_at FROM frozen_month"
    )
    assert queries.first_break().endswith("the audit trail does not know that it was locked")


def test_a_hash_leads_to_its_month_and_audience(month):
    copy = rules.for_programme(frozen.read(month.document))
    printed = frozen.data_hash(frozen.write(copy))
    assert printed != month.data_hash
    assert queries.known({printed}).words == (
        "OPD October 2026 (M7), version 1, for the programme board"
    )
    assert queries.known({month.data_hash}).audience == "full"
    assert queries.known({"0" * 64}) is None


@pytest.fixture
def run(app: Flask):
    runner = app.test_cli_runner()

    def ran(*words: str):
        with app.app_context():
            return runner.invoke(args=["verify", *words])

    return ran


def test_verify_says_what_it_checked(run, month):
    done = run()
    assert done.exit_code == 0, done.output
    assert "The audit trail is whole: 2 events." in done.stdout


def test_verify_names_the_first_break_and_ends_with_status_1(run, month):
    change("UPDATE frozen_month SET document = replace(document, 'Fewer', 'More')")
    done = run()
    assert (done.exit_code, done.stdout) == (1, "")
    assert "OPD October 2026 (M7), version 1: the frozen document was changed" in done.stderr


@pytest.mark.parametrize("form", ["html", "pdf", "json"])
def test_verify_knows_a_pack_in_every_format(run, app, month, tmp_path, form):
    mine = tmp_path / "pack"
    words = ["report", "OPD", "2026-10", "--audience", "programme", "--format", form]
    with app.app_context():
        made = app.test_cli_runner().invoke(args=[*words, "--output", str(mine)])
    assert made.exit_code == 0, made.output
    done = run(str(mine))
    assert done.exit_code == 0, done.output
    assert "pack is the pack of OPD October 2026 (M7), version 1, for" in done.stdout


def test_verify_tells_a_page_that_was_changed_from_the_one_that_was_made(run, app, month, tmp_path):
    mine = tmp_path / "pack.html"
    words = ["report", "OPD", "2026-10", "--audience", "programme", "--format", "html"]
    with app.app_context():
        app.test_cli_runner().invoke(args=[*words, "--output", str(mine)])
    mine.write_text(mine.read_text().replace("Not reported", "Green"))
    done = run(str(mine))
    assert "is not, byte for byte," in done.stdout


def test_verify_knows_a_renamed_file_and_refuses_another(run, month, tmp_path: Path):
    copy = rules.for_programme(frozen.read(month.document))
    mine = tmp_path / "Holiday photo.bin"
    mine.write_text(frozen.write(copy))
    done = run(str(mine))
    assert done.exit_code == 0, done.output
    assert "Holiday photo.bin is the pack of OPD October 2026 (M7), version 1, for" in done.stdout
    mine.write_text(frozen.write(copy).replace("WS01", "WS02"))
    assert "not that of any locked month" in run(str(mine)).stderr
    mine.write_text("Dear all")
    refused = run(str(mine))
    assert refused.exit_code == 1
    assert "prints no data hash" in refused.stderr
    assert run(str(tmp_path / "nothing")).exit_code == 2
