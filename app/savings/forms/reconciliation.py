"""What the page of a month's reconciliation asks, and that of unmatched ledger lines."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.savings.models import Against
from app.web.forms import Form, Money, OptionalSelect, Versioned, offered


class PaperForm(Versioned):
    """What the finance paper prints."""

    pence = Money("Saved to date, as the finance paper prints it", [InputRequired("Enter it")])
    title = StringField(
        "Which paper, and where",
        [DataRequired("Enter the paper’s title"), Length(max=300)],
        description="Finance report M7, table 4",
    )


class ExplainForm(Form):
    """A part of a difference, and what it is."""

    against = RadioField(
        "Difference to",
        [InputRequired("Choose which difference this explains")],
        choices=offered(
            [(Against.LEDGER.value, "The ledger"), (Against.PAPER.value, "The finance paper")]
        ),
    )
    explained = Money(
        "Amount",
        [InputRequired("Enter the amount that is explained")],
        description="Above 0 where our figure is the larger; -500 where it is the smaller",
    )
    reason = TextAreaField("What it is", [DataRequired("Say what makes this difference")])


class SignForm(Form):
    """Finance's signature under the month, for the figures that the page showed."""

    shown = HiddenField()
    reason = TextAreaField("Note (optional)")


class WithdrawForm(Form):
    """Why the signature is taken back."""

    reason = TextAreaField("Why it is withdrawn", [DataRequired("Say why it is withdrawn")])


class MatchForm(Versioned):
    """Of which scheme a ledger line is."""

    scheme_id = OptionalSelect("Scheme", [DataRequired("Choose a scheme")])
