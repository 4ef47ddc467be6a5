"""People, their one-time reset links, and attempts to sign in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.model import Model, Timestamped, Versioned


class Person(Versioned, Timestamped, Model):
    """Someone named in a programme. With a password they can sign in; leavers are deactivated."""

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    job_title: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    signed_out_count: Mapped[int] = mapped_column(default=0)
    deactivated_at: Mapped[datetime | None]

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in."""
        return self.deactivated_at is None

    @property
    def audit_name(self) -> str:
        """How the trail names them."""
        return f"{self.name} ({self.email})"


class ResetLink(Timestamped, Model):
    """A one-time link to choose a password. Only a digest of its secret is kept."""

    __tablename__ = "reset_link"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class SignInAttempt(Model):
    """A failed attempt, by account and address, so that guessing slows down."""

    __tablename__ = "sign_in_attempt"

    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "email", "address", "at"), Index(None, "address", "at"))
