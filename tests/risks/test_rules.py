from collections import Counter
from datetime import date

import pytest

from app.core.errors import RuleBroken
from app.core.rating import Colour
from app.risks import rules
from app.risks.rules import Band, Trend

TODAY = date(2026, 10, 31)
RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN
CELLS = [(consequence, likelihood) for consequence in range(1, 6) for likelihood in range(1, 6)]


def risk(score, **given):
    return rules.Facts(
        **({"ref": "WS01-R01", "title": "Rooms", "has_owner": True} | given), score=score
    )


def looked_after(score, **given):
    care = {"next_review": TODAY, "target_date": date(2026, 11, 1)}
    return risk(score, **(care | given))


def test_t5_all_25_cells_fall_in_their_bands():
    counts = Counter(rules.band(rules.score(*cell)) for cell in CELLS)
    assert counts == {Band.LOW: 5, Band.MODERATE: 7, Band.HIGH: 7, Band.EXTREME: 6}
    assert {rules.score(*cell) for cell in CELLS} == {
        1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 25,
    }  # fmt: skip  # a table, read down its columns


def test_some_scores_cannot_be():
    assert [value for value in range(26) if not rules.is_possible(value)] == [
        0, 7, 11, 13, 14, 17, 18, 19, 21, 22, 23, 24,
    ]  # fmt: skip  # a table, read down its columns


@pytest.mark.parametrize(
    ("cell", "field"), [((0, 3), "consequence"), ((3, 6), "likelihood"), ((6, 6), "consequence")]
)
def test_a_score_off_the_matrix_is_refused_by_its_field(cell, field):
    with pytest.raises(RuleBroken, match="from 1 to 5") as refused:
        rules.score(*cell)
    assert refused.value.field == field


def test_the_trusts_own_bands_decide():
    own = rules.RiskThresholds(moderate_from=4, high_from=9, extreme_from=15)
    assert rules.band(8, own) is Band.MODERATE
    assert rules.band(9, own).label == "High"


def test_scores_are_counted_in_every_band():
    assert rules.count_by_band([1, 4, 12, 25, 20]) == {
        Band.LOW: 1,
        Band.MODERATE: 1,
        Band.HIGH: 1,
        Band.EXTREME: 2,
    }


@pytest.mark.parametrize(
    ("score", "review_on"),
    [
        (3, date(2027, 10, 31)),
        (6, date(2027, 5, 1)),
        (12, date(2027, 1, 30)),
        (16, date(2026, 11, 30)),
    ],
    ids=["low: a year", "moderate: half a year", "high: a quarter", "extreme: a month"],
)
def test_the_higher_the_score_the_sooner_the_review(score, review_on):
    assert rules.next_review(TODAY, score) == review_on


def test_a_review_is_overdue_the_day_after():
    assert rules.is_overdue(date(2026, 10, 30), TODAY)
    assert not rules.is_overdue(TODAY, TODAY)
    assert not rules.is_overdue(None, TODAY)


def test_the_trend_is_against_the_previous_score():
    assert [rules.trend(previous, 12) for previous in (None, 12, 9, 16)] == [
        Trend.NEW,
        Trend.SAME,
        Trend.UP,
        Trend.DOWN,
    ]


@pytest.mark.parametrize(
    ("scores", "warnings"),
    [
        ((16, 12, 8), ()),
        ((12, 12, 12), ()),
        ((9, 12, 8), ("The current score 12 is above the inherent score 9; say why",)),
        ((16, 8, 12), ("The target score 12 is above the current score 8; say why",)),
        ((9, None, 12), ("The target score 12 is above the inherent score 9; say why",)),
        ((None, 12, None), ()),
    ],
    ids=["in order", "all the same", "current", "target", "without a current one", "one score"],
)
def test_scores_out_of_order_are_warned_of(scores, warnings):
    assert rules.out_of_order(*scores) == warnings


def test_a_target_above_what_the_board_tolerates_is_beyond_appetite():
    assert rules.is_beyond_appetite(10, 9)
    assert not rules.is_beyond_appetite(9, 9)
    assert not rules.is_beyond_appetite(None, 9)
    assert not rules.is_beyond_appetite(9, None)


@pytest.mark.parametrize(
    ("facts", "colour"),
    [
        (risk(6), GREEN),
        (risk(8), AMBER),
        (risk(12), AMBER),
        (risk(15), RED),
        (looked_after(15), AMBER),
        (looked_after(16), AMBER),
        (looked_after(16, has_owner=False), RED),
        (looked_after(16, next_review=date(2026, 10, 30)), RED),
        (looked_after(16, next_review=None), RED),
        (looked_after(16, target_date=TODAY), RED),
        (looked_after(16, target_date=None), RED),
        (looked_after(20), RED),
        (looked_after(25), RED),
        (risk(None), Colour.NOT_REPORTED),
    ],
    ids=[
        "6",
        "8",
        "12",
        "15 alone",
        "15 looked after",
        "16 looked after",
        "16 without an owner",
        "16 with a review overdue",
        "16 never to be reviewed",
        "16 whose target date has come",
        "16 without a target date",
        "20 however looked after",
        "25",
        "no score",
    ],
)
def test_an_open_risk_is_rated_by_score_and_care(facts, colour):
    assert rules.rate(facts, TODAY).colour is colour


@pytest.mark.parametrize(
    ("open_risks", "any_recorded", "colour", "rule"),
    [
        ([], False, Colour.NOT_REPORTED, "risk.none-recorded"),
        ([], True, GREEN, "risk.none-high"),
        ([risk(6)], True, GREEN, "risk.none-high"),
        ([risk(6), risk(12)], True, AMBER, "risk.score"),
        ([risk(12), risk(20), looked_after(16)], True, RED, "risk.score"),
        ([looked_after(16), risk(4)], True, AMBER, "risk.managed"),
        ([risk(None)], True, Colour.NOT_REPORTED, "risk.no-score"),
        ([risk(None), risk(4)], True, GREEN, "risk.none-high"),
    ],
    ids=[
        "an empty register",
        "all closed",
        "none above 6",
        "one of 12",
        "the worst decides",
        "looked after",
        "none scored",
        "one not scored",
    ],
)
def test_a_workstreams_risk(open_risks, any_recorded, colour, rule):
    rating = rules.risk(open_risks, TODAY, any_recorded=any_recorded)
    assert rating.colour is colour
    assert rating.reasons[0].rule == rule


def test_the_reasons_name_each_risk_that_is_not_green_worst_first():
    rating = rules.risk([risk(12), risk(None), risk(4), risk(20)], TODAY, any_recorded=True)
    assert [reason.sentence for reason in rating.reasons] == [
        "The current score is 20; up to 6 is green, up to 12 is amber",
        "The current score is 12; up to 6 is green, up to 12 is amber",
        "There is no current score",
    ]


def test_a_reason_says_how_the_risk_is_looked_after():
    [reason] = rules.rate(looked_after(16, has_owner=False), TODAY).reasons
    assert reason.figures == (
        ("Current score", "16"),
        ("Owner", "none"),
        ("Next review", "31 October 2026"),
        ("Target date", "1 November 2026"),
    )
    assert reason.record.kind == "risk"
