"""Trusts and integrated care boards: effective-dated, because they merge and are renamed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.model import Model, Timestamped, Versioned
from app.db.types import words


class OrganisationKind(StrEnum):
    """What sort of body it is."""

    TRUST = "trust"
    ICB = "icb"
    OTHER = "other"


class Organisation(Versioned, Timestamped, Model):
    """A body with a code, under a parent, for a period of time."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(12), index=True)
    kind: Mapped[OrganisationKind] = mapped_column(words(OrganisationKind, "kind"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    parent: Mapped[Organisation | None] = relationship(
        lazy="raise_on_sql", remote_side="Organisation.id"
    )

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return self.name
