"""What the pages of a scheme ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from app.core import answers
from app.core.money import Pence
from app.programmes.models import Disclosure
from app.savings.forms.wte import Wte
from app.savings.models import (
    CATEGORIES,
    CashClass,
    DeliveryRisk,
    DevelopmentStatus,
)
from app.web.forms import DateParts, Money, OptionalSelect, Versioned, offered

TITLE_TOO_LONG = f"Title must be {answers.LONGEST_TITLE} characters or fewer"
NOT_ASSESSED = "Not assessed yet"
NONE_GIVEN = "Not given"


def _or_none(kind: Any) -> Any:
    return lambda value: kind(value) if value and value != "None" else None


def _choices(kind: Any, none: str) -> Any:
    return offered([("", none), *((each.value, each.value.capitalize()) for each in kind)])


class SchemeForm(Versioned):
    """What a scheme is. Its money is asked for by month."""

    title = StringField(
        "Scheme",
        [DataRequired("Enter a title"), Length(max=answers.LONGEST_TITLE, message=TITLE_TOO_LONG)],
        description="What will cost less: Fewer agency nurses in outpatient clinics",
    )
    description = TextAreaField("Description")
    owner_id = OptionalSelect("Owner")
    development_status = RadioField(
        "Development status",
        [InputRequired("Choose how far the scheme is developed")],
        choices=offered((each.value, each.label) for each in DevelopmentStatus),
        default=DevelopmentStatus.PLANS_IN_PROGRESS.value,
        description="How far it has been worked out: one of two axes",
    )
    delivery_risk = SelectField(
        "Delivery risk",
        choices=_choices(DeliveryRisk, NOT_ASSESSED),
        coerce=_or_none(DeliveryRisk),
        description="How likely it is to save less than planned",
    )
    category = SelectField("Category", default="")
    cash_class = SelectField(
        "Cash class", choices=_choices(CashClass, NONE_GIVEN), coerce=_or_none(CashClass)
    )
    starts_on = DateParts("Starts on", description="When it begins to save")
    recurrent_full_year = Money(
        "Recurrent full-year value", description="As finance’s own table prints it"
    )
    running_cost = Money("Running cost, a full year", description="What it costs each year to run")
    set_up_cost = Money("Set-up cost", description="What it costs once, to deliver")
    costs_nothing = BooleanField("It costs nothing to deliver or to run")
    wte_budgeted = Wte("WTE, budgeted", description="Posts that leave the budget, on pay schemes")
    wte_contracted = Wte("WTE, contracted", description="Staff in post who leave it, likewise")
    disclosure = SelectField(
        "Who may learn of it",
        choices=offered((each.value, each.value.capitalize()) for each in Disclosure),
        coerce=Disclosure,
        default=Disclosure.PRIVATE.value,
        description="Workforce-sensitive schemes show only to their owner and people named here",
    )
    readers = SelectMultipleField("People who may see it", coerce=int, validate_choice=True)

    def offer(
        self,
        owners: Sequence[tuple[int, str]],
        category: str,
        *,
        discloses: bool,
        is_gated: bool = True,
    ) -> None:
        """Sets what may be chosen; who may see it is asked only of those who may say so.

        How far it is developed is asked only of a scheme from before the gates.
        """
        self.owner_id.offer(owners, none="Nobody yet")
        known = list(CATEGORIES) if category in ("", *CATEGORIES) else [category, *CATEGORIES]
        self.category.choices = offered([("", NONE_GIVEN), *((each, each) for each in known)])
        self.readers.choices = offered((str(key), name) for key, name in owners)
        if not discloses:
            del self.disclosure
            del self.readers
        if is_gated:
            del self.development_status

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        skipped = ("version", "csrf_token", "workstream_id", "readers")
        given = {field.name: field.data for field in self if field.name not in skipped}
        if "development_status" in given:
            given["development_status"] = DevelopmentStatus(given["development_status"])
        for name in ("running_cost", "set_up_cost"):
            given[name] = given[name] or Pence(0)
        return given


class AddForm(SchemeForm):
    """A new scheme of a workstream."""

    workstream_id = OptionalSelect("Workstream", [DataRequired("Choose a workstream")])


class SignForm(Versioned):
    """Finance's full-year effect."""

    pence = Money(
        "Full-year effect",
        description="Leave empty to go back to the computed figure",
    )
    reason = TextAreaField(
        "Why", [DataRequired("Say why, for example that the scheme is still growing in March")]
    )


class CompleteForm(Versioned):
    """How it was transacted."""

    reason = TextAreaField(
        "How it was taken out of budgets",
        [DataRequired("Say how it was transacted, for example the journal reference")],
        description="Complete means in full, and recurrently",
    )


class WithdrawForm(Versioned):
    """Why it will not be done."""

    reason = TextAreaField("Why it is withdrawn", [DataRequired("Say why it is withdrawn")])


class ReopenForm(Versioned):
    """Why it is open again."""

    reason = TextAreaField("Why it is opened again", [DataRequired("Say why it is opened again")])
