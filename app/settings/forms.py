"""What the page of one setting asks."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.web.forms import DateParts, Versioned


class SettingForm(Versioned):
    """A value, from when it holds, who answers for it, and why."""

    value = StringField("New value", [InputRequired("Enter a value")])
    effective_from = DateParts("Holds from", [InputRequired("Enter the day from which it holds")])
    owner = StringField(
        "Who answers for it?",
        [
            InputRequired("Enter who answers for this value"),
            Length(max=200, message="Enter 200 characters or fewer"),
        ],
        description="A role or a body, such as the chief finance officer or the programme board",
    )
    reason = TextAreaField(
        "Why does it change?",
        [
            InputRequired("Say why the value changes"),
            Length(max=5000, message="Enter 5,000 characters or fewer"),
        ],
        description="Reports print this beside the value",
    )
