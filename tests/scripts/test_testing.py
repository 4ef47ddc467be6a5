"""What `make test` counts as a failure."""

import subprocess
from contextlib import contextmanager

import pytest

from scripts import check, postgres, test


@pytest.mark.parametrize(("in_ci", "failed"), [(True, True), (False, False)])
def test_what_cannot_be_tested_is_loud_and_fails_only_in_ci(capsys, in_ci, failed):
    results = test.Results()

    results.skip("in a browser", "Chromium is not installed here.", in_ci=in_ci)

    assert results.failed is failed
    assert "!!! NOT TESTED: in a browser. Chromium" in capsys.readouterr().out


def test_one_failed_step_fails_the_whole_and_the_rest_is_still_told():
    results = test.Results()

    results.add("Lint", passed=False)
    results.add("Tests", passed=True, detail="7 passed")

    assert results.failed
    assert results.lines == ["FAIL  Lint", "ok    Tests: 7 passed"]


def test_without_postgresql_a_developer_may_go_on_and_ci_may_not(monkeypatch):
    @contextmanager
    def throw_away(*, install):
        raise postgres.Unavailable("not here")
        yield

    monkeypatch.setattr(postgres, "available", lambda: False)
    monkeypatch.setattr(postgres, "throw_away", throw_away)
    developer, ci = test.Results(), test.Results()

    test._on_postgres(developer, in_ci=False)
    test._on_postgres(ci, in_ci=True)

    assert (developer.failed, ci.failed) == (False, True)


def test_the_first_run_is_on_sqlite_whatever_the_environment_names(monkeypatch):
    seen = []
    monkeypatch.setenv("DATABASE_URL", "postgresql://host/kept")
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://host/kept")
    monkeypatch.setattr(test, "_on", lambda name, results, environment: seen.append(environment))

    test._on_sqlite(test.Results())

    assert seen[0]["DATABASE_URL"].startswith("sqlite:///")
    assert seen[0]["TEST_DATABASE_URL"] == ""


def test_the_closing_line_of_the_tests_is_kept(monkeypatch, tmp_path):
    program = tmp_path / "pytest"
    program.write_text("#!/bin/sh\necho dots\necho '=== 1 failed, 2 passed in 3s ==='\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(check, "PROGRAMS", tmp_path)

    assert test._tests("SQLite", {"PATH": "/usr/bin:/bin"}) == (False, "1 failed, 2 passed in 3s")


def test_help_lists_every_command_that_the_readme_names():
    listed = subprocess.run(
        ["make", "help"], cwd=check.ROOT, capture_output=True, text=True, check=True
    ).stdout

    for command in ("run", "test", "check", "bench", "pins"):
        assert f"make {command} " in listed
