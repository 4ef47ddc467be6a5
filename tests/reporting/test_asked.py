"""What an update asks, how one figure is shared, and what stands in the way of sending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from app.core.financial_year import Month
from app.core.rating import Colour, Dimension, Rating, Reason
from app.reporting import rules
from app.reporting.rules import Move

OCTOBER = Month(2026, 10)
TODAY = date(2026, 11, 3)
LONG_AGO, SOON, FAR = date(2026, 9, 1), date(2026, 11, 3), date(2027, 2, 1)


@pytest.mark.parametrize(
    ("baseline", "forecast", "asked"),
    [
        (SOON, SOON, True),
        (FAR, FAR, False),
        (LONG_AGO, FAR, True),
        (None, None, True),
        (None, FAR, False),
    ],
    ids=["due by today", "not due", "late", "without a forecast", "without a baseline"],
)
def test_a_milestone_is_asked_about_when_it_is_due_or_late(baseline, forecast, asked):
    assert rules.is_milestone_asked(baseline, forecast, OCTOBER, TODAY) is asked


def test_a_month_looks_ahead_to_its_last_day_while_it_runs():
    assert rules.horizon(OCTOBER, date(2026, 10, 5)) == date(2026, 10, 31)
    assert rules.horizon(OCTOBER, TODAY) == TODAY


def test_a_risk_is_reviewed_when_its_day_comes_or_nobody_has_set_one():
    assert rules.is_review_due(SOON, OCTOBER, TODAY)
    assert rules.is_review_due(None, OCTOBER, TODAY)
    assert not rules.is_review_due(FAR, OCTOBER, TODAY)


@pytest.mark.parametrize(
    ("score", "move", "after"),
    [
        ((4, 3), Move.SAME, (4, 3)),
        ((4, 3), Move.UP, (4, 4)),
        ((4, 3), Move.DOWN, (4, 2)),
        ((4, 5), Move.UP, (5, 5)),
        ((4, 1), Move.DOWN, (3, 1)),
        ((5, 5), Move.UP, None),
        ((1, 1), Move.DOWN, None),
    ],
)
def test_a_risk_moves_one_step_of_likelihood_else_of_consequence(score, move, after):
    assert rules.moved(score, move) == after


@pytest.mark.parametrize(
    ("forecast", "plan", "shares"),
    [
        ([1, 3], [1, 1], [25, 75]),
        ([0, 0], [4, 1], [80, 20]),
        ([0, 0], [0, 0], [50, 50]),
        ([3, -1], [1, 1], [50, 50]),
    ],
    ids=["as forecast", "as planned", "equally", "not by a negative"],
)
def test_one_figure_is_shared_over_its_cells(forecast, plan, shares):
    assert rules.shares(100, forecast, plan) == shares


@dataclass
class Said:
    happened: str = "Reminders went live"
    needed: str = ""
    path_action: str = ""
    path_owner: str = ""
    path_date: date | None = None
    path_decision: str = ""
    declared: Colour | None = None
    declared_reason: str = ""


def test_an_update_without_words_lacks_them_first():
    assert [gap.field for gap in rules.gaps(None, Colour.GREEN)] == ["happened"]
    assert [gap.field for gap in rules.gaps(Said(happened=" "), Colour.RED)] == ["happened"]


def test_a_path_to_green_is_asked_for_by_either_colour_and_named_by_its_gaps():
    assert rules.gaps(Said(), Colour.GREEN) == ()
    fields = ["path_action", "path_owner", "path_date", "path_decision"]
    assert [gap.field for gap in rules.gaps(Said(), Colour.AMBER)] == fields
    assert [gap.field for gap in rules.gaps(Said(declared=Colour.RED), Colour.GREEN)] == fields
    assert rules.gaps(Said(path_owner="Ada"), Colour.RED)[1].field == "path_date"


def test_the_lines_of_an_update_are_those_that_say_something():
    dimensions = {
        Dimension.SAVINGS: Rating(Colour.AMBER, (Reason("savings.ytd-share", "80% of plan"),)),
        Dimension.COST: Rating(Colour.GREEN, (Reason("cost.share-over", "2% over"),)),
        Dimension.QUALITY: Rating(Colour.NOT_APPLICABLE, (Reason("overall.x", "Not yet"),)),
    }
    said = Said(path_date=date(2026, 12, 1), declared_reason="A contract lands")

    assert [(line.key, line.step) for line in rules.lines(said, dimensions)] == [
        ("happened", "words"),
        ("path_date", "words"),
        ("declared_reason", "rating"),
        ("reason-savings", "savings"),
        ("reason-cost", "words"),
    ]
    assert rules.lines(said, dimensions)[1].text == "1 December 2026"
    assert rules.lines(Said(), {})[0].label == "What happened"
