"""Dates are read day first, and a day that is not in the calendar is refused."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import dates as core_dates
from app.imports.reading.cells import dates
from app.imports.reading.cells.answers import Mistake, Read, Words

HALLOWEEN = date(2026, 10, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "31/10/2026",
        "31/10/26",
        "31-10-2026",
        "31.10.2026",
        "31 Oct 26",
        "31-Oct-26",
        "31 October 2026",
        "31st October 2026",
        "Saturday 31 October 2026",
        "Sat, 31 Oct 2026",
        "October 31, 2026",
        "2026-10-31",
        "2026-10-31 00:00:00",
        "2026-10-31T09:30:00",
        "20261031",
        "46326",
        46326,
        46326.5,
        date(2026, 10, 31),
        datetime(2026, 10, 31, 23, 59),
    ],
)
def test_a_day_is_read_however_it_is_written(cell):
    assert dates.day(cell) == Read(HALLOWEEN)


def test_the_day_comes_before_the_month():
    assert dates.day("03/04/2026") == Read(date(2026, 4, 3))


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2026",
        "29/02/2027",
        "00/01/2026",
        "32/01/2026",
        "2026-13-01",
        "0001-01-01",
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_a_mistake(cell):
    assert isinstance(dates.day(cell), Mistake)


def test_a_month_before_the_day_is_refused_and_asked_about():
    answer = dates.day("10/31/2026")
    assert isinstance(answer, Mistake)
    assert "is the month before the day?" in answer.message


@pytest.mark.parametrize(
    "cell", ["October 2026", "Q3", "31/10", 5, 4.0, 999_999, True, time(9), timedelta(1), "soon"]
)
def test_what_is_not_a_whole_date_is_a_mistake(cell):
    assert isinstance(dates.day(cell), Mistake)


@pytest.mark.parametrize(
    "cell", ["TBC", "n/a", "Exempt under Section 26 of the Freedom of Information Act 2000"]
)
def test_words_that_say_there_is_no_date_are_words(cell):
    assert isinstance(dates.day(cell), Words)


@pytest.mark.parametrize("cell", [None, "", " "])
def test_a_blank_cell_is_no_date(cell):
    assert dates.day(cell) is None


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_every_way_of_writing_a_day_gives_that_day(day):
    month = core_dates.MONTH_NAMES[day.month - 1]
    for written in (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d/%m/%y}",
        f"{day.day} {month[:3]} {day:%y}",
        f"{day.day} {month} {day.year}",
        (day - date(1899, 12, 30)).days,
    ):
        assert dates.day(written) == Read(day)


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_no_cell_breaks_the_reading_of_a_date(cell):
    answer = dates.day(cell)
    assert answer is None or isinstance(answer, (Read, Words, Mistake))
