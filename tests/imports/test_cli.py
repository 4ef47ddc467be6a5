"""`flask import-file` as an operator runs it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from app.db import db
from app.imports.models import Import
from app.milestones.models import Milestone
from tests import make
from tests.imports.conftest import table

ROWS = (
    ("Milestone ID", "Workstream", "Milestone", "Baseline date", "Colour of the door"),
    ("A1", "WS01", "Rooms booked", "01/02/2027", "Red"),
    ("A2", "WS01", "Lease signed", "31/02/2027", ""),
)


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "tracker.csv"
    found.write_bytes(table(*ROWS))
    return found


@pytest.fixture
def run(app, workstream):
    def invoke(*given):
        result = app.test_cli_runner().invoke(args=["import-file", *map(str, given)])
        db.session.expire_all()
        return result

    return invoke


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_json_is_one_object_and_nothing_else(run, path):
    result = run(path, "--programme", "OPD", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert list(report) == [
        "kind", "applied", "rows_read", "created", "updated", "unchanged", "rejected",
        "columns", "findings",
    ]  # fmt: skip  # a table, read down its columns
    assert (report["kind"], report["applied"], report["rows_read"]) == ("milestones", True, 2)
    assert (report["created"], report["rejected"]) == (1, 1)
    assert report["columns"]["mapped"]["Milestone"] == "title"
    assert report["columns"]["unmapped"] == ["Colour of the door"]
    (error,) = [each for each in report["findings"] if each["severity"] == "error"]
    assert set(error) == {"severity", "sheet", "row", "column", "value", "message"}
    assert (error["sheet"], error["row"], error["column"]) == ("tracker", 3, "Baseline date")
    assert error["value"] == "31/02/2027"


def test_a_check_says_what_would_happen_and_changes_nothing(run, path):
    report = json.loads(run(path, "--programme", "OPD", "--check-only", "--json").stdout)
    assert (report["applied"], report["created"]) == (False, 1)
    assert (count(Milestone), count(Import)) == (0, 0)


def test_without_json_it_is_said_in_sentences(run, path):
    result = run(path, "--programme", "OPD", "--check-only")
    assert "2 rows read: 1 created, 0 updated, 0 unchanged, 1 rejected" in result.stdout
    assert "row 3 Baseline date" in result.stdout
    assert "nothing was changed" in result.stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--programme", "NONE"], "code NONE"),
        (["--programme", "OPD", "--workstream", "WS77"], "WS77"),
        (["--programme", "OPD", "--kind", "savings"], "does not hold a table of savings"),
        (["--programme", "OPD", "--month", "October"], "2026-10"),
        (["--programme", "OPD", "--as", "nobody@example.test"], "nobody@example.test"),
    ],
    ids=["programme", "workstream", "kind", "month", "person"],
)
def test_a_refusal_is_one_sentence_and_status_1(run, path, given, said):
    result = run(path, *given, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_wrong_usage_is_status_2(run, path):
    assert run(path).exit_code == 2
    assert run(path, "--programme", "OPD", "--kind", "gantt").exit_code == 2


def test_a_file_that_is_not_there_or_far_too_large_is_refused(run, tmp_path):
    missing = run(tmp_path / "none.csv", "--programme", "OPD")
    assert missing.exit_code == 1
    assert "none.csv" in missing.stderr
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(11_000_000)
    result = run(huge, "--programme", "OPD")
    assert result.exit_code == 1
    assert "larger than 10 MB" in result.stderr


def test_it_acts_as_the_person_named_and_only_as_they_may(run, path, programme, workstream):
    lead, office = make.lead(workstream), make.pmo(programme)
    refused = run(path, "--programme", "OPD", "--as", lead.email)
    assert refused.exit_code == 1
    assert "permission" in refused.stderr
    assert run(path, "--programme", "OPD", "--as", office.email).exit_code == 0
    assert db.session.scalars(select(Import.brought_by)).one() == office.name
