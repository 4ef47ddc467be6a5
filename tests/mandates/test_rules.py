"""The benchmark with its source, a target that is no step back, and a KPI that is held."""

import pytest

from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.mandates import rules

JULY, AUGUST, SEPTEMBER, OCTOBER = (Month(2026, number) for number in (7, 8, 9, 10))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("DNA rate 9.1%, peers 6.4%", "", ""), "benchmark_source"),
        (("", "Model Hospital", ""), "benchmark"),
        (("DNA rate", "Model Hospital", "None exists"), "no_benchmark"),
        (("", "Model Hospital", "None exists"), "no_benchmark"),
    ],
)
def test_half_a_benchmark_or_two_answers_are_refused_beside_their_question(given, field):
    with pytest.raises(RuleBroken) as refused:
        rules.must_be_whole_benchmark(*given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "given", [("", "", ""), ("DNA rate", "GIRFT", ""), ("", "", "Nobody else lets rooms")]
)
def test_a_whole_benchmark_a_reason_or_nothing_yet_is_taken(given):
    rules.must_be_whole_benchmark(*given)


@pytest.mark.parametrize(
    ("is_better_above", "baseline", "target"), [(True, 61_000, 60_999), (False, 9_100, 9_101)]
)
def test_a_target_that_is_worse_than_the_baseline_is_refused(is_better_above, baseline, target):
    with pytest.raises(RuleBroken, match="worse") as refused:
        rules.must_be_sound_target(baseline, target, is_better_above=is_better_above)
    assert refused.value.field == "target"
    rules.must_be_sound_target(target, baseline, is_better_above=is_better_above)


@pytest.mark.parametrize("is_better_above", [True, False])
def test_a_target_where_it_stands_already_is_none(is_better_above):
    with pytest.raises(RuleBroken, match=r"The target is the baseline of 9\.1") as refused:
        rules.must_be_sound_target(9_100, 9_100, is_better_above=is_better_above)
    assert refused.value.field == "target"


@pytest.mark.parametrize(
    ("readings", "months"),
    [
        ({}, 0),
        ({SEPTEMBER: 6_400}, 1),
        ({JULY: 6_400, AUGUST: 6_000, SEPTEMBER: 6_399}, 3),
        ({JULY: 6_400, AUGUST: 6_401, SEPTEMBER: 6_400}, 1),
        ({JULY: 6_400, AUGUST: 6_400, SEPTEMBER: 6_401}, 0),
        ({JULY: 6_400, SEPTEMBER: 6_400, OCTOBER: 6_400}, 2),
    ],
)
def test_held_counts_the_months_in_a_row_up_to_the_last_reading(readings, months):
    assert rules.months_held(readings, 6_400, is_better_above=False) == months


def test_where_higher_is_better_the_target_is_held_from_above():
    readings = {AUGUST: 75_000, SEPTEMBER: 80_000}
    assert rules.months_held(readings, 75_000, is_better_above=True) == 2
    assert rules.months_held(readings, 75_001, is_better_above=True) == 1
    assert rules.months_held(readings, 80_001, is_better_above=True) == 0
