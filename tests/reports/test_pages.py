"""Who may read which pack, and what they are given."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from pypdf import PdfReader

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.programmes.roles import Role
from app.reporting import commands, queries
from tests import make

AT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
OFFICE = Actor.system("the office")
OCTOBER = Month(2026, 10)
ADDRESS = "/reports/OPD/2026-10/1"


@pytest.fixture
def programme():
    made = make.programme(code="OPD", name="Outpatients improvement")
    workstream = make.workstream(programme_id=made.id, ref="WS01", name="Clinic utilisation")
    make.scheme(workstream_id=workstream.id, title="Fewer missed appointments")
    make.scheme(
        workstream_id=workstream.id,
        title="Closing the Acton team",
        disclosure=Disclosure.WORKFORCE,
    )
    return made


def locked(programme, *, published: bool = False):
    found = programmes.by_code("OPD")
    period = commands.open_month(found, OCTOBER, actor=OFFICE, at=AT)
    made = commands.lock_month(
        period, reason="x", today=date(2026, 11, 12), with_missing=True, actor=OFFICE, at=AT
    )
    if published:
        commands.publish(made, audience="programme", actor=OFFICE, at=AT)
    db.session.commit()


def test_a_board_member_finds_nothing_before_it_is_published(client, programme):
    locked(programme)
    reader = client.sign_in(make.with_role(Role.BOARD, programme=programme))
    assert "No report yet" in reader.get("/reports").text
    assert reader.get(ADDRESS).status_code == 404
    assert reader.get(f"{ADDRESS}/pack.pdf").status_code == 404


def test_a_board_member_reads_the_published_pack(client, programme):
    locked(programme, published=True)
    reader = client.sign_in(make.with_role(Role.BOARD, programme=programme))
    page = reader.get(ADDRESS).text
    assert "Private: not for publication" in page
    assert "Clinic utilisation" in page
    assert ADDRESS in reader.get("/reports").text


def test_the_office_reads_a_locked_month_before_it_is_published(client, programme):
    locked(programme)
    assert client.sign_in(make.pmo(programme)).get(ADDRESS).status_code == 200


def test_a_reader_of_another_programme_finds_nothing(client, programme):
    locked(programme, published=True)
    stranger = client.sign_in(make.with_role(Role.BOARD, programme=make.programme()))
    assert stranger.get(ADDRESS).status_code == 404


@pytest.mark.parametrize("path", ["/reports/OPD/2026-10/9", "/reports/OPD/never/1"])
def test_a_pack_that_does_not_exist_is_not_found(client, programme, path):
    locked(programme, published=True)
    assert client.sign_in(make.pmo(programme)).get(path).status_code == 404


@pytest.mark.parametrize("form", ["html", "json", "pdf"])
def test_no_pack_names_a_workforce_sensitive_scheme(client, programme, form):
    locked(programme, published=True)
    answer = client.sign_in(make.pmo(programme)).get(f"{ADDRESS}/pack.{form}")
    assert answer.status_code == 200
    text = answer.text if form != "pdf" else words(answer.data)
    assert "Acton" not in text
    assert "Fewer missed appointments" in " ".join(text.split())


def words(content: bytes) -> str:

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_same_pack_has_the_same_bytes_after_live_data_changes(client, programme):
    locked(programme, published=True)
    reader = client.sign_in(make.pmo(programme))
    before = {form: reader.get(f"{ADDRESS}/pack.{form}").data for form in ("html", "json", "pdf")}
    make.workstream(programme_id=programme.id, ref="WS02", name="Something new")
    after = {form: reader.get(f"{ADDRESS}/pack.{form}").data for form in ("html", "json", "pdf")}
    assert before == after


def test_a_later_correction_of_the_month_before_does_not_change_a_pack(programme):
    locked(programme)
    found = programmes.by_code("OPD")
    period = commands.open_month(found, OCTOBER.next, actor=OFFICE, at=AT)
    november = commands.lock_month(
        period, reason="x", today=date(2026, 12, 12), with_missing=True, actor=OFFICE, at=AT
    )
    october = queries.period(found.id, OCTOBER)
    commands.restate(october, reason="y", today=date(2026, 12, 12), actor=OFFICE, at=AT)
    db.session.commit()

    assert queries.before_lock(queries.frozen(found.id, OCTOBER.next)).version == 1
    assert november.version == 1


@pytest.fixture
def run(app: Flask):
    runner = app.test_cli_runner()

    def ran(*arguments: str):
        with app.app_context():
            return runner.invoke(args=["report", "OPD", "2026-10", *arguments])

    return ran


def test_the_command_line_writes_the_same_bytes_as_the_page(client, programme, run, tmp_path):
    locked(programme, published=True)
    output = tmp_path / "pack.pdf"
    done = run("--audience", "programme", "--format", "pdf", "--output", str(output))
    assert done.exit_code == 0, done.stderr
    page = client.sign_in(make.pmo(programme)).get(f"{ADDRESS}/pack.pdf").data
    assert output.read_bytes() == page


@pytest.mark.parametrize(
    "words",
    [
        ("--audience", "trust", "--format", "pdf"),
        ("--audience", "icb", "--format", "html"),
        ("--audience", "programme", "--format", "pptx"),
        ("--audience", "programme", "--format", "xlsx"),
        ("--audience", "programme", "--part", "public", "--format", "pdf"),
    ],
)
def test_what_is_not_built_yet_is_refused_and_nothing_is_written(programme, run, tmp_path, words):
    locked(programme, published=True)
    output = tmp_path / "pack"
    refused = run(*words, "--output", str(output))
    assert refused.exit_code == 1
    assert "not built yet" in refused.stderr or "yet" in refused.stderr
    assert not output.exists()


def test_a_month_that_is_not_locked_has_no_pack(programme, run, tmp_path):
    refused = run("--audience", "programme", "--format", "json", "--output", str(tmp_path / "x"))
    assert refused.exit_code == 1
    assert "not locked" in refused.stderr


def test_a_pack_is_verified_by_its_file_also_renamed(app, programme, run, tmp_path):
    locked(programme, published=True)
    runner = app.test_cli_runner()
    for form in ("pdf", "html", "json"):
        output = tmp_path / f"renamed-{form}.bin"
        run("--audience", "programme", "--format", form, "--output", str(output))
        with app.app_context():
            checked = runner.invoke(args=["verify", str(output)])
        assert checked.exit_code == 0, checked.stderr
        assert "OPD" in checked.stdout


def test_the_json_is_the_document_that_the_audience_may_see(client, programme):
    locked(programme, published=True)
    found = json.loads(client.sign_in(make.pmo(programme)).get(f"{ADDRESS}/pack.json").data)
    assert found["audience"] == "programme"
    assert [each["count"] for each in found["withheld"]] == [1]


def test_the_office_previews_what_the_board_would_read(client, programme):
    commands.open_month(programmes.by_code("OPD"), OCTOBER, actor=OFFICE, at=AT)
    db.session.commit()
    office = client.sign_in(make.pmo(programme))
    page = office.get("/reports/OPD/2026-10/preview").text
    assert "Preview: this month is not locked" in page
    assert "Clinic utilisation" in page
    assert "Acton" not in page
    assert "/reports/OPD/2026-10/preview" in office.get("/months/OPD/2026-10").text


def test_nobody_else_previews_a_month(client, programme):
    commands.open_month(programmes.by_code("OPD"), OCTOBER, actor=OFFICE, at=AT)
    db.session.commit()
    workstream = make.workstream(programme_id=programme.id, ref="WS09")
    for person in (make.with_role(Role.BOARD, programme=programme), make.lead(workstream)):
        answer = client.sign_in(person).get("/reports/OPD/2026-10/preview")
        assert answer.status_code in (403, 404)
