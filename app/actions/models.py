"""Actions with an owner and a date, whatever they come from."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.programmes.models import Placed


class ActionKind(StrEnum):
    """What the action is for."""

    GAP = "closes the gap"
    MITIGATION = "mitigation"
    CONDITION = "condition of approval"
    GENERAL = "general"


class ActionStatus(StrEnum):
    """Whether it is still to be done."""

    OPEN = "open"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"


class Action(Placed, Versioned, Timestamped, Model):
    """Something that an owner does by a date.

    `source_kind`, `source_id` and `source_part` say which record it came from, and for what part
    of it: an assessment, and the domain whose score it lowers. Pounds only where it closes a gap.
    """

    __tablename__ = "action"

    kind: Mapped[ActionKind] = mapped_column(words(ActionKind, "kind"), default=ActionKind.GENERAL)
    description: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    status: Mapped[ActionStatus] = mapped_column(
        words(ActionStatus, "status"), default=ActionStatus.OPEN
    )
    financial_year: Mapped[FinancialYear | None]
    expected: Mapped[Pence | None]
    achieved: Mapped[Pence | None]
    completed_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    source_kind: Mapped[str] = mapped_column(String(40), default="")
    source_id: Mapped[int | None]
    source_part: Mapped[str] = mapped_column(String(80), default="")

    __table_args__ = (
        CheckConstraint("length(title) > 0", name="title_present"),
        UniqueConstraint("workstream_id", "ref"),
        Index(None, "source_kind", "source_id"),
        Index(None, "due_on"),
    )

    def must_be_open(self) -> None:
        """Raises RuleBroken for an action that is complete or withdrawn."""
        if self.status is not ActionStatus.OPEN:
            raise RuleBroken(None, f"This action is {self.status.value}: reopen it to change it")
