"""The worked examples of the domain are A, B and C; T numbers are its test vectors."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import money
from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.core.rating import Colour
from app.savings import rules
from app.savings.rules import DeliveryRisk, DevelopmentStatus, Split, ToDate, YearFigures

YEAR = FinancialYear(2026)
NOTHING = (Pence(0),) * 12
pennies = st.integers(-(10**11), 10**11)
cells = st.lists(st.none() | pennies, min_size=12, max_size=12).map(tuple)
month_numbers = st.integers(1, 12)


def k(*thousands):
    """Thousands of pounds as pence; None stays None."""
    return tuple(None if value is None else Pence(value * 100_000) for value in thousands)


def recurrent(*thousands):
    return Split(recurrent=k(*thousands))


def scheme(**given):
    facts = {"ref": "WS01-S01", "title": "Clinic rooms", "figures": YearFigures()}
    return rules.Facts(**(facts | given))


def flat(*, plan, ytd_actual, remaining, m=6):
    """A scheme whose plan (£k for the year) and other totals are shared evenly."""
    planned = money.spread(*[k(plan)[0], [1] * 12])
    actual = money.spread(*[k(ytd_actual)[0], [1] * m])
    forecast = money.spread(*[k(remaining)[0], [1] * (12 - m)])
    return YearFigures(
        plan=Split(recurrent=tuple(planned)),
        actual=Split(recurrent=tuple(actual) + (None,) * (12 - m)),
        forecast=Split(recurrent=(None,) * m + tuple(forecast)),
    )


EXAMPLE_A = YearFigures(
    plan=recurrent(0, 0, 0, 0, *[20] * 8),
    actual=recurrent(0, 0, 0, 0, 0, 0, 18, 18, *[None] * 4),
    forecast=recurrent(*[None] * 8, *[18] * 4),
)


def test_t1_example_a_to_date():
    assert rules.ytd_plan(EXAMPLE_A, 8) == k(80)[0]
    assert rules.ytd_actual(EXAMPLE_A, 8) == k(36)[0]
    assert rules.ytd_variance(EXAMPLE_A, 8) == k(-44)[0]
    assert rules.variance_in_words(rules.ytd_variance(EXAMPLE_A, 8)) == "−£44k adverse"
    assert rules.delivery_percent(EXAMPLE_A, 8) == Decimal(45)


def test_t1_example_a_for_the_year():
    assert rules.fot(EXAMPLE_A, 8) == k(108)[0]
    assert rules.fot_variance(EXAMPLE_A, 8) == k(-52)[0]
    assert rules.remaining_forecast(EXAMPLE_A, 8) == k(72)[0]


def test_t1_example_a_needs_31k_a_month_against_18k_now():
    assert rules.required_run_rate(EXAMPLE_A, 8) == k(31)[0]
    assert rules.actual_run_rate(EXAMPLE_A, 8) == k(18)[0]


def test_t1_example_a_rolls_over_80k():
    assert rules.fye(EXAMPLE_A.plan) == k(240)[0]
    assert rules.pye(EXAMPLE_A.plan, starts=5) == rules.pye(EXAMPLE_A.plan) == k(160)[0]
    assert rules.rollover(EXAMPLE_A.plan) == k(80)[0]


def test_a_signed_full_year_effect_replaces_the_computed_one():
    assert rules.fye(EXAMPLE_A.plan, signed=k(200)[0]) == k(200)[0]
    assert rules.rollover(EXAMPLE_A.plan, signed=k(200)[0]) == k(40)[0]


def test_without_march_there_is_no_full_year_effect():
    assert rules.fye(Split()) is None
    assert rules.rollover(Split()) is None


def test_what_is_not_recurrent_does_not_roll_over():
    one_off = Split(recurrent=NOTHING, non_recurrent=k(*[10] * 12))
    assert rules.pye(one_off) == k(120)[0]
    assert rules.fye(one_off) == 0
    assert rules.rollover(one_off) == 0


def test_in_march_there_are_no_months_left_to_catch_up():
    assert rules.required_run_rate(EXAMPLE_A, 12) is None


def test_before_the_year_begins_there_is_no_run_rate_and_the_whole_plan_is_ahead():
    assert rules.actual_run_rate(EXAMPLE_A, 0) is None
    assert rules.required_run_rate(EXAMPLE_A, 0) == 1_333_333


EXAMPLE_B = [
    scheme(risk=DeliveryRisk.LOW, figures=flat(plan=6_000, ytd_actual=2_400, remaining=3_600)),
    scheme(risk=DeliveryRisk.MEDIUM, figures=flat(plan=3_000, ytd_actual=600, remaining=2_400)),
    scheme(risk=DeliveryRisk.HIGH, figures=flat(plan=1_500, ytd_actual=0, remaining=1_500)),
]


def test_t2_example_b_identified_and_risk_adjusted_stand_side_by_side():
    target = k(12_000)[0]
    sums = rules.roll_up(EXAMPLE_B, 6)
    assert sums.schemes == 3
    assert sums.forecast == k(10_500)[0]
    assert rules.gap_to_target(target, sums.forecast) == k(1_500)[0]
    assert sums.risk_adjusted_forecast == k(8_055)[0]
    assert rules.gap_to_target(target, sums.risk_adjusted_forecast) == k(3_945)[0]
    assert rules.unidentified(target, sums.forecast) == k(1_500)[0]


def test_above_target_nothing_is_unidentified():
    assert rules.unidentified(100, 150) == 0
    assert rules.gap_to_target(100, 150) == -50


@pytest.mark.parametrize(
    ("facts", "percent"),
    [
        (scheme(risk=DeliveryRisk.LOW, status=DevelopmentStatus.FULLY_DEVELOPED), 90),
        (scheme(risk=DeliveryRisk.LOW, status=DevelopmentStatus.OPPORTUNITY), 10),
        (scheme(risk=DeliveryRisk.HIGH, status=DevelopmentStatus.PLANS_IN_PROGRESS), 25),
        (scheme(risk=None), 25),
        (scheme(risk=DeliveryRisk.HIGH, is_transacted=True), 100),
    ],
    ids=[
        "low and developed",
        "low but an idea",
        "high",
        "nobody assessed it",
        "transacted",
    ],
)
def test_the_lower_of_the_two_weights_counts(facts, percent):
    assert rules.weight(facts) == percent


def test_the_trusts_own_weights_replace_the_defaults():
    cautious = rules.Weights(low=85, medium=50, high=0, not_assessed=0, opportunity=0)
    assert rules.roll_up(EXAMPLE_B, 6, cautious).risk_adjusted_forecast == k(7_260)[0]


def test_example_c_net_of_what_it_costs():
    assert rules.net_recurrent_fye(k(300)[0], k(40)[0]) == k(260)[0]
    assert rules.net_in_year(k(300)[0], k(40)[0], k(25)[0]) == k(235)[0]


def test_t3_totals_of_a_real_pack():
    sums = rules.Totals(
        plan=k(8_032)[0], forecast=k(5_523)[0], ytd_plan=k(4_823)[0], ytd_actual=k(3_895)[0]
    )
    assert sums.forecast_variance == k(-2_509)[0]
    assert sums.ytd_variance == k(-928)[0]


def test_t4_a_variance_is_computed_not_typed():
    assert rules.variance(3_318, 4_099) == -781


def test_t17_no_plan_to_date_is_not_nought_per_cent():
    assert rules.delivery_percent(EXAMPLE_A, 3) is None


@pytest.mark.parametrize(
    ("amount", "is_cost", "word"),
    [
        (1, False, "favourable"),
        (-1, False, "adverse"),
        (1, True, "adverse"),
        (-1, True, "favourable"),
        (0, False, "on plan"),
        (0, True, "on plan"),
    ],
)
def test_a_variance_has_its_word(amount, is_cost, word):
    assert rules.direction(amount, is_cost=is_cost) == word


def test_the_recurrent_share_of_the_outturn():
    figures = YearFigures(
        actual=Split(k(*[3] * 6, *[None] * 6), k(*[1] * 6, *[None] * 6)),
        forecast=Split(k(*[99] * 6, *[3] * 6), k(*[99] * 6, *[1] * 6)),
    )
    assert rules.recurrent_fot(figures, 6) == k(36)[0]
    assert rules.recurrent_percent(figures, 6) == 75
    assert rules.recurrent_percent(YearFigures(), 6) is None


def test_a_plan_that_waits_for_the_second_half_is_flagged():
    assert rules.h2_loading(recurrent(*[4] * 6, *[6] * 6)) == 60
    assert not rules.is_back_loaded(recurrent(*[4] * 6, *[6] * 6))
    assert rules.is_back_loaded(recurrent(*[1] * 6, *[2] * 6))
    assert rules.h2_loading(Split()) is None
    assert not rules.is_back_loaded(Split())


def test_a_gap_is_named_and_not_taken_for_a_nought():
    figures = YearFigures(
        plan=recurrent(0, *[1] * 11),
        actual=recurrent(None, 0, *[None] * 10),
        forecast=recurrent(*[None] * 10, 1, None),
    )
    assert rules.missing_actuals(figures, 4) == (3, 4)
    assert rules.missing_forecasts(figures, 9) == (10, 12)


def test_a_year_has_twelve_months():
    with pytest.raises(ValueError, match="twelve months"):
        Split(recurrent=k(1, 2, 3))


def test_a_month_is_given_when_either_half_is():
    both = Split(k(1, None, *[None] * 10), k(2, 3, *[None] * 10))
    assert both.months == k(3, 3, *[None] * 10)


# Phasing and splitting


def test_ninety_thousand_from_july_is_ten_thousand_a_month():
    assert rules.phase_evenly(k(90)[0], date(2026, 7, 20), YEAR) == k(0, 0, 0, *[10] * 9)


def test_a_scheme_from_an_earlier_year_has_all_twelve_months():
    assert rules.phase_evenly(k(12)[0], date(2025, 7, 1), YEAR) == k(*[1] * 12)


def test_a_scheme_that_starts_next_year_cannot_be_phased_in_this_one():
    with pytest.raises(RuleBroken, match="2026/27 or before"):
        rules.phase_evenly(k(12)[0], date(2027, 4, 1), YEAR)


def test_a_year_to_date_covers_its_months_only():
    assert rules.phase_cumulative(ToDate(Pence(100), 3)) == (33, 33, 34, *[None] * 9)


def test_a_later_table_gives_the_months_since():
    since = rules.months_since_by_difference(ToDate(Pence(300), 3), ToDate(Pence(500), 5))
    assert since == (None, None, None, 100, 100, *[None] * 7)


def test_a_cumulative_figure_that_falls_is_noticed_and_still_adds_up():
    earlier, later = ToDate(Pence(500), 3), ToDate(Pence(400), 4)
    assert rules.has_fallen(earlier, later)
    assert not rules.has_fallen(later, earlier)
    assert rules.months_since_by_difference(earlier, later)[3] == -100


def test_months_since_need_a_later_month():
    with pytest.raises(RuleBroken, match="later month"):
        rules.months_since_by_difference(ToDate(Pence(500), 3), ToDate(Pence(400), 3))


def test_an_outturn_is_shared_over_the_months_left():
    assert rules.phase_year(ToDate(Pence(700), 7), Pence(1_200)) == (100,) * 12
    assert rules.phase_year(ToDate(Pence(0), 0), Pence(1_200)) == (100,) * 12


def test_in_march_outturn_and_year_to_date_must_agree():
    assert sum(rules.phase_year(ToDate(Pence(1_200), 12), Pence(1_200))) == 1_200
    with pytest.raises(RuleBroken, match="must agree"):
        rules.phase_year(ToDate(Pence(1_200), 12), Pence(1_201))


def test_a_scheme_is_recurrent_up_to_its_recurrent_value():
    split = rules.split_recurrent(k(*[10] * 12), k(90)[0])
    assert sum(split.recurrent) == k(90)[0]
    assert sum(split.non_recurrent) == k(30)[0]
    assert split.recurrent[0] == 750_000


@pytest.mark.parametrize(
    ("total", "value", "part"),
    [(100, 150, 100), (100, 0, 0), (100, -20, 0), (-100, 50, -100), (-100, -40, -40), (0, 9, 0)],
    ids=["all of it", "none", "a negative value", "a pressure", "part of a pressure", "nothing"],
)
def test_the_recurrent_part_never_exceeds_the_total(total, value, part):
    split = rules.split_recurrent((Pence(total), *[None] * 11), Pence(value))
    assert split.recurrent[0] == part
    assert split.recurrent[1] is None


def test_actuals_and_forecasts_share_one_recurrent_value():
    figures = rules.split_figures(
        plan=k(*[10] * 12),
        actual=k(*[10] * 6, *[None] * 6),
        forecast=k(*[None] * 6, *[10] * 6),
        m=6,
        recurrent_value=k(60)[0],
    )
    assert rules.recurrent_fot(figures, 6) == k(60)[0]
    assert sum(figures.actual.recurrent[:6]) == k(30)[0]
    assert figures.actual.recurrent[6] is None
    assert figures.forecast.recurrent[5] is None
    assert rules.fot(figures, 6) == k(120)[0]


@given(pennies, st.dates(date(2025, 1, 1), YEAR.last))
def test_phasing_never_loses_or_makes_a_penny(amount, starts):
    assert sum(rules.phase_evenly(Pence(amount), starts, YEAR)) == amount


@given(pennies, month_numbers, pennies)
def test_a_printed_year_never_loses_or_makes_a_penny(to_date, month, year_total):
    if month == 12:
        year_total = to_date
    phased = rules.phase_year(ToDate(Pence(to_date), month), Pence(year_total))
    assert sum(phased[:month]) == to_date
    assert sum(phased) == year_total


@given(cells, pennies)
def test_splitting_never_loses_or_makes_a_penny_in_any_month(given_cells, value):
    assert rules.split_recurrent(given_cells, Pence(value)).months == given_cells


@given(cells, pennies)
def test_the_split_is_exact_for_the_year(given_cells, value):
    total = sum(cell or 0 for cell in given_cells)
    if total > 0 and value >= 0 and any(given_cells):
        split = rules.split_recurrent(given_cells, Pence(value))
        assert sum(cell or 0 for cell in split.recurrent) == min(total, value)


@given(st.lists(st.tuples(cells, cells, cells), max_size=5), st.integers(0, 12))
def test_rolling_up_never_loses_or_makes_a_penny(years, m):
    schemes = [
        scheme(figures=YearFigures(plan=Split(p), actual=Split(a), forecast=Split(f)))
        for p, a, f in years
    ]
    sums = rules.roll_up(schemes, m)
    actual = sum(cell or 0 for _, a, _ in years for cell in a[:m])
    forecast = sum(cell or 0 for _, _, f in years for cell in f[m:])
    assert sums.plan == sum(cell or 0 for p, _, _ in years for cell in p)
    assert sums.ytd_actual == actual
    assert sums.forecast == sums.recurrent_forecast == actual + forecast


# Colours


@pytest.mark.parametrize(
    ("ytd_actual", "remaining", "colour"),
    [
        (600, 600, Colour.GREEN),
        (570, 570, Colour.GREEN),
        (569, 700, Colour.AMBER),
        (450, 750, Colour.AMBER),
        (449, 751, Colour.RED),
        (600, 299, Colour.RED),
        (700, 400, Colour.AMBER),
        (700, 300, Colour.AMBER),
    ],
    ids=[
        "on plan",
        "95% of both",
        "just under 95% to date",
        "75% to date",
        "just under 75% to date",
        "just under 75% of the year",
        "the year is the worse",
        "ahead to date does not make up for the year",
    ],
)
def test_the_worse_of_to_date_and_the_year_decides(ytd_actual, remaining, colour):
    facts = scheme(figures=flat(plan=1_200, ytd_actual=ytd_actual, remaining=remaining))
    assert rules.rate(facts, 6).colour is colour


def test_a_share_just_under_the_limit_is_not_printed_as_the_limit():
    facts = scheme(figures=flat(plan=120_000, ytd_actual=56_999, remaining=63_001))
    reason = rules.rate(facts, 6).reasons[0]
    assert reason.rule == "savings.ytd-share"
    assert reason.sentence == ("Saved to date: 94.9% of plan; from 95% is green, from 75% is amber")
    assert reason.figures == (
        ("Saved to date", "£56,999,000.00"),
        ("Plan", "£60,000,000.00"),
        ("Variance", "−£3.0m adverse"),
    )
    assert reason.record.ref == "WS01-S01"


def test_before_its_start_a_scheme_is_rated_by_its_forecast_alone():
    [reason] = rules.rate(scheme(figures=EXAMPLE_A), 3).reasons
    assert reason.rule == "savings.forecast-share"


def test_example_a_is_red():
    assert rules.rate(scheme(figures=EXAMPLE_A), 8).colour is Colour.RED


def test_complete_only_when_somebody_says_that_it_is_transacted():
    on_plan = flat(plan=1_200, ytd_actual=600, remaining=600)
    assert rules.rate(scheme(figures=on_plan, is_transacted=True), 6).colour is Colour.COMPLETE


def test_without_a_plan_there_is_nothing_to_measure_against():
    rating = rules.rate(scheme(), 6)
    assert rating.colour is Colour.NOT_REPORTED
    assert rating.reasons[0].rule == "savings.no-plan"


GOOD = scheme(figures=flat(plan=1_000, ytd_actual=500, remaining=500))
POOR = scheme(figures=flat(plan=100, ytd_actual=0, remaining=0))
UNPLANNED = scheme(ref="WS01-S09")
DONE = scheme(figures=flat(plan=10, ytd_actual=5, remaining=5), is_transacted=True)


@pytest.mark.parametrize(
    ("schemes", "colour"),
    [
        ([], Colour.NOT_REPORTED),
        ([UNPLANNED], Colour.NOT_REPORTED),
        ([DONE, DONE], Colour.COMPLETE),
        ([DONE, GOOD], Colour.GREEN),
        ([GOOD, POOR], Colour.AMBER),
        ([POOR], Colour.RED),
    ],
    ids=[
        "no schemes",
        "no plan",
        "all transacted",
        "one transacted",
        "rated on the sum",
        "nothing saved",
    ],
)
def test_a_workstreams_savings_are_rated_on_the_sum(schemes, colour):
    assert rules.savings(schemes, 6).colour is colour


def test_a_scheme_without_a_plan_is_named_last():
    rating = rules.savings([UNPLANNED, GOOD], 6)
    assert rating.colour is Colour.GREEN
    assert [reason.rule for reason in rating.reasons] == [
        "savings.forecast-share",
        "savings.ytd-share",
        "savings.no-plan",
    ]
    assert rating.reasons[-1].record.ref == "WS01-S09"


def test_both_axes_have_words():
    assert DevelopmentStatus.PLANS_IN_PROGRESS.label == "Plans in progress"
    assert DeliveryRisk.HIGH.label == "High"


# Costs


@pytest.mark.parametrize(
    ("starts", "costs"),
    [
        (date(2026, 4, 1), (40_000, 25_000)),
        (date(2027, 1, 31), (10_000, 25_000)),
        (date(2026, 3, 31), (40_000, 0)),
        (date(2027, 4, 1), (0, 0)),
        (None, (40_000, 25_000)),
    ],
    ids=["a full first year", "from January", "began before", "begins later", "nobody said when"],
)
def test_a_schemes_costs_fall_in_the_months_that_it_runs(starts, costs):
    assert rules.costs_in_year(40_000, 25_000, starts, YEAR) == costs
