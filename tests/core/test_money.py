from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import money
from app.core.money import Pence

amounts = st.integers(-(10**12), 10**12)


def test_a_total_that_does_not_divide_still_adds_up():
    assert money.spread(Pence(100), [1, 1, 1]) == [33, 33, 34]


def test_no_month_is_a_penny_more_than_its_share():
    months = money.spread(Pence(9_000_005), [1] * 9)
    assert sum(months) == 9_000_005
    assert set(months) == {1_000_000, 1_000_001}


def test_a_weight_of_nothing_gets_nothing():
    assert money.spread(Pence(101), [0, 1, 0, 1, 0]) == [0, 50, 0, 51, 0]


def test_a_negative_total_is_shared_as_the_positive_one():
    assert money.spread(Pence(-100), [1, 1, 1]) == [-33, -33, -34]


def test_weights_that_sum_to_nothing_share_equally():
    assert money.spread(Pence(10), [0, 0]) == [5, 5]
    assert money.spread(Pence(10), [3, -3]) == [5, 5]


def test_nothing_can_be_shared_among_nobody_but_something_cannot():
    assert money.spread(Pence(0), []) == []
    with pytest.raises(ValueError, match="nothing to share"):
        money.spread(Pence(1), [])


@given(amounts, st.lists(st.integers(-1000, 1000), min_size=1, max_size=24))
def test_shares_always_add_up(amount, weights):
    assert sum(money.spread(Pence(amount), weights)) == amount


@given(amounts, st.lists(st.integers(0, 1000), min_size=1, max_size=24))
def test_each_share_is_within_a_penny_of_the_exact_one(amount, weights):
    whole = sum(weights)
    if whole == 0:
        return
    for share, weight in zip(money.spread(Pence(amount), weights), weights, strict=True):
        assert abs(share * whole - amount * weight) <= whole


@pytest.mark.parametrize(
    ("pence", "exact", "thousands", "millions", "pounds"),
    [
        (123_450, "£1,234.50", "£1k", "£0.0m", "£1k"),
        (123_400_000, "£1,234,000.00", "£1,234k", "£1.2m", "£1.2m"),
        (-92_800_000, "−£928,000.00", "−£928k", "−£0.9m", "−£928k"),
        (0, "£0.00", "£0k", "£0.0m", "£0"),
        (-1, "−£0.01", "£0k", "£0.0m", "£0"),
        (95_000, "£950.00", "£1k", "£0.0m", "£950"),
        (99_960_000, "£999,600.00", "£1,000k", "£1.0m", "£1.0m"),
        (125_000_000, "£1,250,000.00", "£1,250k", "£1.3m", "£1.3m"),
        (-125_000_000, "−£1,250,000.00", "−£1,250k", "−£1.3m", "−£1.3m"),
        (1_050_000_000_000, "£10,500,000,000.00", "£10,500,000k", "£10,500.0m", "£10,500.0m"),
    ],
)
def test_money_is_printed_as_boards_read_it(pence, exact, thousands, millions, pounds):
    assert money.exact(pence) == exact
    assert money.thousands(pence) == thousands
    assert money.millions(pence) == millions
    assert money.pounds(pence) == pounds


def test_a_half_penny_goes_away_from_zero():
    assert [money.divided(amount, 2) for amount in (3, -3, 4, 0)] == [2, -2, 2, 0]


def test_the_total_is_in_pence():
    assert money.total([1, 2, -4]) == -1


def test_a_share_of_nothing_is_not_a_number():
    assert money.percentage(5, 0) is None
    assert money.share_in_words(5, 0) == "n/a"


def test_a_share_is_exact_until_it_is_printed():
    assert money.percentage(1, 8) == Decimal("12.5")
    assert money.share_in_words(11, 12) == "91.7%"
    assert money.share_in_words(850, 12_000, places=2) == "7.08%"
    assert money.share_in_words(-1, 4) == "−25.0%"
    assert money.share_in_words(-1, 10_000) == "0.0%"
    assert money.share_in_words(1, 2, places=0) == "50%"
    assert money.share_in_words(9_496, 10_000, rounding=ROUND_DOWN) == "94.9%"


@pytest.mark.parametrize(
    ("amount", "other", "said"),
    [
        (453_500_000, 450_600_000, ("£4,535k", "£4,506k")),
        (453_500_050, 453_500_060, ("£4,535,001", "£4,535,001")),
        (460_000_000, 450_000_000, ("£4.6m", "£4.5m")),
        (450_000_000, 450_000_000, ("£4.5m", "£4.5m")),
        (9_300_000, 8_200_000, ("£93k", "£82k")),
    ],
)
def test_two_sums_are_said_finely_enough_to_tell_them_apart(amount, other, said):
    assert money.pounds_apart(amount, other) == said
