"""People, their one-time links to choose a password, and attempts to get in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.model import Model, Timestamped, Versioned
from app.db.types import words


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

    def works(self, at: datetime) -> bool:
        """Whether a password may still be chosen with it."""
        return self.used_at is None and at < self.expires_at and self.person.is_active


class AttemptKind(StrEnum):
    """What was tried."""

    SIGN_IN = "sign-in"
    RESET = "reset"


class Attempt(Model):
    """A try at an account from an address, so that guessing slows down.

    The account is a keyed digest of what was typed: it may be a mistyped address, or a password.
    """

    __tablename__ = "attempt"

    kind: Mapped[AttemptKind] = mapped_column(words(AttemptKind, "kind"))
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "kind", "account", "address"), Index(None, "kind", "address"))
