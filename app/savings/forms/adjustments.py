"""What the correction of a closed month asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.web.forms import Money, Versioned, offered


def _month(value: Any) -> Month | None:
    if isinstance(value, Month):
        return value
    try:
        return Month.parse(str(value))
    except RuleBroken:
        return None


class AdjustForm(Versioned):
    """The month, what to add to its figures, and why."""

    month = SelectField("Month", [InputRequired("Choose the month")], coerce=_month)
    recurrent = Money(
        "Add to the recurrent actual",
        description="The difference, not the new figure. With a minus to take away, such as -500",
    )
    non_recurrent = Money("Add to the non-recurrent actual", description="Likewise")
    reason = TextAreaField(
        "Why the figure changes",
        [DataRequired("Say why the figure of a closed month changes")],
        description="Such as the journal, or who found what in the ledger",
    )

    def offer(self, months: Iterable[Month]) -> None:
        """Sets the months that are closed, the newest first."""
        self.month.choices = offered((str(month), month.label) for month in months)

    @property
    def amounts(self) -> dict[str, Pence]:
        """What the command adds."""
        return {
            "recurrent": self.recurrent.data or Pence(0),
            "non_recurrent": self.non_recurrent.data or Pence(0),
        }
