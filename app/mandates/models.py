"""What a scheme's mandate says, its KPIs with their readings, and which records belong to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import quantity
from app.core.financial_year import Month
from app.core.money import Pence
from app.db.model import Model, Timestamped, Versioned
from app.mandates import rules
from app.savings.models import Scheme


class Mandate(Versioned, Timestamped, Model):
    """The page that a scheme has one of, written bit by bit; an empty answer is not given yet."""

    __tablename__ = "scheme_mandate"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), unique=True)
    baseline_spend: Mapped[Pence | None]  # what is spent in a year on what the scheme changes
    benchmark: Mapped[str] = mapped_column(Text, default="")
    benchmark_source: Mapped[str] = mapped_column(String(300), default="")
    no_benchmark: Mapped[str] = mapped_column(Text, default="")  # why none exists
    scope: Mapped[str] = mapped_column(Text, default="")
    lessons: Mapped[str] = mapped_column(Text, default="")
    benefit_owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    benefit_owner: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    @property
    def has_benchmark(self) -> bool:
        """Whether it is held against one, or says why none exists."""
        return bool(self.benchmark and self.benchmark_source) or bool(self.no_benchmark)


class Kpi(Versioned, Timestamped, Model):
    """How success of a scheme is measured; values are whole thousandths. Withdrawn, not deleted."""

    __tablename__ = "scheme_kpi"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    unit: Mapped[str] = mapped_column(String(40))
    is_better_above: Mapped[bool]
    baseline: Mapped[int] = mapped_column(BigInteger)
    target: Mapped[int] = mapped_column(BigInteger)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    scheme: Mapped[Scheme] = relationship(lazy="raise_on_sql")

    @property
    def in_words(self) -> str:
        """`Missed appointments, from 9.1% to 6.4% or less`."""
        begun, wanted = (
            quantity.in_words(each, self.unit) for each in (self.baseline, self.target)
        )
        side = "more" if self.is_better_above else "less"
        return f"{self.title}, from {begun} to {wanted} or {side}"

    def is_held_at(self, value: int) -> bool:
        """Whether the value is at its target or better."""
        return rules.is_held(value, self.target, is_better_above=self.is_better_above)


class KpiReading(Timestamped, Model):
    """What a KPI stood at in a month; never altered: the newest of a month holds."""

    __tablename__ = "scheme_kpi_reading"

    kpi_id: Mapped[int] = mapped_column(ForeignKey("scheme_kpi.id"))
    month: Mapped[Month]
    value: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "kpi_id", "month"),)


class SchemeMilestone(Timestamped, Model):
    """A milestone of the workstream that belongs to a scheme."""

    __tablename__ = "scheme_milestone"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)

    __table_args__ = (UniqueConstraint("scheme_id", "milestone_id"),)


class SchemeRisk(Timestamped, Model):
    """A risk of the workstream that belongs to a scheme."""

    __tablename__ = "scheme_risk"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), index=True)

    __table_args__ = (UniqueConstraint("scheme_id", "risk_id"),)
