"""Where the tests must reach, on made-up reports."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from scripts import check, coverage_floor
from scripts.coverage_floor import Floor

FLOOR = Floor(percent=90, in_full=("app/core/*", "app/*/rules.py", "app/*/commands/*"))
RULES, CORE, COMMANDS = "app/risks/rules.py", "app/core/money.py", "app/savings/commands/places.py"
VIEWS = "app/risks/views.py"
FINE = {"missing_lines": [], "missing_branches": []}


def a_report(percent=97.5, **missed):
    """Every file is reached in full, but for those that are given."""
    files = dict.fromkeys((RULES, CORE, COMMANDS, VIEWS), FINE)
    return {"totals": {"percent_covered": percent}, "files": {**files, **missed}}


def lacking(lines=(), branches=()):
    return {"missing_lines": list(lines), "missing_branches": [list(each) for each in branches]}


def test_what_is_reached_in_full_breaks_nothing():
    assert coverage_floor.broken(a_report(), FLOOR) == []


@pytest.mark.parametrize("name", [RULES, CORE, COMMANDS])
def test_a_line_of_rules_core_or_commands_that_no_test_reaches_is_named(name):
    report = a_report(**{name: lacking([4, 7, 8, 9], [(3, 4)])})
    assert coverage_floor.broken(report, FLOOR) == [f"{name}: lines 4, 7-9; branches 3 to 4"]


def test_a_branch_that_is_never_taken_is_named_also_where_every_line_is_reached():
    report = a_report(**{RULES: lacking([], [(12, -10), (20, 22)])})
    assert coverage_floor.broken(report, FLOOR) == [f"{RULES}: branches 12 to the end, 20 to 22"]


def test_a_view_may_miss_lines_while_the_whole_is_above_its_floor():
    report = a_report(90.0, **{VIEWS: lacking(range(1, 50))})
    assert coverage_floor.broken(report, FLOOR) == []


def test_a_whole_just_below_its_floor_is_not_rounded_up_to_it():
    (said,) = coverage_floor.broken(a_report(89.96), FLOOR)
    assert said == "The whole: 89.9% is reached, and must be 90%"


def test_a_folder_that_was_renamed_does_not_fall_out_of_the_floor():
    report = a_report()
    del report["files"][COMMANDS]
    (said,) = coverage_floor.broken(report, FLOOR)
    assert "No file matches app/*/commands/*" in said


def test_the_floor_of_the_house_names_files_that_are_there():
    wanted = coverage_floor.floor()
    assert wanted.percent >= 90
    for pattern in wanted.in_full:
        assert list(check.ROOT.glob(pattern)), pattern


@pytest.mark.parametrize(
    "path",
    [
        "app/core/money.py",
        "app/risks/rules.py",
        "app/reporting/rules/changes/standing.py",
        "app/risks/commands.py",
        "app/quality/commands/panel.py",
    ],
)
def test_the_floor_of_the_house_holds_rules_core_and_commands_however_deep(path):
    assert coverage_floor._is_wanted(path, coverage_floor.floor().in_full)
    assert (check.ROOT / path).is_file()


def measured(monkeypatch, report, *, passed=True):
    """What `main` ends with, where the tests would have written this report; None for no report."""

    def run(arguments, **_given):
        if report is not None:
            into = arguments[-1].removeprefix("--cov-report=json:")
            Path(into).write_text(json.dumps(report))
        return CompletedProcess(arguments, 0 if passed else 1)

    monkeypatch.setattr(coverage_floor.subprocess, "run", run)
    monkeypatch.setattr(coverage_floor, "floor", lambda: FLOOR)
    return coverage_floor.main()


def test_what_is_missed_is_named_and_fails(monkeypatch, capsys):
    assert measured(monkeypatch, a_report(**{RULES: lacking([4])})) == 1
    assert f"{RULES}: lines 4" in capsys.readouterr().out


def test_tests_that_wrote_no_report_have_not_met_the_floor(monkeypatch, capsys):
    assert measured(monkeypatch, None) == 1
    assert "Nothing was measured" in capsys.readouterr().err


def test_tests_that_fail_have_not_met_the_floor(monkeypatch):
    assert measured(monkeypatch, a_report(), passed=False) == 1


def test_a_floor_that_holds_is_told_with_the_share_of_the_whole(monkeypatch, capsys):
    assert measured(monkeypatch, a_report(97.49)) == 0
    assert "97.4% of all lines and branches is reached" in capsys.readouterr().out
