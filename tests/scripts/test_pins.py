"""What is installed: pinned exactly, hashed, and silent about where it came from."""

import json
import re

import pytest

from scripts import pins

LOCK = "package-lock.json"
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def pinned(name):
    return dict(PIN.findall((pins.ROOT / name).read_text()))


@pytest.mark.parametrize("name", [*pins.PINS.values(), LOCK])
def test_pins_do_not_name_the_place_that_packages_came_from(name):
    assert not pins.PLACE.search((pins.ROOT / name).read_text())


@pytest.mark.parametrize("line", ["--find-links /x", "a @ https://host/a.whl", "a @ file:///a.whl"])
def test_a_place_is_recognised(line):
    assert pins.PLACE.search(line)


def test_what_is_tested_is_what_runs():
    run, tested = pinned("requirements.txt"), pinned("requirements-dev.txt")

    assert run
    assert run == {name: tested.get(name) for name in run}


@pytest.mark.parametrize("name", pins.PINS.values())
def test_every_pin_has_a_hash(name):
    text = (pins.ROOT / name).read_text()

    for package in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in package, package.splitlines()[0]


def test_every_front_end_package_is_exact_and_has_a_hash():
    chosen = json.loads((pins.ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((pins.ROOT / LOCK).read_text())["packages"]

    for name, version in chosen.items():
        package = locked[f"node_modules/{name}"]
        assert package["version"] == version
    assert all(package.get("integrity") for place, package in locked.items() if place)
