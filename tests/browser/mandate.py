"""The mandate of a scheme, as its author writes it: before G1, before G2, before G6 and G7."""

from __future__ import annotations

from tests.browser.life import choose, fill
from tests.browser.visitor import Visitor


def hold_against(author: Visitor, scheme: str) -> None:
    """What is spent today, and what others spend: G1 asks for it."""
    author.go(f"{scheme}/mandate")
    author.check()
    assert author.reads("Nothing of the mandate is written yet")
    author.press("Write the mandate")
    author.check()
    fill(
        author,
        baseline_spend="310,000",
        benchmark="Rooms in use: here 61%, peers 74%",
        benchmark_source="Model Hospital, quarter 1 of 2026/27",
    )
    author.press("Save the mandate")
    assert author.reads("saved")


def promise(author: Visitor, scheme: str) -> None:
    """The scope, a KPI, a milestone and a risk: G2 asks for them."""
    author.go(f"{scheme}/mandate/edit")
    fill(author, scope="Two rooms on the ground floor; no clinic is closed")
    author.press("Save the mandate")
    assert author.reads("Two rooms on the ground floor")
    author.press("Add a KPI")
    author.check()
    fill(author, title="Rooms in use", unit="%", baseline="61", target="74")
    choose(author, "Which way is better?", "Higher is better")
    author.press("Add the KPI")
    assert author.reads("KPI added")
    author.press("Choose its milestones and risks")
    author.check()
    author.page.get_by_label("Rooms handed back").check()
    author.page.get_by_label("The landlord wants a year’s notice").check()
    author.press("Save", exact=True)
    assert author.reads("The landlord wants a year’s notice")
    author.check()


def hold(author: Visitor, scheme: str) -> None:
    """Three months at the target: G6 asks for them."""
    for month, value in (("2026-08", "74"), ("2026-09", "75.5"), ("2026-10", "76")):
        author.go(f"{scheme}/mandate")
        author.follow("Enter a reading")
        author.check()
        author.page.get_by_label("Month").select_option(value=month)
        fill(author, value=value)
        author.press("Save the reading")
        assert author.reads("Reading of Rooms in use saved")
    assert author.reads("3 months in a row")


def hand_over(author: Visitor, scheme: str) -> None:
    """What was learned, and who keeps the benefit: G7 asks for it."""
    author.go(f"{scheme}/mandate/edit")
    fill(author, lessons="Ask the landlord a year before")
    owner = author.page.get_by_label("Who owns the benefit")
    owner.select_option(label="Imran Sheikh")
    author.press("Save the mandate")
    assert author.reads("Ask the landlord a year before")
