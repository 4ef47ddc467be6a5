"""What every table has, and how a change is applied and seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from app.core.errors import Conflict
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db.types import FinancialYearColumn, MonthColumn, UtcDateTime

Changes = dict[str, tuple[Any, Any]]


class Model(DeclarativeBase):
    """A table with an id. Constraint names are fixed, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        Month: MonthColumn,
        FinancialYear: FinancialYearColumn,
        Pence: BigInteger,
    }

    id: Mapped[int] = mapped_column(primary_key=True)


def _now() -> datetime:
    return datetime.now(UTC)


class Timestamped:
    """When the row was first written: bookkeeping, no rule reads it."""

    created_at: Mapped[datetime] = mapped_column(default=_now)


class Versioned:
    """Counts the saves of a row, so that two people cannot overwrite each other unseen."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def must_be(self, version: int | None) -> None:
        """Raises Conflict if the page that was filled in showed an earlier save than this one."""
        if version is not None and version != self.version:
            raise Conflict(
                "Someone else saved this while you were working on it. "
                "Both versions are shown below: nothing you typed is lost"
            )


def apply(record: Model, **values: Any) -> Changes:
    """Sets the attributes; returns {name: (old, new)} for those that differ."""
    return apply_all(record, values)


def apply_all(record: Model, values: Mapping[str, Any]) -> Changes:
    """As `apply`, from a mapping."""
    changes: Changes = {}
    for name, new in values.items():
        old = getattr(record, name)
        if old != new:
            setattr(record, name, new)
            changes[name] = (old, new)
    return changes
