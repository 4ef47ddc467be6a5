"""A programme of an organisation, and what it has to save each financial year."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.actor import Place
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.programmes.models.organisation import Organisation
from app.programmes.models.placed import Disclosed


class ProgrammeStatus(StrEnum):
    """Whether it is running."""

    OPEN = "open"
    CLOSED = "closed"


class Programme(Disclosed, Versioned, Timestamped, Model):
    """A transformation programme, answered for by one SRO."""

    __tablename__ = "programme"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text, default="")
    sro_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    status: Mapped[ProgrammeStatus] = mapped_column(
        words(ProgrammeStatus, "status"), default=ProgrammeStatus.OPEN
    )

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    sro: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    @property
    def is_closed(self) -> bool:
        """Whether it has ended."""
        return self.status is ProgrammeStatus.CLOSED

    @property
    def place(self) -> Place:
        """Where its permissions are held."""
        return Place(self.id)

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return f"{self.code} {self.name}"


class ProgrammeTarget(Versioned, Timestamped, Model):
    """What the programme has to save in one financial year, in pence."""

    __tablename__ = "programme_target"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    financial_year: Mapped[FinancialYear]
    pence: Mapped[Pence]

    __table_args__ = (UniqueConstraint("programme_id", "financial_year"),)
