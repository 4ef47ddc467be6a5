"""What README and docs point at is there, and they speak of nothing but the project."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#]*)(#[^)]*)?\)")
PLACE = re.compile(r"`((?:app|tests|scripts|docs)/[\w./-]+)`")


@pytest.mark.parametrize("paper", PAGES, ids=lambda paper: paper.name)
def test_every_link_leads_somewhere(paper):
    targets = [target for target, _anchor in LINK.findall(paper.read_text()) if target]
    assert [target for target in targets if not (paper.parent / target).exists()] == []


@pytest.mark.parametrize("paper", PAGES, ids=lambda paper: paper.name)
def test_every_file_that_is_named_is_there(paper):
    named = PLACE.findall(paper.read_text())
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_decisions_are_numbered_in_order_without_gaps():
    numbers = [int(paper.name[:4]) for paper in DECISIONS]
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers)), numbers
    assert numbers[0] == 1


@pytest.mark.parametrize("paper", DECISIONS, ids=lambda paper: paper.stem)
def test_a_decision_has_its_number_and_says_what_it_costs(paper):
    text = paper.read_text()
    assert text.startswith(f"# {int(paper.name[:4])}. ")
    for part in ("## Context", "## Decision", "## What it costs"):
        assert part in text


def test_every_feature_is_on_the_map():
    paper = (ROOT / "docs" / "architecture.md").read_text()
    folders = [each.parent.name for each in (ROOT / "app").glob("*/__init__.py")]
    assert [name for name in folders if f"  {name}/" not in paper] == []
