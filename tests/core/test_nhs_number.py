"""A valid NHS number is found wherever it stands; a number that only looks like one is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import nhs_number

# Made up, with a right check digit; 999 numbers are never given to a patient.
VALID = "9990000018"


@pytest.mark.parametrize("digits", ["9434765919", "9990000018", "4010232137"])
def test_ten_digits_with_the_right_check_digit_are_valid(digits):
    assert nhs_number.is_valid(digits)


@pytest.mark.parametrize(
    "digits", ["9434765918", "943476591", "94347659190", "0000000000", "٩٤٣٤٧٦٥٩١٩", "", "abc"]
)
def test_anything_else_is_not(digits):
    assert not nhs_number.is_valid(digits)


@pytest.mark.parametrize(
    "text",
    [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        "943\u00a0476\u00a05919",
        "943\u200b4765919",
        "Seen in clinic: 943 476 5919, to be called back.",
        "９４３４７６５９１９",
        "NHS9434765919.",
    ],
)
def test_it_is_found_anywhere_in_a_text(text):
    assert nhs_number.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918",
        "19434765919",
        "94347659190",
        "£9,434,765,919",
        "9434765919.50",
        "943 476-5919",
        "call 020 7946 0958",
        "2026-10-31 to 2027-03-31",
        "",
    ],
)
def test_what_is_not_one_is_left_alone(text):
    assert not nhs_number.found_in(text)


@given(st.integers(0, 999_999_999))
def test_at_most_one_last_digit_of_ten_makes_a_number_valid(first_nine):
    valid = [last for last in range(10) if nhs_number.is_valid(f"{first_nine:09d}{last}")]
    assert len(valid) <= 1
