"""What the other routes ask: limits of screening out, screening out, an approval given before."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.web.forms import DateParts, Form, Money, Versioned, offered

YES, NO = "yes", "no"
NAME_TOO_LONG = "Enter 200 characters or fewer"


class LimitsForm(Form):
    """Which schemes of a programme need no full assessment."""

    most = Money(
        "At most, in a full year",
        [InputRequired("Enter the most that such a scheme is worth in a full year")],
        description="The largest of its full-year figures counts",
    )
    allows_pay = BooleanField("Pay schemes may be screened out too")
    allows_patient_facing = BooleanField(
        "Schemes that touch a service that patients use may be screened out too"
    )
    words = TextAreaField(
        "What else to bear in mind", description="For those who screen: for example what to ask"
    )


class SignForm(Versioned):
    """Nothing but the button: the version that was read."""


class ScreenOutForm(Form):
    """Why a scheme needs no full assessment. No answer is chosen beforehand."""

    is_patient_facing = RadioField(
        "Does it touch a service that patients use?",
        [InputRequired("Say whether it touches a service that patients use")],
        choices=offered([(YES, "Yes"), (NO, "No")]),
    )
    reason = TextAreaField(
        "Why no full assessment is needed",
        [DataRequired("Say why no full assessment is needed")],
        description="What it changes, and why neither patients nor staff notice",
    )


class PastForm(Form):
    """An approval that both executives gave before, with its evidence."""

    medical_by = StringField(
        "Medical director who approved it",
        [
            DataRequired("Enter the name of the medical director who approved it"),
            Length(max=200, message=NAME_TOO_LONG),
        ],
    )
    nursing_by = StringField(
        "Chief nurse who approved it",
        [
            DataRequired("Enter the name of the chief nurse who approved it"),
            Length(max=200, message=NAME_TOO_LONG),
        ],
    )
    given_on = DateParts(
        "Given on",
        [DataRequired("Enter the day on which it was given")],
        description="The later of the two, if they approved on different days",
    )
    evidence = TextAreaField(
        "Where it is written down",
        [DataRequired("Say where the approval is written down")],
        description="Minutes, form and reference: QIA panel minutes of 4 June 2026, item 5",
    )
    valid_until = DateParts(
        "Valid until", description="If it was given for a shorter time than usual"
    )
