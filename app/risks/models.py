"""Risks, and the history of their scores."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.programmes.models import Placed


class RiskStatus(StrEnum):
    """Open, or closed with a reason."""

    OPEN = "open"
    CLOSED = "closed"


class ClosingReason(StrEnum):
    """Why a risk was closed."""

    TREATED = "treated"
    NO_LONGER_RELEVANT = "no longer relevant"
    MATERIALISED = "materialised"
    TOLERATED = "tolerated at target"
    WITHDRAWN = "withdrawn"


class Response(StrEnum):
    """What is done about it."""

    TERMINATE = "terminate"
    TREAT = "treat"
    TRANSFER = "transfer"
    TOLERATE = "tolerate"


class Proximity(StrEnum):
    """When it may happen."""

    IMMINENT = "imminent"
    ONE_TO_THREE = "1 to 3 months"
    THREE_TO_TWELVE = "3 to 12 months"
    OVER_TWELVE = "over 12 months"


class ScoreKind(StrEnum):
    """Which of the three scores."""

    INHERENT = "inherent"
    CURRENT = "current"
    TARGET = "target"


CATEGORIES = (
    "Safety",
    "Quality, complaints and audit",
    "Workforce",
    "Statutory duty",
    "Reputation",
    "Business objectives and projects",
    "Finance, including claims",
    "Service interruption and environment",
)
"""What is offered to choose from, after the NPSA's domains; an import may bring others."""


class Risk(Placed, Versioned, Timestamped, Model):
    """Because of a cause, an event may happen, leading to an effect."""

    __tablename__ = "risk"

    cause: Mapped[str] = mapped_column(Text, default="")
    event: Mapped[str] = mapped_column(Text, default="")
    effect: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(120), default="")
    inherent_consequence: Mapped[int | None]
    inherent_likelihood: Mapped[int | None]
    current_consequence: Mapped[int | None]
    current_likelihood: Mapped[int | None]
    target_consequence: Mapped[int | None]
    target_likelihood: Mapped[int | None]
    controls: Mapped[str] = mapped_column(Text, default="")
    response: Mapped[Response | None] = mapped_column(words(Response, "response"))
    proximity: Mapped[Proximity | None] = mapped_column(words(Proximity, "proximity"))
    raised_on: Mapped[date | None]
    target_date: Mapped[date | None]
    last_reviewed_on: Mapped[date | None]
    next_review_on: Mapped[date | None]
    status: Mapped[RiskStatus] = mapped_column(words(RiskStatus, "status"), default=RiskStatus.OPEN)
    closing_reason: Mapped[ClosingReason | None] = mapped_column(
        words(ClosingReason, "closing_reason")
    )
    closing_note: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("length(title) > 0", name="title_present"),
        UniqueConstraint("workstream_id", "ref"),
        *(
            CheckConstraint(f"{kind}_{axis} BETWEEN 1 AND 5", name=f"{kind}_{axis}_in_scale")
            for kind in ("inherent", "current", "target")
            for axis in ("consequence", "likelihood")
        ),
    )

    def cell(self, kind: ScoreKind) -> tuple[int, int] | None:
        """Consequence and likelihood of one of its scores; None where it was not given."""
        consequence = getattr(self, f"{kind.value}_consequence")
        likelihood = getattr(self, f"{kind.value}_likelihood")
        return (consequence, likelihood) if consequence and likelihood else None

    def score(self, kind: ScoreKind) -> int | None:
        """Consequence × likelihood of one of its scores."""
        cell = self.cell(kind)
        return cell[0] * cell[1] if cell else None


class RiskScore(Timestamped, Model):
    """One scoring of a risk, never altered: the history that the trend is drawn from."""

    __tablename__ = "risk_score"

    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), index=True)
    risk: Mapped[Risk] = relationship(lazy="raise_on_sql")
    kind: Mapped[ScoreKind] = mapped_column(words(ScoreKind, "kind"))
    consequence: Mapped[int]
    likelihood: Mapped[int]
    scored_on: Mapped[date]
    scored_by: Mapped[str] = mapped_column(String(200))
    scored_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
