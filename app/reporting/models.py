"""Reporting periods, the leads' updates, comments on them, and frozen months."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.actor import Place
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.core.rating import Colour
from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.programmes.models import Programme, Workstream


class PeriodStatus(StrEnum):
    """Open for updates, or locked. What is published is a frozen month."""

    OPEN = "open"
    LOCKED = "locked"


class UpdateStatus(StrEnum):
    """Where a lead's update stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Period(Versioned, Timestamped, Model):
    """One reporting month of one programme."""

    __tablename__ = "period"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    month: Mapped[Month]
    status: Mapped[PeriodStatus] = mapped_column(
        words(PeriodStatus, "status"), default=PeriodStatus.OPEN
    )
    cut_off: Mapped[date]
    opened_by: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime]
    approved_by: Mapped[str] = mapped_column(String(200), default="")
    approved_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")

    __table_args__ = (UniqueConstraint("programme_id", "month"),)

    @property
    def place(self) -> Place:
        """Where its permissions are held."""
        return Place(self.programme_id)

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return self.month.label

    def must_be_open(self) -> None:
        """Raises RuleBroken once the month is locked, and says what can be done instead."""
        if self.status is not PeriodStatus.OPEN:
            raise RuleBroken(
                None,
                f"{self.month.label} is locked and cannot be changed. "
                "The programme office can make a correction: it becomes the next version",
            )


class Update(Versioned, Timestamped, Model):
    """A workstream's update for a month: two boxes, a path to green, a declared rating."""

    __tablename__ = "workstream_update"

    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"), index=True)
    status: Mapped[UpdateStatus] = mapped_column(
        words(UpdateStatus, "status"), default=UpdateStatus.DRAFT
    )
    happened: Mapped[str] = mapped_column(Text, default="")
    needed: Mapped[str] = mapped_column(Text, default="")
    nothing_else_changed: Mapped[bool] = mapped_column(default=False)
    path_action: Mapped[str] = mapped_column(Text, default="")
    path_owner: Mapped[str] = mapped_column(String(200), default="")
    path_date: Mapped[date | None]
    path_decision: Mapped[str] = mapped_column(Text, default="")
    declared: Mapped[Colour | None] = mapped_column(words(Colour, "declared"))
    declared_reason: Mapped[str] = mapped_column(Text, default="")
    granted_by: Mapped[str] = mapped_column(String(200), default="")
    granted_at: Mapped[datetime | None]
    granted_reason: Mapped[str] = mapped_column(Text, default="")
    refused_reason: Mapped[str] = mapped_column(Text, default="")
    submitted_by: Mapped[str] = mapped_column(String(200), default="")
    submitted_at: Mapped[datetime | None]
    on_behalf_of: Mapped[str] = mapped_column(String(200), default="")
    reviewed_by: Mapped[str] = mapped_column(String(200), default="")
    reviewed_at: Mapped[datetime | None]

    period: Mapped[Period] = relationship(lazy="raise_on_sql")
    workstream: Mapped[Workstream] = relationship(lazy="raise_on_sql")

    __table_args__ = (UniqueConstraint("period_id", "workstream_id"),)

    @property
    def place(self) -> Place:
        """Where its permissions are held."""
        return self.workstream.place

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return f"update of {self.workstream.ref}"

    @property
    def is_with_lead(self) -> bool:
        """Whether it may still be written: not yet submitted, or returned."""
        return self.status in (UpdateStatus.DRAFT, UpdateStatus.RETURNED)

    def must_be_editable(self) -> None:
        """Raises RuleBroken when the month is locked, or the office has the update."""
        self.period.must_be_open()
        if not self.is_with_lead:
            where = "accepted" if self.status is UpdateStatus.ACCEPTED else "with the office"
            raise RuleBroken(
                None, f"This update is {where}. Ask the office to return it to change it"
            )


class UpdateDraft(Timestamped, Model):
    """What one person typed into an update and has not saved yet, at the step where they are.

    Apart from the update, so that a draft neither makes a colleague's page stale nor replaces
    what the colleague typed.
    """

    __tablename__ = "update_draft"

    update_id: Mapped[int] = mapped_column(ForeignKey("workstream_update.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    step: Mapped[str] = mapped_column(String(40), default="")  # empty: everything was saved
    answers: Mapped[str] = mapped_column(Text, default="{}")
    steps_done: Mapped[str] = mapped_column(String(200), default="")  # names, with spaces between
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("update_id", "person_id"),)


class PortfolioReturn(Timestamped, Model):
    """What a portfolio return said of a workstream for a month that was not open yet.

    When the month is opened it becomes the workstream's update, entered by the office.
    """

    __tablename__ = "portfolio_return"

    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"))
    month: Mapped[Month]
    happened: Mapped[str] = mapped_column(Text)

    workstream: Mapped[Workstream] = relationship(lazy="raise_on_sql")

    __table_args__ = (UniqueConstraint("workstream_id", "month"),)


class UpdateComment(Timestamped, Model):
    """What the office said of an update, with the line it speaks of."""

    __tablename__ = "update_comment"

    update_id: Mapped[int] = mapped_column(ForeignKey("workstream_update.id"), index=True)
    quoted: Mapped[str] = mapped_column(Text, default="")
    step: Mapped[str] = mapped_column(String(40), default="")  # where that line is entered
    comment: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class FrozenMonth(Timestamped, Model):
    """A locked month: one canonical document and its hash. A correction is the next version."""

    __tablename__ = "frozen_month"

    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    version: Mapped[int]
    schema_version: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    data_hash: Mapped[str] = mapped_column(String(64), index=True)
    envelope: Mapped[str] = mapped_column(Text)
    envelope_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    locked_by: Mapped[str] = mapped_column(String(200))
    locked_at: Mapped[datetime]

    period: Mapped[Period] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        UniqueConstraint("period_id", "version"),
        # Holds the hash, which in the row itself lies behind megabytes of document.
        Index(None, "period_id", "version", "data_hash"),
    )

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return f"version {self.version}"


class Publication(Timestamped, Model):
    """A frozen month was published: by whom and when."""

    __tablename__ = "publication"

    frozen_month_id: Mapped[int] = mapped_column(ForeignKey("frozen_month.id"), index=True)
    audience: Mapped[str] = mapped_column(String(40))
    published_by: Mapped[str] = mapped_column(String(200))
    published_at: Mapped[datetime]


class AccuracyByPerson(Timestamped, Model):
    """A recorded decision to show, or no longer to show, forecast accuracy by person.

    The newest holds; without one it is not shown. Never altered.
    """

    __tablename__ = "accuracy_by_person"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    is_shown: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
