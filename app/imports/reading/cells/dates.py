"""Dates as trackers write them: real dates, Excel's day numbers, and day-first text."""

import re
from datetime import date, datetime, timedelta

from app.core.dates import MONTH_NAMES
from app.imports.reading.cells.answers import Mistake, Read, Words, says_not_known, shortened
from app.imports.reading.grids import RawCell, as_printed, is_blank

_DAY_NUMBER_ZERO = date(1899, 12, 30)
# 1950 to 2149: a number outside is somebody's score or sum, not a day.
_FIRST_DAY_NUMBER, _LAST_DAY_NUMBER = 18_264, 91_312
_FULL_MONTHS = tuple(name.casefold() for name in MONTH_NAMES)
_MONTHS = tuple(name[:3] for name in _FULL_MONTHS)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d{1,2}:\d{2}.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[-/. ]*([a-z]{3,9})[-/. ,']*(\d{4}|\d{2})")
_NAMED_FIRST = re.compile(r"([a-z]{3,9})[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[, ]+")
_ENTER = "Enter the day, the month and the year, such as 31/10/2026"


def day(cell: RawCell) -> Read[date] | Words | Mistake | None:
    """The date; None for a blank cell. Text is read day first, as in England."""
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        return _sensible(cell.date())
    if isinstance(cell, date):
        return _sensible(cell)
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        return Mistake(f"“{as_printed(cell)}” is not a date. {_ENTER}")
    if isinstance(cell, str):
        return _day_in_words(cell)
    return _day_number(float(cell))


def _sensible(found: date) -> Read[date] | Mistake:
    if not 1900 <= found.year <= 2199:
        return Mistake(f"The year {found.year} cannot be right. {_ENTER}")
    return Read(found)


def _day_number(number: float) -> Read[date] | Mistake:
    if not _FIRST_DAY_NUMBER <= number < _LAST_DAY_NUMBER:
        return Mistake(f"“{as_printed(number)}” is a number, not a date. {_ENTER}")
    return Read(_DAY_NUMBER_ZERO + timedelta(days=int(number)))


def _day_in_words(text: str) -> Read[date] | Words | Mistake:
    plain = _WEEKDAY.sub("", " ".join(text.casefold().replace("–", "-").split()))
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        return _day_number(float(plain))
    parts = _parts(plain)
    if parts is not None:
        return _real(parts, text)
    if says_not_known(text):
        return Words(f"“{shortened(text)}” is not a date, so it is left empty")
    return Mistake(f"“{shortened(text)}” cannot be read as a date. {_ENTER}")


def _parts(plain: str) -> tuple[int, int, int] | None:
    """Year, month and day, if the text is of a known form; the month is 0 if its name is not."""
    if found := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(plain):
        return _century(found[3]), int(found[2]), int(found[1])
    if found := _NAMED.fullmatch(plain):
        return _century(found[3]), _month_named(found[2]), int(found[1])
    if found := _NAMED_FIRST.fullmatch(plain):
        return int(found[3]), _month_named(found[1]), int(found[2])
    return None


def _century(year: str) -> int:
    """Two digits are of the century from 1970 to 2069."""
    short = int(year)
    if len(year) == 4:
        return short
    return 2000 + short if short < 70 else 1900 + short


def _month_named(name: str) -> int:
    for names in (_MONTHS, _FULL_MONTHS):
        if name in names:
            return names.index(name) + 1
    return _MONTHS.index("sep") + 1 if name == "sept" else 0


def _real(parts: tuple[int, int, int], text: str) -> Read[date] | Mistake:
    year, month, day_of_month = parts
    try:
        return _sensible(date(year, month, day_of_month))
    except ValueError:
        if 12 < month <= 31 and 1 <= day_of_month <= 12:
            return Mistake(
                f"“{shortened(text)}” has month {month}: is the month before the day? {_ENTER}"
            )
        return Mistake(f"“{shortened(text)}” is not a day in the calendar. {_ENTER}")
