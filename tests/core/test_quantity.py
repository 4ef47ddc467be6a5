"""Measured values are read and said to the thousandth, or not taken at all."""

import pytest

from app.core import quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [("4.6", 4_600), (" 12.5% ", 12_500), ("−0.25", -250), ("1,200", 1_200_000), ("0", 0)],
)
def test_what_people_type_is_read_in_thousandths(text, value):
    assert quantity.thousandths(text) == value


@pytest.mark.parametrize(
    "text", ["", "twelve", "4.6 days", "1.2345", "NaN", "Infinity", "1e99", "1000000001"]
)
def test_what_is_no_such_number_is_not_taken(text):
    assert quantity.thousandths(text) is None


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (12_500, "%", "12.5%"),
        (4_600, "days", "4.6 days"),
        (-250, "", "-0.25"),
        (10**9, "", "1,000,000"),
    ],
)
def test_a_value_is_said_with_its_unit(value, unit, said):
    assert quantity.in_words(value, unit) == said
