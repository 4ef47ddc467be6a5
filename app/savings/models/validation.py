"""Ledger lines, finance's word on each claim, queries, and the month's reconciliation."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import money
from app.core.actor import Place
from app.core.financial_year import Month
from app.core.money import Pence
from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.savings.models.scheme import Scheme
from app.savings.rules import validation

Evidence = validation.Evidence
Verdict = validation.Finding


class LedgerLine(Versioned, Timestamped, Model):
    """An amount that the ledger shows as saved; the scheme is None until somebody says which.

    `occurrence` tells apart lines of a file that are alike in all but their place.
    """

    __tablename__ = "ledger_line"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    month: Mapped[Month]
    cost_centre: Mapped[str] = mapped_column(String(40), default="")
    account: Mapped[str] = mapped_column(String(40), default="")
    description: Mapped[str] = mapped_column(String(300), default="")
    scheme_ref: Mapped[str] = mapped_column(String(60), default="")  # as the file has it
    occurrence: Mapped[int] = mapped_column(default=1)
    pence: Mapped[Pence]
    source: Mapped[str] = mapped_column(String(200), default="")
    is_withdrawn: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint(
            "programme_id", "month", "cost_centre", "account", "scheme_ref", "occurrence"
        ),
    )

    @property
    def place(self) -> Place:
        """Where it belongs: a line is of the programme until it is matched."""
        return Place(self.programme_id)

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        parts = (str(self.month), self.cost_centre, self.account, self.scheme_ref)
        return f"{' '.join(part for part in parts if part)}: {money.exact(self.pence)}"


class Validation(Timestamped, Model):
    """Finance's word on one scheme's claim for one month; never altered, the newest holds.

    The figures are the claim as it was then: a claim that moves is again not validated by as much.
    """

    __tablename__ = "validation"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    month: Mapped[Month]
    verdict: Mapped[Verdict] = mapped_column(words(Verdict, "verdict"))
    evidence: Mapped[Evidence | None] = mapped_column(words(Evidence, "evidence"))
    recurrent: Mapped[Pence] = mapped_column(default=0)
    non_recurrent: Mapped[Pence] = mapped_column(default=0)
    ledger: Mapped[Pence | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(String(40), default="")  # one for claims taken together
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "scheme_id", "month", "id"), Index(None, "month"))


class QueryStatus(StrEnum):
    """Whether an answer is still wanted."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class ClaimQuery(Versioned, Timestamped, Model):
    """A question about a month's claim, or about what the ledger shows of it.

    Finance asks, or the lead does: who answers it, and by when.
    """

    __tablename__ = "claim_query"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    month: Mapped[Month]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date]
    status: Mapped[QueryStatus] = mapped_column(
        words(QueryStatus, "status"), default=QueryStatus.OPEN
    )
    raised_by: Mapped[str] = mapped_column(String(200))
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime]

    scheme: Mapped[Scheme] = relationship(lazy="raise_on_sql")
    owner: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[owner_id])

    __table_args__ = (Index(None, "scheme_id", "month"),)


class ClaimMessage(Timestamped, Model):
    """One message in the thread of a query; never altered."""

    __tablename__ = "claim_message"

    query_id: Mapped[int] = mapped_column(ForeignKey("claim_query.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class FinancePaper(Versioned, Timestamped, Model):
    """What the finance paper of a month prints as saved to date; pence."""

    __tablename__ = "finance_paper"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    month: Mapped[Month]
    pence: Mapped[Pence]
    title: Mapped[str] = mapped_column(String(300), default="")
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("programme_id", "month"),)


class Against(StrEnum):
    """What the validated savings are reconciled to."""

    LEDGER = "ledger"
    PAPER = "finance paper"


class ReconcilingItem(Versioned, Timestamped, Model):
    """A part of a month's difference that somebody explained; pence, withdrawn rather than lost."""

    __tablename__ = "reconciling_item"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    month: Mapped[Month]
    against: Mapped[Against] = mapped_column(words(Against, "against"))
    pence: Mapped[Pence]
    reason: Mapped[str] = mapped_column(Text)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "programme_id", "month"),)


class FinanceSignOff(Versioned, Timestamped, Model):
    """Finance signed a month's savings, with the figures as they were; pence."""

    __tablename__ = "finance_sign_off"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    month: Mapped[Month]
    validated: Mapped[Pence]
    claimed: Mapped[Pence]
    ledger: Mapped[Pence | None]
    paper: Mapped[Pence | None]
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index(None, "programme_id", "month"),)
