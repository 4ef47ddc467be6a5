"""Install the locked front-end packages and copy what is served into static/vendor/."""

import argparse
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path

try:
    import brotli  # comes with the pinned packages; without it there are only .gz files
except ImportError:
    brotli = None

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
STAGE = ROOT / "build" / "vendor"
NODE_PINS = ROOT / "scripts" / "node.txt"

OLDEST_NODE = 20
FRONTEND = Path("nhsuk-frontend")
FONTS = Path("@expo-google-fonts") / "source-sans-3"
FONT_FACES = {
    "Regular": "400Regular",
    "Italic": "400Regular_Italic",
    "SemiBold": "600SemiBold",
    "Bold": "700Bold",
    "BoldItalic": "700Bold_Italic",
}
# These carry the NHS logo or its lozenge, which only NHS services may show.
LOGOS = (
    "favicon.*",
    "manifest.json",
    "nhsuk-icon-180.png",
    "nhsuk-icon-192.png",
    "nhsuk-icon-512.png",
    "nhsuk-icon-mask.svg",
    "nhsuk-opengraph-image.png",
)
COMPRESSIBLE = {".css", ".js", ".svg"}
SMALLEST_WORTH_COMPRESSING = 1024  # bytes


def main() -> int:
    options = _options()
    wanted = _fingerprint()
    if not options.force and _installed() == wanted:
        return 0
    try:
        with tempfile.TemporaryDirectory() as scratch:
            _install_packages(Path(scratch), own_node=options.own_node)
        _build(wanted)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"The front-end assets could not be installed: {problem}", file=sys.stderr)
        return 1
    print(f"Front-end assets are in {VENDOR.relative_to(ROOT)}: {_named(_versions())}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="install also when nothing changed")
    parser.add_argument(
        "--own-node", action="store_true", help="use Node from PyPI, not the system's"
    )
    return parser.parse_args()


def _fingerprint() -> str:
    """What the copies depend on: the locked packages, this script, and whether brotli is here."""
    digest = hashlib.sha256(b"brotli" if brotli else b"")
    for source in (ROOT / "package-lock.json", Path(__file__)):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _installed() -> str | None:
    try:
        made_from: str = json.loads((VENDOR / "versions.json").read_text())["made_from"]
    except (OSError, ValueError, KeyError):
        return None
    return made_from


def _install_packages(scratch: Path, *, own_node: bool) -> None:
    npm, environment = _npm(scratch, own_node=own_node)
    command = [npm, "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"]
    subprocess.run([*command, "--loglevel=error"], cwd=ROOT, env=environment, check=True)


def _npm(scratch: Path, *, own_node: bool) -> tuple[str, Mapping[str, str]]:
    """The system's npm if its Node is new enough, else one in a throw-away environment."""
    system = shutil.which("npm")
    if system and not own_node and _node_version() >= OLDEST_NODE:
        return system, os.environ
    print(f"No Node {OLDEST_NODE} or newer here: fetching one for this step only")
    venv.create(scratch, with_pip=True)
    programs = scratch / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(NODE_PINS)], check=True)
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    return str(programs / "npm"), {**os.environ, "PATH": path}


def _node_version() -> int:
    node = shutil.which("node")
    if node is None:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = re.match(r"v(\d+)\.", said.stdout)
    return int(major[1]) if major else 0


def _build(made_from: str) -> None:
    """Copy into a folder aside, then put it in place whole."""
    shutil.rmtree(STAGE, ignore_errors=True)
    _copy_frontend(STAGE / FRONTEND.name)
    _copy_fonts(STAGE / "fonts")
    _compress(STAGE)
    versions = {"made_from": made_from, **_versions()}
    (STAGE / "versions.json").write_text(json.dumps(versions, indent=2) + "\n")
    target = VENDOR.resolve()  # may be a link in a second working tree
    shutil.rmtree(target, ignore_errors=True)
    shutil.move(STAGE, target)


def _copy_frontend(target: Path) -> None:
    source = PACKAGES / FRONTEND / "dist" / "nhsuk"
    shutil.copytree(source / "assets", target / "assets", ignore=shutil.ignore_patterns(*LOGOS))
    css = (source / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    css = re.sub(r"@font-face\{[^}]*\}", "", css)  # a licensed typeface on another host
    css = re.sub(r"url\((['\"]?)/assets/", r"url(\1assets/", css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/\s*", "", css)
    if elsewhere := re.search(r"url\(['\"]?(?:https?:)?/", css):
        raise OSError(f"the style sheet asks for a file outside its folder: {elsewhere[0]}")
    (target / "nhsuk-frontend.min.css").write_text(css, encoding="utf-8")
    js = (source / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    js = re.sub(r"//# sourceMappingURL=\S*\s*", "", js)
    (target / "nhsuk-frontend.min.js").write_text(js, encoding="utf-8")


def _copy_fonts(target: Path) -> None:
    """Source Sans 3, which the PDF reports embed."""
    target.mkdir(parents=True)
    source = PACKAGES / FONTS
    for face, folder in FONT_FACES.items():
        shutil.copyfile(
            source / folder / f"SourceSans3_{folder}.ttf", target / f"SourceSans3-{face}.ttf"
        )
    shutil.copyfile(source / "LICENSE_FONT", target / "LICENSE")


def _compress(folder: Path) -> None:
    """Put .gz and .br files beside the originals, so that no request waits for compression."""
    for path in _compressible(folder):
        content = path.read_bytes()
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
        if brotli:
            path.with_name(path.name + ".br").write_bytes(brotli.compress(content))


def _compressible(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in COMPRESSIBLE and path.stat().st_size >= SMALLEST_WORTH_COMPRESSING:
            yield path


def _versions() -> dict[str, str]:
    return {
        str(package): json.loads((PACKAGES / package / "package.json").read_text())["version"]
        for package in (FRONTEND, FONTS)
    }


def _named(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{package} {version}" for package, version in versions.items())


if __name__ == "__main__":
    sys.exit(main())
