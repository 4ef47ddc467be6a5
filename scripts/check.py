"""Lint, types and contracts: what a change must satisfy before its tests are run."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True)
class Step:
    """One named command; its first word is a program of this environment."""

    name: str
    command: tuple[str, ...]

    def run(self, environment: Mapping[str, str] | None = None) -> bool:
        print(f"\n=== {self.name}: {' '.join(self.command)}", flush=True)
        program, *arguments = self.command
        done = subprocess.run(
            [str(PROGRAMS / program), *arguments], cwd=ROOT, env=environment, check=False
        )
        return done.returncode == 0


STEPS = (
    Step("Lint", ("ruff", "check")),
    Step("Format", ("ruff", "format", "--check")),
    Step("Types", ("mypy",)),
    Step("Import contracts", ("lint-imports",)),
)


def main() -> int:
    failed = [step.name for step in STEPS if not step.run()]
    if failed:
        print(f"\nFailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
