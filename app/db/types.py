"""Column types that keep our words: UTC times, months, financial years, words from a list."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, String
from sqlalchemy.types import TypeDecorator

from app.core.financial_year import FinancialYear, Month


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Refuses naive values; gives back UTC, also where the database forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class MonthColumn(TypeDecorator[Month]):
    """A calendar month, stored as 2026-10 so that it sorts and compares in SQL."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Month | None:
        return None if value is None else _month(value)


@lru_cache(maxsize=1024)
def _month(text: str) -> Month:
    """Read once: thousands of rows name the same few months."""
    return Month.parse(text)


class FinancialYearColumn(TypeDecorator[FinancialYear]):
    """A financial year, stored as 2026/27."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: FinancialYear | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> FinancialYear | None:
        return None if value is None else FinancialYear.parse(value)


def words(kind: type[StrEnum], name: str) -> Enum:
    """A column for one of the enum's values, kept as text with a check constraint."""

    def values(members: Any) -> list[str]:
        return [member.value for member in members]

    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        values_callable=values,
        length=40,
    )
