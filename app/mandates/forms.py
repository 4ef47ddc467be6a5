"""What the pages of a mandate ask: the page itself, a KPI, a reading, and what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.core import answers
from app.core.financial_year import Month
from app.mandates.commands.kpis import LONGEST_UNIT, Measured
from app.mandates.commands.pages import LONGEST_SOURCE
from app.web.forms import (
    Form,
    Money,
    OptionalSelect,
    Thousandths,
    Versioned,
    answered,
    offered,
)

ABOVE, BELOW = "above", "below"


class MandateForm(Versioned):
    """The page, written bit by bit: no question must be answered before its gate asks for it."""

    baseline_spend = Money(
        "Baseline spend, a year",
        description="What is spent in a year, before the scheme, on what it changes. "
        "G1 asks for it",
    )
    benchmark = TextAreaField(
        "What it is benchmarked against",
        description="For example: outpatient DNA rate, trust 9.1%, peers 6.4%. G1 asks for it",
    )
    benchmark_source = StringField(
        "Where the benchmark comes from",
        [Length(max=LONGEST_SOURCE)],
        description="For example: Model Hospital, quarter 1 of 2026/27; or a GIRFT report",
    )
    no_benchmark = TextAreaField(
        "Or why no benchmark exists",
        description="For example: no other trust lets these rooms; the rent was compared with the "
        "district valuer’s figure",
    )
    scope = TextAreaField(
        "Scope",
        description="What is in, what is out, and where: services, sites, staff groups. "
        "G2 asks for it",
    )
    what = TextAreaField(
        "What changes in the scope",
        description="Only if you change the scope: G2 was signed with it, so its effect on quality "
        "is assessed again",
    )
    lessons = TextAreaField(
        "Lessons",
        description="What you would do again, and what you would do differently. G7 asks for them",
    )
    benefit_owner_id = OptionalSelect(
        "Who owns the benefit in business as usual",
        description="Who answers for it once the scheme is closed, often a service manager. "
        "G7 asks for it",
    )

    def offer(self, owners: Sequence[tuple[int, str]], *, is_relied_on: bool) -> None:
        """Sets who may be chosen; what changes is asked only once the scope is relied on."""
        self.benefit_owner_id.offer(owners, none="Nobody yet")
        if not is_relied_on:
            del self.what

    @property
    def given(self) -> dict[str, Any]:
        """What the command takes."""
        return {"what": "", **self.values}


class KpiForm(Versioned):
    """How success is measured."""

    title = StringField(
        "What is measured",
        [DataRequired("Say what is measured"), Length(max=answers.LONGEST_TITLE)],
        description="For example: missed appointments",
    )
    unit = StringField(
        "Unit",
        [DataRequired("Say in what it is counted"), Length(max=LONGEST_UNIT)],
        description="For example: %, days, a month",
    )
    better = RadioField(
        "Which way is better?",
        [InputRequired("Choose which way is better")],
        choices=offered([(ABOVE, "Higher is better"), (BELOW, "Lower is better")]),
    )
    baseline = Thousandths(
        "Baseline",
        [InputRequired("Enter where it stands today")],
        description="Where it stands before the scheme: 9.1",
    )
    target = Thousandths(
        "Target",
        [InputRequired("Enter where it is to stand")],
        description="Where it is to stand, and stay: 6.4",
    )
    reason = TextAreaField(
        "Why it changes", description="G2 was signed with this KPI, so a change needs a reason"
    )

    def asks_why(self, asks: bool) -> None:
        """A reason is asked of a change after G2 was signed."""
        if not asks:
            del self.reason

    @property
    def measured(self) -> Measured:
        """What the command takes."""
        return Measured(
            title=self.title.data or "",
            unit=self.unit.data or "",
            is_better_above=self.better.data == ABOVE,
            baseline=answered(self.baseline.data),
            target=answered(self.target.data),
        )

    @property
    def why(self) -> str:
        """The reason, where one was asked."""
        return self.reason.data or "" if "reason" in self else ""


class WithdrawKpiForm(Versioned):
    """Why it measures the scheme no longer."""

    reason = TextAreaField("Why it is withdrawn", [DataRequired("Say why it is withdrawn")])


class ReadingForm(Form):
    """What a KPI stood at in a month."""

    month = SelectField("Month")
    value = Thousandths("Value", [InputRequired("Enter the value")])
    note = TextAreaField("Note", description="Where the figure comes from, or why it moved")

    def offer(self, months: Sequence[Month]) -> None:
        """The months that have begun, the newest first."""
        self.month.choices = offered((str(month), month.label) for month in months)

    @property
    def given(self) -> dict[str, Any]:
        """What the command takes."""
        return {
            "month": Month.parse(self.month.data),
            "value": answered(self.value.data),
            "note": self.note.data or "",
        }


class LinksForm(Versioned):
    """Which milestones and risks of the workstream belong to the scheme."""

    milestones = SelectMultipleField("Milestones of this scheme", coerce=int)
    risks = SelectMultipleField("Risks of this scheme", coerce=int)

    def offer(
        self, milestones: Sequence[tuple[int, str]], risks: Sequence[tuple[int, str]]
    ) -> None:
        """What may be chosen."""
        self.milestones.choices = offered((str(key), text) for key, text in milestones)
        self.risks.choices = offered((str(key), text) for key, text in risks)

    @property
    def given(self) -> dict[str, list[int]]:
        """What the command takes."""
        return {"milestones": self.milestones.data or [], "risks": self.risks.data or []}
