from datetime import date

import pytest

from app.core.financial_year import Month
from app.core.rating import Colour, Rating, Reason
from app.milestones.rules import delivery
from app.ratings import rules
from app.ratings.rules import Dimension, Divergence, Grant, Thresholds
from app.savings.rules import savings

RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN
COMPLETE, NOT_REPORTED, NOT_APPLICABLE = (
    Colour.COMPLETE,
    Colour.NOT_REPORTED,
    Colour.NOT_APPLICABLE,
)
OCTOBER = Month(2026, 10)
NO_MILESTONES = delivery([], date(2026, 10, 31))
NO_SCHEMES = savings([], 7)


def overall(*, has_update=True, **colours):
    given = {
        Dimension(name): value if isinstance(value, Rating) else Rating(value)
        for name, value in colours.items()
    }
    return rules.overall(given, has_update=has_update)


def named(rating):
    return [reason.rule for reason in rating.reasons]


# Cost


@pytest.mark.parametrize(
    ("forecast", "colour"),
    [
        (90_000, GREEN),
        (100_000, GREEN),
        (105_000, GREEN),
        (105_001, AMBER),
        (110_000, AMBER),
        (110_001, RED),
    ],
    ids=["under", "on baseline", "5% over", "just above 5%", "10% over", "just above 10%"],
)
def test_cost_is_rated_by_its_share_over_baseline(forecast, colour):
    assert rules.cost(100_000, forecast).colour is colour


def test_the_cost_reason_prints_a_share_that_agrees_with_the_colour():
    [reason] = rules.cost(10_000_000, 10_500_100).reasons
    assert reason.sentence == (
        "Forecast over baseline: 5.1%; up to 5% is green, up to 10% is amber"
    )
    assert reason.figures[2] == ("Variance", "£5k adverse")


@pytest.mark.parametrize(("baseline", "forecast"), [(None, 1), (1, None), (0, 1)])
def test_cost_is_not_reported_unless_both_are_known(baseline, forecast):
    rating = rules.cost(baseline, forecast)
    assert rating.colour is NOT_REPORTED
    assert named(rating) == ["cost.unknown"]


# Overall


@pytest.mark.parametrize(
    ("colours", "expected"),
    [
        ({"delivery": GREEN, "savings": AMBER, "risk": GREEN}, AMBER),
        ({"delivery": GREEN, "quality": RED}, RED),
        ({"delivery": GREEN, "dependencies": RED}, AMBER),
        ({"delivery": GREEN, "dependencies": RED, "cost": RED}, AMBER),
        ({"delivery": AMBER, "dependencies": AMBER, "cost": GREEN}, AMBER),
        ({"delivery": AMBER, "cost": RED}, RED),
        ({"delivery": RED, "dependencies": RED}, RED),
        ({"delivery": GREEN, "savings": NOT_APPLICABLE, "risk": NOT_REPORTED}, GREEN),
        ({"dependencies": RED, "cost": RED}, NOT_REPORTED),
        ({}, NOT_REPORTED),
    ],
    ids=[
        "the worst of four",
        "quality counts",
        "dependencies lower one step",
        "both lower one step in all",
        "no worse lowers nothing",
        "cost lowers",
        "red is the floor",
        "what has no colour is left out",
        "dependencies and cost set no colour",
        "nothing at all",
    ],
)
def test_the_overall_colour(colours, expected):
    assert overall(**colours).colour is expected


@pytest.mark.parametrize(
    ("colours", "expected"),
    [
        ({"delivery": COMPLETE, "savings": COMPLETE, "risk": GREEN}, COMPLETE),
        ({"delivery": COMPLETE, "savings": NOT_APPLICABLE}, COMPLETE),
        ({"delivery": COMPLETE, "savings": NO_SCHEMES}, COMPLETE),
        ({"delivery": NO_MILESTONES, "savings": COMPLETE}, COMPLETE),
        ({"delivery": COMPLETE, "savings": NOT_REPORTED}, GREEN),
        ({"delivery": COMPLETE, "savings": GREEN}, GREEN),
        ({"delivery": COMPLETE, "savings": COMPLETE, "risk": RED}, RED),
        ({"delivery": COMPLETE, "savings": COMPLETE, "cost": AMBER}, GREEN),
        ({"delivery": NO_MILESTONES, "savings": NO_SCHEMES, "risk": GREEN}, GREEN),
    ],
    ids=[
        "both",
        "no savings by decision",
        "no schemes",
        "no milestones",
        "schemes that cannot be rated",
        "schemes still open",
        "a red risk is still red",
        "lowered a step",
        "nothing to complete",
    ],
)
def test_complete_is_every_milestone_and_every_scheme(colours, expected):
    assert overall(**colours).colour is expected


def test_t16_without_an_update_it_is_not_reported_however_green():
    rating = overall(delivery=GREEN, savings=GREEN, risk=GREEN, has_update=False)
    assert rating.colour is NOT_REPORTED
    assert rating.reasons[0].rule == "overall.no-update"


def test_the_reasons_say_what_set_lowered_and_was_left_out():
    rating = overall(
        delivery=AMBER, savings=GREEN, risk=NOT_REPORTED, quality=NOT_APPLICABLE, cost=RED
    )
    assert [reason.sentence for reason in rating.reasons] == [
        "Lowered one step, because of cost red",
        "Delivery is amber, the worst of delivery and savings",
        "Risk is not reported, so it is left out",
        "Quality is not applicable, so it is left out",
        "Dependencies is not reported, so it is left out",
    ]
    assert rating.reasons[1].figures == (("Delivery", "Amber"), ("Savings", "Green"))


def test_several_may_set_the_colour_together():
    both = overall(delivery=RED, savings=RED)
    three = overall(delivery=RED, savings=RED, risk=GREEN)
    assert both.reasons[0].sentence == "Delivery and savings are red"
    assert three.reasons[0].sentence == (
        "Delivery and savings are red, the worst of delivery, savings and risk"
    )


def test_complete_has_its_reason_and_so_has_not_quite():
    assert named(overall(delivery=COMPLETE, savings=COMPLETE))[0] == "overall.complete"
    not_quite = overall(delivery=COMPLETE, savings=NOT_REPORTED).reasons[0]
    assert not_quite.sentence.endswith("not every milestone and scheme is")


def test_without_a_colour_it_says_so():
    assert named(overall())[0] == "overall.no-colour"


def test_not_applicable_says_who_thought_so_and_why():
    rating = rules.not_applicable("An enabling workstream has no savings")
    assert rating == Rating(
        NOT_APPLICABLE,
        (Reason("overall.not-applicable", "An enabling workstream has no savings"),),
    )


# Declared beside calculated


@pytest.mark.parametrize(
    ("calculated", "declared", "grant", "stands", "divergence"),
    [
        (RED, None, None, RED, Divergence.NONE),
        (RED, RED, None, RED, Divergence.NONE),
        (GREEN, RED, None, RED, Divergence.WORSE),
        (RED, AMBER, None, RED, Divergence.BETTER),
        (RED, AMBER, OCTOBER, AMBER, Divergence.BETTER),
        (RED, AMBER, OCTOBER.previous, RED, Divergence.BETTER),
        (GREEN, COMPLETE, None, GREEN, Divergence.BETTER),
        (NOT_REPORTED, GREEN, OCTOBER, NOT_REPORTED, Divergence.NONE),
        (GREEN, NOT_REPORTED, None, GREEN, Divergence.NONE),
    ],
    ids=[
        "nothing declared",
        "the same",
        "worse at will",
        "better without leave",
        "better with leave",
        "leave of last month has expired",
        "complete is better than green",
        "not reported cannot be declared away",
        "a colour cannot be declared away",
    ],
)
def test_which_colour_stands(calculated, declared, grant, stands, divergence):
    given = grant and Grant(grant, "The supplier has confirmed the date", "SRO")
    result = rules.reported(calculated, declared, month=OCTOBER, grant=given)
    assert (result.colour, result.divergence) == (stands, divergence)
    assert (result.calculated, result.declared) == (calculated, declared)


def test_all_are_shown_in_words():
    grant = Grant(OCTOBER, "Agreed", "SRO")
    granted = rules.reported(RED, AMBER, month=OCTOBER, grant=grant)
    refused = rules.reported(RED, AMBER, month=OCTOBER)
    assert granted.sentence == "Calculated red, reported amber"
    assert refused.sentence == "Calculated red, reported red, declared amber"
    assert rules.reported(RED, None, month=OCTOBER).sentence == "Calculated red, reported red"


def test_optimism_is_counted_month_by_month():
    better, none = Divergence.BETTER, Divergence.NONE
    assert rules.months_diverging([better, none, better, better]) == 2
    assert rules.months_diverging([better, none]) == 0
    assert rules.months_diverging([]) == 0


def test_months_at_the_same_colour():
    assert rules.months_at_colour([RED, AMBER, RED, RED, RED]) == 3
    assert rules.months_at_colour([RED]) == 1
    assert rules.months_at_colour([]) == 0


def test_green_to_red_in_one_month_asks_the_office_to_look():
    assert rules.turned_red(GREEN, RED)
    assert not rules.turned_red(AMBER, RED)
    assert not rules.turned_red(GREEN, AMBER)
    assert not rules.turned_red(None, RED)


def test_red_and_amber_need_a_path_to_green():
    assert [colour for colour in Colour if rules.needs_path(colour)] == [RED, AMBER]


def test_a_path_to_green_says_what_it_lacks():
    assert rules.path_gaps("Hire", "Ada", date(2026, 12, 1), "None") == ()
    assert rules.path_gaps(" ", "", None, "") == ("action", "owner", "turns_on", "decision")


def test_a_path_to_green_flags_itself_when_its_date_has_passed():
    today = date(2026, 10, 31)
    assert rules.is_path_overdue(AMBER, date(2026, 10, 30), today)
    assert not rules.is_path_overdue(AMBER, today, today)
    assert not rules.is_path_overdue(GREEN, date(2026, 10, 30), today)
    assert not rules.is_path_overdue(RED, None, today)


# Thresholds


def test_thresholds_are_listed_by_the_keys_of_their_settings():
    flat = Thresholds(cost=rules.CostThresholds(green_percent=3)).flat()
    assert flat["cost.green_percent"] == 3
    assert flat["savings.green_percent"] == 95
    assert list(flat)[:2] == ["milestones.green_days", "milestones.amber_days"]
    assert flat["risks.high_from"] == 8
