"""docs/rules.md says what the code does: the same ids, the same defaults, the same measures."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from app.dependencies import rules as dependencies
from app.milestones import rules as milestones
from app.quality.rules import rating as quality
from app.quality.rules import scoring
from app.ratings import rules as ratings
from app.ratings.rules.findings import CATALOGUE, Check
from app.risks import rules as risks
from app.savings import rules as savings
from app.savings.rules import figures, phasing
from app.settings import registry
from app.settings.rules import written

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text()
RULES, MEASURES = PAGE.split("## Measures")
FEATURES = {
    "dependencies": dependencies,
    "milestones": milestones,
    "quality": quality,
    "ratings": ratings,
    "risks": risks,
    "savings": savings,
    "scoring": scoring,
}


def first_cells(text):
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def test_every_rule_of_the_code_has_its_row_and_no_row_is_without_a_rule():
    documented = first_cells(RULES)
    rules = [rule.value for feature in FEATURES.values() for rule in feature.Rule]
    assert sorted(documented) == sorted(rules + [check.value for check in Check])


@pytest.mark.parametrize("check", Check)
def test_the_page_says_of_a_finding_what_the_catalogue_says(check):
    entry = CATALOGUE[check]
    said = f"| `{check.value}` | {entry.sentence} | {entry.severity.value} | {entry.to_do} |"
    assert said in PAGE


@pytest.mark.parametrize("check", Check)
def test_every_finding_of_the_catalogue_can_be_found(check):
    folder = Path(ratings.__file__).parent / "findings"
    elsewhere = (path for path in folder.glob("*.py") if path.name != "catalogue.py")
    assert any(f"Check.{check.name}," in path.read_text() for path in elsewhere)


def test_every_rule_of_the_code_is_used():
    written = "".join(
        path.read_text() for path in Path(ratings.__file__).parents[2].glob("*/rules/*.py")
    ) + "".join(path.read_text() for path in Path(ratings.__file__).parents[2].glob("*/rules.py"))
    unused = [
        rule
        for feature in FEATURES.values()
        for rule in feature.Rule
        if f"Rule.{rule.name}" not in written
    ]
    assert not unused


def test_every_default_is_printed_and_is_the_one_of_the_code():
    printed = re.findall(r"`(\w+\.\w+)` = (\d+(?:, \d+)*)", PAGE)
    plain = {
        key: written(value) if isinstance(value, tuple) else str(int(value))
        for key, value in ratings.DEFAULTS.flat().items()
    }
    assert dict(printed) == plain
    assert len(printed) == len(ratings.DEFAULTS.flat()), "a default is printed twice"


def test_every_default_is_a_setting_that_may_be_changed(app):
    declared = {each.key for each in registry.settings()}
    assert set(ratings.DEFAULTS.flat()) <= declared


def test_every_measure_of_the_page_is_a_function_of_the_code():
    for name in first_cells(MEASURES):
        feature, function = name.split(".")
        assert callable(getattr(FEATURES[feature], function)), name


def test_every_savings_measure_of_the_code_is_on_the_page():
    public = {
        f"savings.{name}"
        for module in (figures, phasing)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and name in savings.__all__
    }
    assert public - {"savings.has_fallen"} <= set(first_cells(MEASURES))


def test_every_rule_has_a_source_or_says_that_it_is_general_knowledge():
    rows = [line for line in RULES.splitlines() if re.match(r"\| `\w+\.[\w-]+` \|", line)]
    listed = {
        number
        for row in re.findall(r"^\| (S[\dS, ]+) \|", MEASURES, re.MULTILINE)
        for number in row.split(", ")
    }
    for row in rows:
        sources = row.rstrip("| ").rsplit("|", 1)[1].strip().split(", ")
        assert all(source == "[K]" or source in listed for source in sources), row
