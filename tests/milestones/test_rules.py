from datetime import date

import pytest

from app.core.financial_year import Month
from app.core.rating import Colour
from app.milestones import rules

TODAY = date(2026, 10, 31)
BASELINE = date(2026, 11, 2)  # a Monday
RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN


def milestone(**given):
    facts = {"ref": "WS01-M01", "title": "Rooms", "baseline": BASELINE, "forecast": BASELINE}
    return rules.Facts(**(facts | given))


ON_TIME = milestone()
LATE_BY_A_DAY = milestone(forecast=date(2026, 11, 3))
LATE_BY_TWO_MONTHS = milestone(forecast=date(2027, 1, 4))
DONE = milestone(completed_on=date(2026, 10, 30))
UNKNOWN = milestone(baseline=None)


def key(facts):
    return milestone(
        baseline=facts.baseline,
        forecast=facts.forecast,
        completed_on=facts.completed_on,
        is_gate=True,
    )


@pytest.mark.parametrize(
    ("forecast", "completed_on", "today", "days"),
    [
        (date(2026, 11, 2), None, TODAY, 0),
        (date(2026, 11, 9), None, TODAY, 5),
        (date(2026, 10, 30), None, TODAY, -1),
        (date(2026, 10, 29), None, date(2026, 10, 1), -2),
        (date(2026, 11, 2), None, date(2026, 11, 6), 4),
        (date(2026, 11, 9), date(2026, 10, 30), TODAY, -1),
        (date(2026, 11, 2), date(2026, 11, 4), date(2026, 12, 1), 2),
        (date(2026, 11, 9), date(2026, 11, 4), TODAY, 5),
        (None, None, TODAY, None),
    ],
    ids=[
        "on its date",
        "a week late",
        "the weekend between does not count",
        "early",
        "open and overdue slips a day each day",
        "completed early, whatever was forecast",
        "completed late",
        "completed only after the date as at which we look",
        "no forecast",
    ],
)
def test_slip_is_counted_in_working_days(forecast, completed_on, today, days):
    assert rules.slip(BASELINE, forecast, completed_on, today) == days


def test_without_a_baseline_there_is_no_slip_and_nothing_is_late():
    assert rules.slip(None, BASELINE, None, TODAY) is None
    assert not rules.is_late(None, BASELINE, None, TODAY)


def test_late_is_a_forecast_after_the_baseline_or_a_baseline_that_has_passed():
    assert rules.is_late(BASELINE, date(2026, 11, 3), None, TODAY)
    assert rules.is_late(BASELINE, None, None, date(2026, 11, 3))
    assert not rules.is_late(BASELINE, BASELINE, None, BASELINE)
    assert not rules.is_late(BASELINE, None, None, TODAY)
    assert not rules.is_late(BASELINE, date(2027, 1, 1), TODAY, TODAY)


def test_due_next_month_counts_what_is_forecast_there_and_open():
    november = Month(2026, 11)
    assert rules.is_due_in(november, date(2026, 11, 30), None)
    assert not rules.is_due_in(november, date(2026, 12, 1), None)
    assert not rules.is_due_in(november, date(2026, 11, 30), TODAY)
    assert not rules.is_due_in(november, None, None)


@pytest.mark.parametrize(
    ("forecast", "ordinary", "gate"),
    [
        (date(2026, 11, 2), GREEN, GREEN),
        (date(2026, 11, 3), GREEN, AMBER),
        (date(2026, 11, 9), GREEN, AMBER),
        (date(2026, 11, 10), AMBER, RED),
        (date(2026, 11, 30), AMBER, RED),
        (date(2026, 12, 1), RED, RED),
    ],
    ids=["on time", "1 day", "5 days", "6 days", "20 days", "21 days"],
)
def test_a_day_is_not_a_red_but_a_gate_is_held_tighter(forecast, ordinary, gate):
    assert rules.rate(milestone(forecast=forecast), TODAY).colour is ordinary
    assert rules.rate(milestone(forecast=forecast, is_gate=True), TODAY).colour is gate
    assert rules.rate(milestone(forecast=forecast, is_critical=True), TODAY).colour is gate


def test_the_projects_own_tolerance_decides():
    strict = rules.DeliveryThresholds(green_days=0, amber_days=0)
    assert rules.rate(LATE_BY_A_DAY, TODAY, strict).colour is RED


def test_a_reason_names_rule_figures_and_record():
    [reason] = rules.rate(key(LATE_BY_A_DAY), TODAY).reasons
    assert reason.rule == "delivery.critical-slip"
    assert reason.sentence == "1 working day after its baseline; up to 0 is green, up to 5 is amber"
    assert reason.figures == (("Baseline", "2 November 2026"), ("Forecast", "3 November 2026"))
    assert (reason.record.kind, reason.record.ref) == ("milestone", "WS01-M01")


def test_early_and_punctual_are_said_in_words():
    [early] = rules.rate(milestone(forecast=date(2026, 10, 29)), date(2026, 10, 1)).reasons
    [punctual] = rules.rate(ON_TIME, TODAY).reasons
    assert early.sentence.startswith("2 working days before its baseline")
    assert punctual.sentence.startswith("On its baseline date")


def test_no_baseline_or_no_forecast_is_grey_and_says_so():
    without_forecast = rules.rate(milestone(forecast=None), TODAY)
    assert rules.rate(UNKNOWN, TODAY).colour is Colour.NOT_REPORTED
    assert rules.rate(UNKNOWN, TODAY).reasons[0].rule == "delivery.no-baseline"
    assert without_forecast.colour is Colour.NOT_REPORTED
    assert without_forecast.reasons[0].rule == "delivery.no-forecast"


@pytest.mark.parametrize(
    ("milestones", "colour"),
    [
        ([], Colour.NOT_REPORTED),
        ([UNKNOWN], Colour.NOT_REPORTED),
        ([DONE, key(DONE)], Colour.COMPLETE),
        ([DONE, UNKNOWN], GREEN),
        ([ON_TIME, key(DONE)], GREEN),
        ([ON_TIME, key(LATE_BY_A_DAY)], AMBER),
        ([ON_TIME, key(LATE_BY_TWO_MONTHS), key(LATE_BY_A_DAY)], RED),
        ([LATE_BY_TWO_MONTHS, *[ON_TIME] * 4], AMBER),
        ([LATE_BY_TWO_MONTHS, *[ON_TIME] * 3], RED),
        ([LATE_BY_TWO_MONTHS, *[DONE] * 4, *[UNKNOWN] * 9], AMBER),
        ([key(ON_TIME), milestone(forecast=date(2026, 11, 12))], GREEN),
        ([key(ON_TIME), key(UNKNOWN)], Colour.NOT_REPORTED),
        ([key(LATE_BY_A_DAY), key(UNKNOWN)], AMBER),
    ],
    ids=[
        "nothing to rate",
        "nothing that can be rated",
        "all complete",
        "complete and unknown is not complete",
        "key one complete, another open",
        "a gate late by a day",
        "the worst gate decides",
        "one red in five others",
        "a quarter of the others red",
        "the unknown do not thin out the red",
        "an amber ordinary milestone changes nothing",
        "an unknown gate is never green",
        "an unknown gate does not hide an amber one",
    ],
)
def test_a_workstreams_delivery(milestones, colour):
    assert rules.delivery(milestones, TODAY).colour is colour


def test_what_set_the_colour_comes_first_and_the_unknown_last():
    rating = rules.delivery(
        [UNKNOWN, key(LATE_BY_A_DAY), LATE_BY_TWO_MONTHS, key(LATE_BY_TWO_MONTHS)], TODAY
    )
    assert [reason.rule for reason in rating.reasons] == [
        "delivery.critical-slip",
        "delivery.others-red",
        "delivery.critical-slip",
        "delivery.milestone-slip",
        "delivery.no-baseline",
    ]
    assert rating.reasons[1].sentence == (
        "1 of 1 other milestones is red; any makes it amber, 25% or more makes it red"
    )


def test_green_and_complete_have_their_reason_too():
    assert rules.delivery([ON_TIME], TODAY).reasons[0].rule == "delivery.on-time"
    assert rules.delivery([DONE], TODAY).reasons[0].sentence == "Every milestone is complete"
    assert rules.delivery([], TODAY).reasons[0].rule == "delivery.no-milestones"


@pytest.mark.parametrize(
    ("baseline", "to", "is_key", "asks"),
    [
        (BASELINE, date(2026, 11, 9), False, False),
        (BASELINE, date(2026, 11, 10), False, True),
        (BASELINE, date(2026, 11, 3), True, True),
        (None, date(2027, 11, 3), True, False),
    ],
    ids=["within the tolerance", "beyond it", "a key one has none", "nothing to be later than"],
)
def test_a_reason_is_asked_of_a_forecast_that_is_later_than_the_tolerance(
    baseline, to, is_key, asks
):
    assert rules.needs_reason(baseline, to, is_key=is_key) is asks
