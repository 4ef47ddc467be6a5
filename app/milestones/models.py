"""Milestones, and the history of their forecasts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.programmes.models import Placed


class MilestoneStatus(StrEnum):
    """Open until it is completed or withdrawn; never deleted."""

    OPEN = "open"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"


class Milestone(Placed, Versioned, Timestamped, Model):
    """Something promised by a date. The first baseline never changes."""

    __tablename__ = "milestone"

    description: Mapped[str] = mapped_column(Text, default="")
    first_baseline: Mapped[date | None]
    current_baseline: Mapped[date | None]
    forecast: Mapped[date | None]
    completed_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(Text, default="")
    evidence_link: Mapped[str] = mapped_column(String(500), default="")
    is_gate: Mapped[bool] = mapped_column(default=False)
    is_critical: Mapped[bool] = mapped_column(default=False)
    status: Mapped[MilestoneStatus] = mapped_column(
        words(MilestoneStatus, "status"), default=MilestoneStatus.OPEN
    )
    closing_reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("length(title) > 0", name="title_present"),
        UniqueConstraint("workstream_id", "ref"),
        Index(None, "workstream_id", "forecast"),
    )


class ForecastChange(Timestamped, Model):
    """One move of a milestone's forecast: from, to, why, by whom."""

    __tablename__ = "forecast_change"

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    before: Mapped[date | None]
    after: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]
