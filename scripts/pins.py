"""Write the pinned, hashed requirements from the .in files, and the front end's lock file."""

import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = {
    "requirements.in": "requirements.txt",
    "requirements-dev.in": "requirements-dev.txt",
    "scripts/node.in": "scripts/node.txt",
}
COMPILE = (
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
)
LOCK = ("npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved")
PLACE = re.compile(r"https?://|file:|--find-links|--index-url|--extra-index-url")


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        uv = _uv(Path(scratch))
        for chosen, pinned in PINS.items():
            _compile(uv, chosen, pinned)
    if shutil.which("npm"):
        subprocess.run([*LOCK, "--no-audit", "--no-fund"], cwd=ROOT, check=True)
    return _refuse_places()


def _uv(scratch: Path) -> str:
    """The uv of this machine, else one in a throw-away environment."""
    if here := shutil.which("uv"):
        return here
    venv.create(scratch, with_pip=True)
    subprocess.run([scratch / "bin" / "python", "-m", "pip", "install", "-q", "uv"], check=True)
    return str(scratch / "bin" / "uv")


def _compile(uv: str, chosen: str, pinned: str) -> None:
    """Options such as --upgrade or --upgrade-package NAME are passed on."""
    command = [uv, *COMPILE, *sys.argv[1:]]
    if chosen == "requirements-dev.in":  # what is tested is what runs
        command += ["--constraint", "requirements.txt"]
    subprocess.run([*command, chosen, "-o", pinned], cwd=ROOT, check=True)


def _refuse_places() -> int:
    """The pins must not say where they were fetched from: that is each machine's own affair."""
    telling = [
        name
        for name in (*PINS.values(), "package-lock.json")
        if PLACE.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    for name in telling:
        print(f"{name} names the place that packages came from: take it out", file=sys.stderr)
    return 1 if telling else 0


if __name__ == "__main__":
    sys.exit(main())
