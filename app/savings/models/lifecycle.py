"""What was signed, rejected and reopened at a scheme's gates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.money import Pence
from app.db.model import Model, Timestamped
from app.db.types import words
from app.savings.models.scheme import Scheme
from app.savings.rules import lifecycle

Gate = lifecycle.Gate
Verdict = lifecycle.Verdict


class GateDecision(Timestamped, Model):
    """One verdict at one gate by one person in one role; never altered. The money is as it stood.

    `recorded_by`: who wrote down an approval that was given before, with its evidence.
    """

    __tablename__ = "gate_decision"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    gate: Mapped[Gate] = mapped_column(words(Gate, "gate"))
    verdict: Mapped[Verdict] = mapped_column(words(Verdict, "verdict"))
    role: Mapped[str] = mapped_column(String(40), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    by: Mapped[str] = mapped_column(String(200))
    deputising_for: Mapped[str] = mapped_column(String(200), default="")
    given_on: Mapped[date]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[str] = mapped_column(String(200), default="")
    round: Mapped[int] = mapped_column(default=1)
    plan_then: Mapped[Pence | None]  # the year's plan, and the full-year effect, as signed
    full_year_then: Mapped[Pence | None]
    scope_version: Mapped[int] = mapped_column(default=1)

    scheme: Mapped[Scheme] = relationship(lazy="raise_on_sql")

    __table_args__ = (Index(None, "scheme_id", "id"),)
