"""What every governed record has: a workstream, a disclosure class, and people named on it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.core.actor import Place
from app.db.model import Model, Timestamped
from app.db.types import words

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.programmes.models.workstream import Workstream


class Disclosure(StrEnum):
    """Who may learn of a record. Private until somebody releases it."""

    PRIVATE = "private"
    PUBLIC = "public"
    COMMERCIAL = "commercial"
    WORKFORCE = "workforce-sensitive"


class Disclosed:
    """Has a disclosure class, private unless released."""

    disclosure: Mapped[Disclosure] = mapped_column(
        words(Disclosure, "disclosure"), default=Disclosure.PRIVATE
    )


class Placed(Disclosed):
    """Belongs to one workstream, and has a reference that is never used again."""

    ref: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))

    @declared_attr
    @classmethod
    def workstream_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("workstream.id"), index=True)

    @declared_attr
    @classmethod
    def owner_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("person.id"), index=True)

    @declared_attr
    @classmethod
    def workstream(cls) -> Mapped[Workstream]:
        return relationship("Workstream", lazy="raise_on_sql")

    @declared_attr
    @classmethod
    def owner(cls) -> Mapped[Person | None]:
        return relationship("Person", foreign_keys=f"{cls.__name__}.owner_id", lazy="raise_on_sql")

    @property
    def place(self) -> Place:
        """Where it belongs; needs the workstream to be loaded."""
        return self.workstream.place

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return f"{self.ref} {self.title}"


class RecordReader(Timestamped, Model):
    """A person named on a workforce-sensitive record, besides its owner, who may see it."""

    __tablename__ = "record_reader"

    record_kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    __table_args__ = (
        UniqueConstraint("record_kind", "record_id", "person_id"),
        Index(None, "person_id", "record_kind"),
    )
