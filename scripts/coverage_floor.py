"""What the tests must reach: every branch of rules, core and commands, and most of the whole."""

import json
import math
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path
from typing import Any

from scripts import check

Report = Mapping[str, Any]
PROCESSES = "2"
LEFT_OUT = ("tests/browser", "tests/architecture")  # they run pages that others run, or no code


def main() -> int:
    """Runs the tests, measured, and names what they do not reach."""
    with tempfile.TemporaryDirectory() as scratch:
        into = Path(scratch) / "coverage.json"
        left_out = [f"--ignore={each}" for each in LEFT_OUT]
        arguments = ("-n", PROCESSES, "-q", *left_out, *measuring(into))
        environment = {**os.environ, "COVERAGE_FILE": str(Path(scratch) / "coverage")}
        tests = [str(check.PROGRAMS / "pytest"), *arguments]
        passed = subprocess.run(tests, cwd=check.ROOT, env=environment, check=False).returncode == 0
        report = read(into)
    if report is None:
        print("Nothing was measured", file=sys.stderr)
        return 1
    missed = broken(report, floor())
    print(*missed, f"{whole(report)} of all lines and branches is reached", sep="\n")
    return 0 if passed and not missed else 1


@dataclass(frozen=True)
class Floor:
    """`percent` of all lines and branches; every one of the files that match `in_full`."""

    percent: float
    in_full: tuple[str, ...]


def floor() -> Floor:
    """As pyproject.toml says."""
    settings = tomllib.loads((check.ROOT / "pyproject.toml").read_text())
    said = settings["tool"]["coverage"]["floor"]
    return Floor(said["percent"], tuple(said["in_full"]))


def measuring(into: Path) -> tuple[str, ...]:
    """What pytest is told, so that the report is written there."""
    return ("--cov", f"--cov-report=json:{into}")


def read(path: Path) -> Report | None:
    """The report that pytest wrote; None where it wrote none."""
    if not path.is_file():
        return None
    report: Report = json.loads(path.read_text())
    return report


def broken(report: Report, wanted: Floor) -> list[str]:
    """Each place below the floor, in a sentence; nothing where the floor holds."""
    files: Mapping[str, Report] = report["files"]
    found = [
        f"No file matches {pattern}: the floor in pyproject.toml names what is not there"
        for pattern in wanted.in_full
        if not any(fnmatch(name, pattern) for name in files)
    ]
    for name, measured in sorted(files.items()):
        missed = _missed(measured) if _is_wanted(name, wanted.in_full) else ""
        if missed:
            found.append(f"{name}: {missed}")
    if report["totals"]["percent_covered"] < wanted.percent:
        found.append(f"The whole: {whole(report)} is reached, and must be {wanted.percent}%")
    return found


def whole(report: Report) -> str:
    """The share of all lines and branches that is reached; never rounded up to a floor."""
    return f"{math.floor(report['totals']['percent_covered'] * 10) / 10}%"


def _is_wanted(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _missed(measured: Report) -> str:
    """`lines 4, 7-9; branches 3 to 4, 12 to the end`."""
    lines, branches = measured["missing_lines"], measured["missing_branches"]
    said = []
    if lines:
        said.append(f"lines {', '.join(_runs(lines))}")
    if branches:
        said.append(f"branches {', '.join(_branch(start, to) for start, to in branches)}")
    return "; ".join(said)


def _runs(lines: Sequence[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(lines), key=lambda each: each[1] - each[0]):
        numbers = [number for _, number in run]
        yield str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"


def _branch(start: int, to: int) -> str:
    return f"{start} to {to if to > 0 else 'the end'}"


if __name__ == "__main__":
    sys.exit(main())
