"""Who has which role where, and who stands in for whom."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.actor import Place
from app.db.model import Model, Timestamped
from app.db.types import words
from app.programmes.models.organisation import Organisation
from app.programmes.models.programme import Programme
from app.programmes.models.workstream import Workstream
from app.programmes.roles import Role


class RoleAssignment(Timestamped, Model):
    """A person's role in an organisation, a programme or a workstream; in none: everywhere."""

    __tablename__ = "role_assignment"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role, "role"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    workstream_id: Mapped[int | None] = mapped_column(ForeignKey("workstream.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme | None] = relationship(lazy="raise_on_sql")
    workstream: Mapped[Workstream | None] = relationship(lazy="raise_on_sql")

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return self.role.label

    @property
    def place(self) -> Place:
        """Where the trail files it; needs the workstream to be loaded. Without one: everywhere."""
        if self.workstream_id and self.workstream:
            return self.workstream.place
        return Place(self.programme_id)

    @property
    def scope_name(self) -> str:
        """Where it holds, in words; needs the scope to be loaded."""
        for scope in (self.workstream, self.programme, self.organisation):
            if scope is not None:
                return scope.audit_name
        return "everywhere"


class Deputy(Timestamped, Model):
    """A named person who stands in for another between two dates, with all that one's roles.

    One that was called off before it began ends before it starts.
    """

    __tablename__ = "deputy"

    principal_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)

    principal: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[principal_id])
    deputy: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[deputy_id])

    __table_args__ = (CheckConstraint("deputy_id <> principal_id", name="someone_else"),)

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return f"deputy from {self.starts_on} to {self.ends_on}"
