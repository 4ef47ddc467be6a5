"""Dependencies between workstreams or outside bodies, and the history of their dates."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.actor import Place
from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.dependencies import rules
from app.dependencies.rules import Party, Standing
from app.programmes.models import Disclosed, Programme, Workstream

DependencyStatus = rules.Status  # where the promise stands between its two owners


class DateKind(StrEnum):
    """Which of a dependency's two dates."""

    NEED_BY = "need-by"
    PROMISE = "promise"

    @property
    def party(self) -> Party:
        """Whose date it is: the receiver needs, the giver promises."""
        return Party.RECEIVER if self is DateKind.NEED_BY else Party.GIVER

    @property
    def other(self) -> Party:
        """Who has to be told when it moves."""
        return Party.GIVER if self is DateKind.NEED_BY else Party.RECEIVER

    @property
    def field(self) -> str:
        """The dependency's attribute."""
        return self.value.replace("-", "_")


class Dependency(Disclosed, Versioned, Timestamped, Model):
    """A deliverable that the receiver needs by a date and the giver promises for a date."""

    __tablename__ = "dependency"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    ref: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))  # the deliverable
    acceptance: Mapped[str] = mapped_column(Text, default="")
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("workstream.id"), index=True)
    giver_body: Mapped[str] = mapped_column(String(200), default="")
    receiver_id: Mapped[int | None] = mapped_column(ForeignKey("workstream.id"), index=True)
    receiver_body: Mapped[str] = mapped_column(String(200), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    need_by: Mapped[date | None]
    promise: Mapped[date | None]
    float_days: Mapped[int] = mapped_column(default=0)  # calendar days the receiver can absorb
    is_critical: Mapped[bool] = mapped_column(default=False)
    status: Mapped[DependencyStatus] = mapped_column(
        words(DependencyStatus, "status"), default=DependencyStatus.DRAFT
    )
    giver_signed_by: Mapped[str] = mapped_column(String(200), default="")
    giver_signed_on: Mapped[date | None]
    receiver_signed_by: Mapped[str] = mapped_column(String(200), default="")
    receiver_signed_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    closing_reason: Mapped[str] = mapped_column(Text, default="")

    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    giver: Mapped[Workstream | None] = relationship(lazy="raise_on_sql", foreign_keys=[giver_id])
    receiver: Mapped[Workstream | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[receiver_id]
    )

    __table_args__ = (
        UniqueConstraint("programme_id", "ref"),
        CheckConstraint("length(title) > 0", name="title_present"),
        CheckConstraint("(giver_id IS NULL) <> (giver_body = '')", name="one_giver"),
        CheckConstraint("(receiver_id IS NULL) <> (receiver_body = '')", name="one_receiver"),
        CheckConstraint("giver_id IS NULL OR giver_id <> receiver_id", name="two_sides"),
        CheckConstraint("float_days >= 0", name="float_not_negative"),
    )

    @property
    def place(self) -> Place:
        """The receiver's workstream, else the giver's, else the programme."""
        return Place(self.programme_id, self.receiver_id or self.giver_id)

    def place_of(self, party: Party) -> Place:
        """Where the permission to speak for that side is held: the programme for outside bodies."""
        side = self.giver_id if party is Party.GIVER else self.receiver_id
        return Place(self.programme_id, side)

    def name_of(self, party: Party) -> str:
        """The workstream or the body; needs the workstreams to be loaded."""
        side = self.giver if party is Party.GIVER else self.receiver
        body = self.giver_body if party is Party.GIVER else self.receiver_body
        return f"{side.ref} {side.name}" if side else body

    @property
    def standing(self) -> Standing:
        """Where it stands, and who has signed, as the rules of agreement read it."""
        dates = {Party.GIVER: self.giver_signed_on, Party.RECEIVER: self.receiver_signed_on}
        return Standing(self.status, frozenset(side for side, day in dates.items() if day))

    def stand_as(
        self, standing: Standing, name: str, on: date, *, anew: bool = False
    ) -> dict[str, Any]:
        """The fields that make it stand so. Who had not signed signs by that name, on that day.

        `anew`: what was signed before was something else, so that no earlier signature is kept.
        """
        values: dict[str, Any] = {"status": standing.status}
        before = frozenset[Party]() if anew else self.standing.signed
        for party in Party:
            by, signed_on = f"{party}_signed_by", f"{party}_signed_on"
            if party not in standing.signed:
                values |= {by: "", signed_on: None}
            elif party not in before:
                values |= {by: name, signed_on: on}
        return values

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return f"{self.ref} {self.title}"


class DateChange(Timestamped, Model):
    """One move of a dependency's need-by or promise, and whether it re-opened the agreement.

    The other side is shown it until somebody of theirs says that they have seen it.
    """

    __tablename__ = "date_change"

    dependency_id: Mapped[int] = mapped_column(ForeignKey("dependency.id"), index=True)
    kind: Mapped[DateKind] = mapped_column(words(DateKind, "kind"))
    before: Mapped[date | None]
    after: Mapped[date | None]
    reopened: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(200), default="")
    noted_at: Mapped[datetime | None]
