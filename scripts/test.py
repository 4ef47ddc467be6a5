"""What `make test` does once all is installed: checks, migrations, tests on two databases."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts import check, debian, postgres

ROOT = check.ROOT
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PROCESSES = str(min(2, os.cpu_count() or 1))
MIGRATIONS = (
    check.Step("Migrations apply", ("alembic", "upgrade", "head")),
    check.Step("Migrations match the models", ("alembic", "check")),
)
PYTEST = ("pytest", "-n", PROCESSES, "-q", "-rfEs", "--color=auto")


@dataclass
class Results:
    """What each step came to, for the table at the end."""

    lines: list[str] = field(default_factory=list)
    failed: bool = False

    def add(self, name: str, *, passed: bool, detail: str = "") -> None:
        self.failed = self.failed or not passed
        self.lines.append(f"{'ok  ' if passed else 'FAIL'}  {name}{': ' if detail else ''}{detail}")

    def skip(self, name: str, why: str, *, in_ci: bool) -> None:
        """Say loudly what is left out; in CI nothing may be."""
        print(f"\n!!! NOT TESTED: {name}. {why}\n", flush=True)
        self.failed = self.failed or in_ci
        self.lines.append(f"{'FAIL' if in_ci else 'SKIP'}  {name}: {why}")


def main() -> int:
    in_ci = os.environ.get("CI", "").lower() in {"true", "1"}
    results = Results()
    _find_chromium(results, in_ci=in_ci)
    for step in check.STEPS:
        results.add(step.name, passed=step.run())
    _on_sqlite(results)
    _on_postgres(results, in_ci=in_ci)
    print("\n" + "\n".join(results.lines))
    return 1 if results.failed else 0


def _find_chromium(results: Results, *, in_ci: bool) -> None:
    if any(map(shutil.which, CHROMIUM)):
        return
    if debian.can_install():
        try:
            debian.install("chromium", "fonts-liberation")
        except subprocess.CalledProcessError as problem:
            print(problem, file=sys.stderr)
    if not any(map(shutil.which, CHROMIUM)):
        results.skip("in a browser", "Chromium is not installed here.", in_ci=in_ci)


def _on_sqlite(results: Results) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        address = f"sqlite:///{Path(scratch) / 'migrations.sqlite'}"
        _on("SQLite", results, {**os.environ, "DATABASE_URL": address, "TEST_DATABASE_URL": ""})


def _on_postgres(results: Results, *, in_ci: bool) -> None:
    if not in_ci and not postgres.available():
        results.skip("on PostgreSQL", "It is not installed here.", in_ci=False)
        return
    try:
        with postgres.throw_away(install=in_ci) as environment:
            _on("PostgreSQL", results, environment)
    except postgres.Unavailable as problem:
        results.skip("on PostgreSQL", str(problem), in_ci=in_ci)


def _on(database: str, results: Results, environment: Mapping[str, str]) -> None:
    for step in MIGRATIONS:
        results.add(f"{step.name} on {database}", passed=step.run(environment))
    passed, closing = _tests(database, environment)
    results.add(f"Tests on {database}", passed=passed, detail=closing)


def _tests(database: str, environment: Mapping[str, str]) -> tuple[bool, str]:
    """Run the whole suite; also gives the last line that pytest wrote."""
    print(f"\n=== Tests on {database}: {' '.join(PYTEST)}", flush=True)
    program, *arguments = PYTEST
    closing = ""
    with subprocess.Popen(
        [str(check.PROGRAMS / program), *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        try:
            for line in running.stdout or ():
                print(line, end="", flush=True)
                closing = line.strip() or closing
        except BaseException:  # told to stop: the tests stop too
            running.terminate()
            raise
    return running.returncode == 0, re.sub(r"^=+ | =+$", "", closing)


if __name__ == "__main__":
    sys.exit(main())
