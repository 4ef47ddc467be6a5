"""The NHS financial year, April to March, and its months M1 to M12."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.core.dates import MONTH_NAMES
from app.core.errors import RuleBroken

MONTHS = 12
APRIL = 4


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. Earlier months compare as less; `str` gives `2026-10`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= MONTHS and 1 <= self.year < date.max.year):
            raise RuleBroken("month", "Enter a real month, such as 2026-10")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `2026-10`. Raises RuleBroken, field "month", for anything else."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text.strip())
        if found is None:
            raise RuleBroken("month", "Enter a month as year and month, such as 2026-10")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that the day is in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def number(self) -> int:
        """Its place in the financial year: April is 1, March is 12."""
        return (self.month - APRIL) % MONTHS + 1

    @property
    def name(self) -> str:
        """`October 2026`."""
        return f"{MONTH_NAMES[self.month - 1]} {self.year}"

    @property
    def label(self) -> str:
        """`October 2026 (M7)`."""
        return f"{self.name} (M{self.number})"

    @property
    def next(self) -> "Month":
        return self.plus(1)

    @property
    def previous(self) -> "Month":
        return self.plus(-1)

    @property
    def financial_year(self) -> "FinancialYear":
        """The financial year that it is in."""
        return FinancialYear(self.year if self.month >= APRIL else self.year - 1)

    def plus(self, count: int) -> "Month":
        """That many months later; earlier when negative."""
        year, month = divmod(self.year * MONTHS + self.month - 1 + count, MONTHS)
        return Month(year, month + 1)

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class FinancialYear:
    """The year from 1 April of `start` to 31 March; `str` gives `2026/27`."""

    start: int

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Read `2026/27` (or `2026-27`). Raises RuleBroken, field "financial_year"."""
        found = re.fullmatch(r"([0-9]{4})[/-]([0-9]{2})", text.strip())
        if found is None or int(found[2]) != (int(found[1]) + 1) % 100:
            raise RuleBroken("financial_year", "Enter a financial year, such as 2026/27")
        return cls(int(found[1]))

    @classmethod
    def of(cls, day: date) -> "FinancialYear":
        """The financial year that the day is in."""
        return Month.of(day).financial_year

    @property
    def months(self) -> tuple[Month, ...]:
        """April to March."""
        return _months(self.start)

    def month(self, number: int) -> Month:
        """Its month of that number: 1 is April, 12 is March."""
        return self.months[number - 1]

    @property
    def first(self) -> date:
        """1 April."""
        return self.months[0].first

    @property
    def last(self) -> date:
        """31 March."""
        return self.months[-1].last

    @property
    def next(self) -> "FinancialYear":
        return FinancialYear(self.start + 1)

    @property
    def previous(self) -> "FinancialYear":
        return FinancialYear(self.start - 1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"


@lru_cache(maxsize=64)
def _months(start: int) -> tuple[Month, ...]:
    """Made once a year: a page asks for them a hundred times."""
    april = Month(start, APRIL)
    return tuple(april.plus(count) for count in range(MONTHS))
