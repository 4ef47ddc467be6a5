"""Schemes, their place and budget lines, and their monthly plan, forecast and actual."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.programmes.models import Placed, Workstream
from app.savings import rules
from app.savings.rules import closing, lifecycle

DevelopmentStatus = rules.DevelopmentStatus
DeliveryRisk = rules.DeliveryRisk
Stage = lifecycle.Stage

MEASURES = ("plan", "forecast", "actual")
KINDS = ("recurrent", "non_recurrent")
CELLS = tuple(f"{measure}_{kind}" for measure in MEASURES for kind in KINDS)
"""The names of a month's six amounts."""

CATEGORIES = (
    "Pay: agency",
    "Pay: establishment reviews",
    "Pay: e-rostering and job planning",
    "Pay: corporate services",
    "Pay: service redesign",
    "Pay: digital",
    "Pay: other",
    "Non-pay: medicines",
    "Non-pay: procurement, clinical",
    "Non-pay: procurement, non-clinical",
    "Non-pay: estates and premises",
    "Non-pay: fleet",
    "Non-pay: pathology and imaging networks",
    "Non-pay: digital",
    "Non-pay: corporate",
    "Non-pay: service redesign",
    "Non-pay: net zero",
    "Non-pay: other",
    "Income: private patients",
    "Income: overseas visitors",
    "Income: non-patient care",
    "Income: other",
)
"""What is offered to choose from, after the national return; an import may bring others."""


class CashClass(StrEnum):
    """What sort of saving it is."""

    CASH_RELEASING = "cash-releasing"
    NON_CASH_RELEASING = "non-cash-releasing"
    COST_AVOIDANCE = "cost avoidance"
    INCOME = "income"


class SchemeStatus(StrEnum):
    """Whether the scheme still runs. Complete: transacted in full, recurrently."""

    OPEN = "open"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"


class Scheme(Placed, Versioned, Timestamped, Model):
    """A cost improvement (CIP) scheme. Its money is in SchemeMonth; totals are computed."""

    __tablename__ = "scheme"

    description: Mapped[str] = mapped_column(Text, default="")
    development_status: Mapped[DevelopmentStatus] = mapped_column(
        words(DevelopmentStatus, "development_status"), default=DevelopmentStatus.PLANS_IN_PROGRESS
    )
    delivery_risk: Mapped[DeliveryRisk | None] = mapped_column(words(DeliveryRisk, "delivery_risk"))
    category: Mapped[str] = mapped_column(String(120), default="")
    cash_class: Mapped[CashClass | None] = mapped_column(words(CashClass, "cash_class"))
    starts_on: Mapped[date | None]
    recurrent_full_year: Mapped[Pence | None]  # the full-year value that finance's table prints
    running_cost: Mapped[Pence] = mapped_column(default=0)  # recurrent, a full year
    set_up_cost: Mapped[Pence] = mapped_column(default=0)  # non-recurrent, to deliver
    signed_full_year_effect: Mapped[Pence | None]
    signed_by: Mapped[str] = mapped_column(String(200), default="")
    signed_on: Mapped[date | None]
    signed_reason: Mapped[str] = mapped_column(Text, default="")
    has_estimated_split: Mapped[bool] = mapped_column(default=False)
    status: Mapped[SchemeStatus] = mapped_column(
        words(SchemeStatus, "status"), default=SchemeStatus.OPEN
    )
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose idea it was
    stage: Mapped[Stage | None] = mapped_column(words(Stage, "stage"))  # None: before the gates
    scope_version: Mapped[int] = mapped_column(default=1, server_default="1")
    wte_budgeted: Mapped[int | None]  # hundredths of a whole-time equivalent, pay schemes
    wte_contracted: Mapped[int | None]
    costs_nothing: Mapped[bool] = mapped_column(default=False, server_default=false())
    forecast_changed_on: Mapped[date | None]  # when one that had been given was last changed
    quality_cleared_by: Mapped[str] = mapped_column(String(400), default="", server_default="")
    quality_cleared_on: Mapped[date | None]
    quality_cleared_until: Mapped[date | None]
    quality_reviewed_on: Mapped[date | None]  # the post-implementation review
    quality_stopped: Mapped[str] = mapped_column(Text, default="", server_default="")

    __table_args__ = (
        CheckConstraint("length(title) > 0", name="title_present"),
        UniqueConstraint("workstream_id", "ref"),
    )

    @property
    def is_gated(self) -> bool:
        """Whether it goes through the gates; one from before them is declared by its tracker."""
        return self.stage is not None

    def is_quality_valid(self, on: date) -> bool:
        """Whether both clinical executives' approval holds on the day: given, not run out, not
        stopped, and of the scope as it is."""
        until = self.quality_cleared_until
        return until is not None and on <= until and not self.quality_stopped

    @property
    def is_transacted(self) -> bool:
        """Whether it is taken out of budgets in full, recurrently: complete."""
        return self.status is SchemeStatus.COMPLETE

    @property
    def counts(self) -> bool:
        """Whether it is in the totals, so that its months go on: open or complete."""
        return self.status is not SchemeStatus.WITHDRAWN

    @property
    def frozen_plan(self) -> str:
        """Why the plan of a year that has one stays as it is; empty while it may be changed."""
        return closing.frozen_plan(self.stage, is_complete=self.is_transacted)

    def must_be_open(self) -> None:
        """Raises RuleBroken where what the scheme is does not change: complete, or withdrawn."""
        if self.status is SchemeStatus.OPEN:
            return
        sentence = f"This scheme is {self.status.value}: reopen it to change it"
        if self.is_gated and self.is_transacted:
            sentence = "This scheme is complete: only its figures by month still change"
        raise RuleBroken(None, sentence)

    def must_count(self) -> None:
        """Raises RuleBroken where its money does not change: it is withdrawn."""
        if not self.counts:
            raise RuleBroken(None, "This scheme is withdrawn: reopen it to change it")


class SchemeMonth(Versioned, Model):
    """One month of one scheme, in pence. An empty cell is not given, which is not nought."""

    __tablename__ = "scheme_month"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    month: Mapped[Month]
    plan_recurrent: Mapped[Pence | None]
    plan_non_recurrent: Mapped[Pence | None]
    forecast_recurrent: Mapped[Pence | None]
    forecast_non_recurrent: Mapped[Pence | None]
    actual_recurrent: Mapped[Pence | None]
    actual_non_recurrent: Mapped[Pence | None]
    has_estimated_phasing: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("scheme_id", "month"),
        Index(None, "month", "scheme_id"),
    )

    @property
    def has_plan(self) -> bool:
        """Whether a plan was given for the month, be it 0."""
        return (self.plan_recurrent, self.plan_non_recurrent) != (None, None)


class SchemePressure(Versioned, Timestamped, Model):
    """An adverse amount against a scheme in a financial year, kept apart from its actual; pence."""

    __tablename__ = "scheme_pressure"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    financial_year: Mapped[FinancialYear]
    pence: Mapped[Pence]

    __table_args__ = (UniqueConstraint("scheme_id", "financial_year"),)


class SchemePlace(Timestamped, Model):
    """A service and a site on which a scheme lands."""

    __tablename__ = "scheme_place"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    service: Mapped[str] = mapped_column(String(200), default="")
    site: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (UniqueConstraint("scheme_id", "service", "site"),)


class SchemeBudgetLine(Timestamped, Model):
    """A budget line that a scheme takes money from, in the months from one to another."""

    __tablename__ = "scheme_budget_line"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    cost_centre: Mapped[str] = mapped_column(String(40))
    account: Mapped[str] = mapped_column(String(40), default="")
    from_month: Mapped[Month]
    to_month: Mapped[Month | None]

    __table_args__ = (
        UniqueConstraint("scheme_id", "cost_centre", "account", "from_month"),
        Index(None, "cost_centre", "account"),
    )


class SchemeShare(Versioned, Timestamped, Model):
    """A workstream's share of a cross-cutting scheme, in hundredths of a per cent."""

    __tablename__ = "scheme_share"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"), index=True)
    share: Mapped[int]

    workstream: Mapped[Workstream] = relationship(lazy="raise_on_sql")

    __table_args__ = (UniqueConstraint("scheme_id", "workstream_id"),)
