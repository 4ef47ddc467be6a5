"""Closed months, corrections of them, and what has left budgets."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db.model import Model, Timestamped, Versioned


class ClosedMonth(Versioned, Timestamped, Model):
    """The last month of a programme whose savings are closed: told by the lock of the month."""

    __tablename__ = "closed_month"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), unique=True)
    month: Mapped[Month]
    closed_by: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime]


class Adjustment(Timestamped, Model):
    """A correction of a closed month's actual, in pence to be added; never altered."""

    __tablename__ = "scheme_adjustment"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    month: Mapped[Month]
    recurrent: Mapped[Pence] = mapped_column(default=0)
    non_recurrent: Mapped[Pence] = mapped_column(default=0)
    made_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "scheme_id", "month"),)


class BudgetTransfer(Timestamped, Model):
    """Money that left a budget, with its journal; never altered.

    A reversal is a negative row that names the one which it reverses.
    """

    __tablename__ = "budget_transfer"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    financial_year: Mapped[FinancialYear]
    recurrent: Mapped[Pence] = mapped_column(default=0)
    non_recurrent: Mapped[Pence] = mapped_column(default=0)
    journal_ref: Mapped[str] = mapped_column(String(80))
    cost_centre: Mapped[str] = mapped_column(String(40), default="")
    account: Mapped[str] = mapped_column(String(40), default="")
    made_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("budget_transfer.id"), unique=True)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("scheme_id", "journal_ref", "cost_centre", "account"),)


class OverlapDecision(Timestamped, Model):
    """What was decided of two schemes that may count one saving twice; never altered.

    `key` names the pair and what they share; the newest decision on a key holds.
    """

    __tablename__ = "overlap_decision"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    key: Mapped[str] = mapped_column(String(300))
    is_settled: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "programme_id", "key"),)
