"""How forecasts came out: bias, spread, and when there is not enough to say either."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.savings.rules import accuracy
from app.savings.rules.accuracy import Observation

K = 1_000_00


def observed(*actuals: int, forecast: int = 100 * K) -> list[Observation]:
    return [Observation(forecast, actual * K) for actual in actuals]


def test_six_months_that_fell_short_show_the_bias_in_pounds_and_in_per_cent():
    record = accuracy.record(1, observed(90, 80, 90, 80, 90, 80))
    assert (record.observations, record.bias, record.bias_permille) == (6, -15 * K, -150)


def test_the_spread_is_the_standard_deviation_of_the_differences():
    record = accuracy.record(1, observed(92, 94, 94, 94, 95, 95, 97, 99))  # a textbook's example
    assert record.spread == 213_808  # √(32 ÷ 7) = 2.13808… thousand
    assert record.spread_permille == 21


@pytest.mark.parametrize("count", range(6))
def test_fewer_than_six_are_not_enough_history(count):
    record = accuracy.record(3, observed(*range(count)))
    assert record.observations == count
    assert (record.bias, record.spread, record.bias_permille) == (None, None, None)
    assert "not enough history" in accuracy.in_words(3, count, record.bias, record.bias_permille)


def test_months_without_a_forecast_or_an_actual_are_no_observation():
    assert accuracy.record(1, [Observation(0, 0)] * 9).observations == 0


def test_savings_that_nobody_forecast_have_a_bias_and_no_per_cent():
    record = accuracy.record(1, [Observation(0, 5 * K)] * 6)
    assert (record.bias, record.bias_permille) == (5 * K, None)


@pytest.mark.parametrize(
    ("bias", "permille", "words"),
    [
        (-12 * K, -120, "Forecasts one month ahead were 12.0% too high on average, on 9 occasions"),
        (3 * K, 34, "Forecasts one month ahead were 3.4% too low on average, on 9 occasions"),
        (0, 0, "Forecasts one month ahead were right on average, on 9 occasions"),
        (5 * K, None, "Forecasts one month ahead were £5k too low on average, on 9 occasions"),
    ],
)
def test_a_bias_is_said_in_words(bias, permille, words):
    assert accuracy.in_words(1, 9, bias, permille) == words


@given(st.lists(st.integers(-(10**12), 10**12), min_size=6, max_size=40), st.integers(1, 10**12))
def test_a_bias_lies_between_the_smallest_and_the_largest_difference(actuals, forecast):
    record = accuracy.record(1, [Observation(forecast, actual) for actual in actuals])
    errors = [actual - forecast for actual in actuals]
    assert min(errors) <= record.bias <= max(errors)
    assert 0 <= record.spread <= max(errors) - min(errors)
