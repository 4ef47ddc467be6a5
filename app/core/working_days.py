"""England's working days: Monday to Friday, but for bank holidays."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache, lru_cache

from holidays import country_holidays

from app.core.financial_year import Month

FRIDAY = 4
WEEK = 7
WORKING_WEEK = 5
LAST_KNOWN_YEAR = 2100  # beyond it (a mistyped date) only weekends are left out


def is_working_day(day: date) -> bool:
    """Whether the day is neither at a weekend nor a bank holiday in England."""
    return day.weekday() <= FRIDAY and day not in _bank_holidays(day.year)


def after(day: date, count: int) -> date:
    """The working day that is `count` working days after the day; before it when negative.

    0 gives the day itself, or the next working day where it is not one.
    """
    if count == 0:
        return day if is_working_day(day) else after(day, 1)
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


@lru_cache(maxsize=16_384)  # a register asks for the same pair of days again and again
def between(start: date, end: date) -> int:
    """The working days after `start`, up to and including `end`; negative when `end` is earlier.

    The same day gives 0. A day on which nobody works adds nothing at the end that it stands at:
    Friday to Saturday is 0, Friday to Monday is 1, Saturday to Monday is 1, Saturday to Sunday 0.
    Swapping the two days changes only the sign.
    """
    if end < start:
        return -between(end, start)
    weekdays = _weekdays_to(end) - _weekdays_to(start)
    return weekdays - sum(
        _holidays_to(year, end) - _holidays_to(year, start)
        for year in range(start.year, min(end.year, LAST_KNOWN_YEAR) + 1)
    )


def nth_of_month(month: Month, number: int) -> date:
    """Working day WD1, WD8, … of the month; it runs on into the next when there are too few."""
    return after(month.first - timedelta(days=1), number)


@cache
def _bank_holidays(year: int) -> tuple[date, ...]:
    """England's bank holidays that fall on a weekday, in order."""
    if year > LAST_KNOWN_YEAR:
        return ()
    days = country_holidays("GB", subdiv="ENG", years=year)
    return tuple(sorted(day for day in days if day.year == year and day.weekday() <= FRIDAY))


def _holidays_to(year: int, day: date) -> int:
    """How many of the year's bank holidays fall on or before the day."""
    return bisect_right(_bank_holidays(year), day)


def _weekdays_to(day: date) -> int:
    """How many Mondays to Fridays there have been since 1 January of year 1, a Monday."""
    weeks, days = divmod(day.toordinal(), WEEK)
    return weeks * WORKING_WEEK + min(days, WORKING_WEEK)
