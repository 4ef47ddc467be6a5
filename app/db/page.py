"""One page of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Label, Select, func, literal_column, select

from app.db import db

Row = TypeVar("Row")

PAGE_SIZE = 50
# Rows are counted, not what they hold: those of a grouped statement too.
ONE: Label[int] = literal_column("1").label("one")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and how many there are in all."""

    rows: Sequence[Row]
    total: int
    number: int = 1
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The number of the first row on this page, from 1; 0 if there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return min(self.number * self.size, self.total)


def count(statement: Select[Any]) -> int:
    """How many rows the statement gives, without fetching them."""
    inner = statement.order_by(None).options().subquery()
    return db.session.scalar(select(func.count()).select_from(inner)) or 0


def of_scalars(statement: Select[Any], number: int, size: int = PAGE_SIZE) -> Page[Any]:
    """The numbered page of the records that the statement gives; the last page if it is past it."""
    total = count(statement)
    number = min(max(1, number), max(1, -(-total // size)))
    rows = db.session.scalars(statement.limit(size).offset((number - 1) * size)).unique().all()
    return Page(rows, total, number, size)


def of_rows(statement: Select[Any], number: int, size: int = PAGE_SIZE) -> Page[Any]:
    """As `of_scalars`, for a statement that gives columns of joined tables."""
    total = count(statement.with_only_columns(ONE, maintain_column_froms=True))
    number = min(max(1, number), max(1, -(-total // size)))
    rows = db.session.execute(statement.limit(size).offset((number - 1) * size)).all()
    return Page(rows, total, number, size)
