"""Months as ledgers write them: `Oct-26`, `2026-10`, a date, or a period such as `M7`.

A period without a year is read as `M7`: which year is meant is asked where the file is brought in.
"""

import re
from datetime import date, datetime

from app.core.dates import MONTH_NAMES
from app.core.financial_year import MONTHS, FinancialYear, Month
from app.imports.reading.cells import dates
from app.imports.reading.cells.answers import Mistake, Read, shortened
from app.imports.reading.grids import RawCell, as_printed, is_blank

PERIOD = re.compile(r"(?:m|p|mth|month|per|period)[ .-]*(?:no[ .]*)?0?(\d{1,2})")
_YEAR = re.compile(r"(?:fy ?)?(20\d\d)[/-](?:20)?(\d\d)")
_YEAR_FIRST = re.compile(r"(20\d\d)[-/. ](0?[1-9]|1[0-2])")
_YEAR_LAST = re.compile(r"(0?[1-9]|1[0-2])[-/. ](20\d\d)")
_NAMED = re.compile(r"([a-z]{3,9})[-/. ,']*(20\d\d|\d\d)?")
_NAMES = {name.casefold()[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)}
_FULL = {name.casefold() for name in MONTH_NAMES}
_ENTER = "Enter the month as 2026-10, Oct-26, or a period of the financial year such as M7"


def month(cell: RawCell) -> Read[str] | Mistake | None:
    """`2026-10`, or `M7` where no year is written; None for a blank cell."""
    if is_blank(cell):
        return None
    if isinstance(cell, (datetime, date)):
        return Read(str(Month(cell.year, cell.month)))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _number(float(cell))
    plain = " ".join(as_printed(cell).casefold().replace("–", "-").split())
    found = _with_year(plain) or _period(plain) or _calendar(plain) or _digits(plain)
    return found or _as_date(cell)


def _number(number: float) -> Read[str] | Mistake:
    if number == int(number) and 1 <= number <= MONTHS:
        return Read(f"M{int(number)}")
    return _as_date(number)


def _digits(plain: str) -> Read[str] | Mistake | None:
    """`07` is period 7; `202607` might be July, and might be period 7."""
    return _number(float(plain)) if re.fullmatch(r"\d{1,6}(\.0)?", plain) else None


def _period(plain: str) -> Read[str] | Mistake | None:
    """`M7`, `P07`, `Period 7`."""
    found = PERIOD.fullmatch(plain)
    if found is None:
        return None
    if not 1 <= int(found[1]) <= MONTHS:
        return Mistake(f"“{plain}” is not a period of a financial year. {_ENTER}")
    return Read(f"M{int(found[1])}")


def _with_year(plain: str) -> Read[str] | Mistake | None:
    """`2026/27 M7`, `M7 2026-27`."""
    found = _YEAR.search(plain)
    if found is None or int(found[2]) != (int(found[1]) + 1) % 100:
        return None
    rest = (plain[: found.start()] + " " + plain[found.end() :]).strip(" -,()")
    period = _period(rest)
    if not isinstance(period, Read):
        return None
    return Read(str(FinancialYear(int(found[1])).month(int(period.value[1:]))))


def _calendar(plain: str) -> Read[str] | None:
    """`2026-10`, `10/2026`, `Oct-26`, `October`."""
    if found := _YEAR_FIRST.fullmatch(plain):
        return Read(str(Month(int(found[1]), int(found[2]))))
    if found := _YEAR_LAST.fullmatch(plain):
        return Read(str(Month(int(found[2]), int(found[1]))))
    named = _NAMED.fullmatch(plain)
    if named is None or not _is_name(named[1]):
        return None
    number = _NAMES[named[1][:3]]
    if named[2] is None:
        return Read(f"M{Month(2000, number).number}")
    year = int(named[2])
    return Read(str(Month(year if year > 99 else 2000 + year, number)))


def _is_name(word: str) -> bool:
    return word in _FULL or word in _NAMES or word == "sept"


def _as_date(cell: RawCell) -> Read[str] | Mistake:
    found = dates.day(cell)
    if isinstance(found, Read):
        return Read(str(Month.of(found.value)))
    return Mistake(f"“{shortened(as_printed(cell))}” cannot be read as a month. {_ENTER}")


def resolved(text: str, year: FinancialYear) -> Month:
    """The month that was read; a period is of that financial year."""
    return year.month(int(text[1:])) if text.startswith("M") else Month.parse(text)
