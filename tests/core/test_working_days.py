from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import working_days
from app.core.financial_year import Month

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 20), date(2026, 11, 21), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 21), date(2026, 11, 22), 0),
        (date(2026, 11, 21), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 20), -1),
        (date(2026, 12, 24), date(2027, 1, 4), 4),
    ],
    ids=[
        "same day",
        "Friday to Saturday",
        "Friday to Monday",
        "Saturday to Sunday",
        "Saturday to Monday",
        "backwards",
        "over Christmas",
    ],
)
def test_working_days_between(start, end, count):
    assert working_days.between(start, end) == count


def test_bank_holidays_of_england_are_not_worked():
    assert not working_days.is_working_day(date(2026, 4, 3))  # Good Friday
    assert not working_days.is_working_day(date(2026, 12, 28))  # Boxing Day, observed
    assert not working_days.is_working_day(date(2026, 11, 22))  # a Sunday
    assert working_days.is_working_day(date(2026, 11, 30))  # St Andrew's Day is Scotland's


def test_stepping_over_a_bank_holiday_weekend():
    assert working_days.after(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert working_days.after(date(2026, 4, 7), -1) == date(2026, 4, 2)


def test_no_working_days_after_a_weekend_is_the_next_working_day():
    assert working_days.after(date(2026, 11, 21), 0) == date(2026, 11, 23)
    assert working_days.after(date(2026, 11, 23), 0) == date(2026, 11, 23)


def test_the_months_working_days_are_numbered():
    assert working_days.nth_of_month(Month(2026, 11), 1) == date(2026, 11, 2)
    assert working_days.nth_of_month(Month(2026, 11), 8) == date(2026, 11, 11)
    assert working_days.nth_of_month(Month(2027, 1), 1) == date(2027, 1, 4)


def test_a_mistyped_century_is_counted_without_bank_holidays():
    assert working_days.between(date(9998, 12, 25), date(9999, 1, 1)) == 5
    assert working_days.is_working_day(date(9998, 12, 25))  # a Friday


@given(days, st.integers(1, 60))
def test_the_nth_working_day_after_is_n_away(day, count):
    assert working_days.between(day, working_days.after(day, count)) == count


@given(days, st.integers(0, 200))
def test_counting_agrees_with_walking(start, length):
    walked = [start + timedelta(days=step) for step in range(1, length + 1)]
    assert working_days.between(start, start + timedelta(days=length)) == sum(
        working_days.is_working_day(day) for day in walked
    )


@given(days, days)
def test_swapping_the_days_changes_only_the_sign(one, other):
    assert working_days.between(one, other) == -working_days.between(other, one)
