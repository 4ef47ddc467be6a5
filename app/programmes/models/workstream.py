"""A workstream, what it costs each year, and the dimensions that do not apply to it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.actor import Place
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.core.rating import Colour
from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.programmes.models.placed import Disclosed
from app.programmes.models.programme import Programme


class WorkstreamStatus(StrEnum):
    """Whether it is running."""

    OPEN = "open"
    CLOSED = "closed"


class Workstream(Disclosed, Versioned, Timestamped, Model):
    """A part of the programme with a lead. An unassigned one holds imported rows; never rated."""

    __tablename__ = "workstream"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    ref: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(300))
    purpose: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(200), default="")
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    clinical_lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    finance_lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_unassigned: Mapped[bool] = mapped_column(default=False)
    status: Mapped[WorkstreamStatus] = mapped_column(
        words(WorkstreamStatus, "status"), default=WorkstreamStatus.OPEN
    )
    delivery_confidence: Mapped[Colour | None] = mapped_column(words(Colour, "delivery_confidence"))
    confidence_reason: Mapped[str] = mapped_column(Text, default="")
    confidence_by: Mapped[str] = mapped_column(String(200), default="")
    confidence_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    sponsor: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[sponsor_id])
    lead: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[lead_id])
    clinical_lead: Mapped[Person | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[clinical_lead_id]
    )
    finance_lead: Mapped[Person | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[finance_lead_id]
    )

    __table_args__ = (UniqueConstraint("programme_id", "ref"),)

    @property
    def is_closed(self) -> bool:
        """Whether it has ended."""
        return self.status is WorkstreamStatus.CLOSED

    @property
    def place(self) -> Place:
        """Where its permissions are held."""
        return Place(self.programme_id, self.id)

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return f"{self.ref} {self.name}"


class WorkstreamCost(Versioned, Timestamped, Model):
    """What the workstream was to cost in a financial year, and is forecast to; pence."""

    __tablename__ = "workstream_cost"

    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"))
    financial_year: Mapped[FinancialYear]
    baseline: Mapped[Pence | None]
    forecast: Mapped[Pence | None]

    __table_args__ = (UniqueConstraint("workstream_id", "financial_year"),)


class WorkstreamTarget(Versioned, Timestamped, Model):
    """What the workstream has to save in one financial year, in pence."""

    __tablename__ = "workstream_target"

    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"))
    financial_year: Mapped[FinancialYear]
    pence: Mapped[Pence]

    __table_args__ = (UniqueConstraint("workstream_id", "financial_year"),)


class DimensionNotApplicable(Timestamped, Model):
    """Somebody decided that a dimension is not rated for a workstream, and why."""

    __tablename__ = "dimension_not_applicable"

    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"), index=True)
    dimension: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
