"""The checks from the command line, as an operator runs them."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.ratings.rules.findings import CATALOGUE, Check
from app.reporting import frozen, queries
from tests import make


@pytest.fixture
def run(app: Flask):
    runner = app.test_cli_runner()

    def ran(*words: str):
        with app.app_context():
            return runner.invoke(args=list(words))

    return ran


@pytest.fixture
def programme():
    made = make.programme(code="OPD")
    workstream = make.workstream(programme_id=made.id, ref="WS01", lead_id=make.person().id)
    make.scheme(workstream=workstream, ref="WS01-S01", category="Workforce")
    return made


def test_the_xray_names_every_rule_every_finding_and_a_score(run, programme):
    done = run("xray", "OPD", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [rule["id"] for rule in found["rules"]] == [check.value for check in Check]
    assert set(found["rules"][0]) == {"id", "severity", "sentence"}
    assert len(found["rules"]) == len(CATALOGUE)
    assert found["findings"][0] == {
        "rule": "data.scheme-no-plan",
        "workstream": "WS01",
        "record": "WS01-S01",
        "message": "There is no plan for 2026/27",
    }
    assert found["scores"] == {"WS01": 55}


def test_the_xray_in_words_says_what_to_do(run, programme):
    assert (
        "Error: WS01-S01: There is no plan for 2026/27. Enter the monthly plan"
        in run("xray", "OPD").stdout
    )


def test_an_unknown_programme_ends_with_status_1_and_a_sentence(run):
    done = run("xray", "NONE", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "NONE" in done.stderr


def test_a_locked_month_keeps_the_findings_of_its_day(run, programme):
    run("open-month", "OPD", "2026-10")
    run("lock-month", "OPD", "2026-10", "--reason", "Month end", "--with-missing")
    document = frozen.read(queries.latest_locked(programme.id).document)
    assert "data.scheme-no-plan" in [each.rule for each in document.findings]
