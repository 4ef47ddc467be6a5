"""Money is read to the penny however it is written; what is not money says so."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import money as core_money
from app.core.money import MILLION, POUND, THOUSAND
from app.imports.reading.cells import figures
from app.imports.reading.cells.answers import Mistake, Read, Words


@pytest.mark.parametrize(
    ("cell", "unit", "pence"),
    [
        ("£1,234k", POUND, 123_400_000),
        ("(500)", POUND, -50_000),
        ("(£500)", POUND, -50_000),
        ("£(500)", POUND, -50_000),
        ("(1.2m)", POUND, -120_000_000),
        ("(1.2)m", POUND, -120_000_000),
        ("-£928", THOUSAND, -92_800_000),
        ("£-928", POUND, -92_800),
        ("−£928", POUND, -92_800),
        ("500-", POUND, -50_000),
        ("£33.73", MILLION, 3_373_000_000),
        ("£3,330", MILLION, 333_000_000_000),
        ("1.9m", POUND, 190_000_000),
        ("1.9m", THOUSAND, 190_000_000),
        ("£26.19m", MILLION, 2_619_000_000),
        ("£1.5 million", POUND, 150_000_000),
        ("2.5bn", POUND, 250_000_000_000),
        (" 1,866 ", THOUSAND, 186_600_000),
        ("£1 234.50", POUND, 123_450),
        (".5", POUND, 50),
        ("0", THOUSAND, 0),
        (571.0, THOUSAND, 57_100_000),
        (0.1 + 0.2, POUND, 30),
        (-12.5, POUND, -1_250),
        (69, THOUSAND, 6_900_000),
        ("1,234.56 GBP", POUND, 123_456),
        ("+5", POUND, 500),
    ],
)
def test_an_amount_is_read_exactly(cell, unit, pence):
    assert figures.money(cell, unit) == Read(pence)


@pytest.mark.parametrize("cell", [None, "", "  ", "\n"])
def test_a_blank_cell_is_nothing_and_not_nought(cell):
    assert figures.money(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "TBC",
        "n/a",
        "N/A ",
        "-",
        "#REF!",
        "Not available",
        "Exempt under Section 43 of the Freedom of Information Act 2000 (Commercial Interests)",
        "The project is not in a position to provide this information.",
    ],
)
def test_words_that_say_there_is_no_figure_are_words(cell):
    assert isinstance(figures.money(cell), Words)


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "12..5",
        "1,23",
        "1,2345",
        "(-500)",
        "--5",
        "5q",
        "1e5",
        "12 to 15 next year",
        float("nan"),
        float("inf"),
        True,
        date(2026, 4, 1),
        "999,999,999,999,999m",
        1e18,
    ],
)
def test_what_was_meant_as_a_figure_and_is_none_is_a_mistake(cell):
    assert isinstance(figures.money(cell), Mistake)


def test_a_part_of_a_penny_is_rounded_and_said():
    assert figures.money("33.3335") == Read(3_333, "Rounded to the nearest penny")
    assert figures.money(1866.3333333, THOUSAND) == Read(
        186_633_333, "Rounded to the nearest penny"
    )


@given(st.integers(-(10**12), 10**12))
def test_what_we_print_we_read_back(pence):
    assert figures.money(core_money.exact(pence)) == Read(pence)


@given(st.integers(-(10**6), 10**6), st.sampled_from([POUND, THOUSAND, MILLION]))
def test_a_figure_in_a_unit_is_that_many_units(figure, unit):
    assert figures.money(f"{figure:,}", unit) == Read(figure * unit)
    assert figures.money(f"({abs(figure)})", unit) == Read(-abs(figure) * unit)


@given(st.text(max_size=30) | st.floats() | st.booleans())
def test_no_cell_breaks_the_reading_of_money(cell):
    answer = figures.money(cell)
    assert answer is None or isinstance(answer, (Read, Words, Mistake))


@pytest.mark.parametrize(
    ("cell", "percent"),
    [
        ("-19%", "-19"),
        ("0.3%", "0.3"),
        ("(5%)", "-5"),
        ("1,000%", "1000"),
        ("17", "17"),
        (-0.5, "-50"),
    ],
)
def test_a_percentage_is_in_hundredths(cell, percent):
    answer = figures.percentage(cell)
    assert isinstance(answer, Read)
    assert answer.value == Decimal(percent)


def test_a_percentage_in_words_is_known_not_to_be_known():
    assert isinstance(figures.percentage("TBC"), Words)
    assert isinstance(figures.percentage("5 or 6"), Mistake)


@pytest.mark.parametrize(("cell", "number"), [("5", 5), (5.0, 5), ("1,000", 1000), ("-3", -3)])
def test_a_whole_number_is_read(cell, number):
    assert figures.whole_number(cell) == Read(number)


@pytest.mark.parametrize("cell", [2.5, "five", True, "1" * 30])
def test_what_is_no_whole_number_is_a_mistake(cell):
    assert isinstance(figures.whole_number(cell), Mistake)


def test_a_bare_number_in_a_spreadsheet_is_a_share():
    answer = figures.percentage(-0.5)
    assert isinstance(answer, Read)
    assert answer.value == -50
