"""What the record of a journal asks."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.savings.rules.transfers import LONGEST_CODE, LONGEST_JOURNAL
from app.web.forms import DateParts, Money, Versioned, answered, offered

ASK_JOURNAL = "Enter the journal reference, as the ledger has it"


def _year(value: Any) -> FinancialYear | None:
    if isinstance(value, FinancialYear):
        return value
    try:
        return FinancialYear.parse(str(value))
    except RuleBroken:
        return None


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=f"Enter {longest} characters or fewer")


class JournalForm(Versioned):
    """The journal that reverses another: its reference, its day, and why."""

    journal_ref = StringField(
        "Journal reference", [DataRequired(ASK_JOURNAL), _at_most(LONGEST_JOURNAL)]
    )
    made_on = DateParts(
        "Date of the journal", [InputRequired("Enter the day on which the journal was made")]
    )
    reason = TextAreaField("Why it is reversed", [DataRequired("Say why the journal is reversed")])


class TransferForm(JournalForm):
    """What left a budget, with its journal."""

    year = SelectField("Financial year", coerce=_year)
    recurrent = Money("Recurrent", description="What next year’s budget is lower by, too")
    non_recurrent = Money("Non-recurrent", description="For this year only")
    cost_centre = StringField("Cost centre", [_at_most(LONGEST_CODE)])
    account = StringField("Account", [_at_most(LONGEST_CODE)])
    reason = TextAreaField("Reason", description="Only needed where it is more than the plan")

    def offer(self, years: list[FinancialYear]) -> None:
        """Sets the years that may be chosen."""
        self.year.choices = offered((str(year), str(year)) for year in years)

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        return {
            "year": answered(self.year.data),
            "recurrent": self.recurrent.data or Pence(0),
            "non_recurrent": self.non_recurrent.data or Pence(0),
            "journal_ref": answered(self.journal_ref.data),
            "cost_centre": self.cost_centre.data or "",
            "account": self.account.data or "",
            "made_on": answered(self.made_on.data),
            "reason": self.reason.data or "",
        }
