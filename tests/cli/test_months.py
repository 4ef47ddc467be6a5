"""The month from the command line, as an operator runs it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.programmes.models import Disclosure
from tests import make


@pytest.fixture
def run(app: Flask):
    runner = app.test_cli_runner()

    def ran(*words: str):
        with app.app_context():
            return runner.invoke(args=list(words))

    return ran


def test_a_month_is_opened_locked_and_read_back(run):
    programme = make.programme(code="OPD")
    make.workstream(programme_id=programme.id, ref="WS01")

    assert run("open-month", "OPD", "2026-10").exit_code == 0
    refused = run("lock-month", "OPD", "2026-10", "--reason", "Month end")
    assert refused.exit_code == 1
    assert "WS01" in refused.stderr
    done = run("lock-month", "OPD", "2026-10", "--reason", "Month end", "--with-missing")
    assert done.exit_code == 0, done.output

    found = json.loads(run("position", "OPD", "--json").stdout)
    assert (found["month"], found["locked"], found["version"]) == ("2026-10", True, 1)
    assert len(found["data_hash"]) == 64
    assert found["ratings"]["overall"]["not_reported"] == 1
    assert run("publish-month", "OPD", "2026-10").exit_code == 0


def test_a_locked_month_is_only_locked_again_as_a_correction(run):
    make.workstream(programme_id=make.programme(code="OPD").id)
    run("open-month", "OPD", "2026-10")
    run("lock-month", "OPD", "2026-10", "--reason", "Month end", "--with-missing")

    again = run("lock-month", "OPD", "2026-10", "--reason", "Again", "--with-missing")
    assert again.exit_code == 1
    assert "correction" in again.stderr

    fixed = run("lock-month", "OPD", "2026-10", "--reason", "A late journal", "--correct")
    assert fixed.exit_code == 0
    assert json.loads(run("position", "OPD", "--json").stdout)["version"] == 2


def test_a_month_that_is_not_one_is_wrong_usage(run):
    assert run("open-month", "OPD", "2026-13").exit_code == 2


def test_a_programme_that_does_not_exist_is_refused_in_a_sentence(run):
    refused = run("position", "NONE", "--json")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "NONE" in refused.stderr


def test_a_month_that_holds_nothing_is_refused(run):
    make.workstream(programme_id=make.programme(code="OPD").id)
    assert run("position", "OPD", "--month", "2031-01", "--json").exit_code == 1


def test_someone_without_the_right_may_not_lock(run):
    programme = make.programme(code="OPD")
    workstream = make.workstream(programme_id=programme.id)
    lead = make.lead(workstream)
    run("open-month", "OPD", "2026-10")

    refused = run(
        "lock-month", "OPD", "2026-10", "--reason", "x", "--with-missing", "--as", lead.email
    )
    assert refused.exit_code == 1


def test_a_position_read_as_a_person_names_no_withheld_milestone(run):
    programme = make.programme(code="OPD")
    workstream = make.workstream(programme_id=programme.id, ref="WS01")
    make.milestone(workstream=workstream, ref="WS01-M01")
    make.milestone(workstream=workstream, ref="WS01-M02", disclosure=Disclosure.WORKFORCE)
    reader = make.pmo(programme)

    told = json.loads(run("position", "OPD", "--json", "--as", reader.email).stdout)["milestones"]
    assert (told["total"], told["refs"]) == (2, ["WS01-M01"])
    whole = json.loads(run("position", "OPD", "--json").stdout)["milestones"]
    assert whole["refs"] == ["WS01-M01", "WS01-M02"]
