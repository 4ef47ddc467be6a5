"""What the pages of a dependency ask."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from app.core import answers
from app.programmes.disclosing import DisclosedForm
from app.web.forms import DateParts, OptionalSelect, Versioned, WholeNumber

TOO_LONG = f"Deliverable must be {answers.LONGEST_TITLE} characters or fewer"
BODY_TOO_LONG = "Name must be 200 characters or fewer"
FLOAT = "Float must be a whole number of days between 0 and 3650"


class _Described(DisclosedForm):
    title = StringField(
        "Deliverable",
        [
            DataRequired("Enter what has to be delivered"),
            Length(max=answers.LONGEST_TITLE, message=TOO_LONG),
        ],
        description="What one side hands to the other: Room booking data for 14 sites",
    )
    acceptance = TextAreaField(
        "Acceptance criteria", description="How the receiver will know that it is right"
    )
    float_days = WholeNumber(
        "Float in days",
        [Optional(), NumberRange(0, 3650, FLOAT)],
        description="Calendar days that the receiver can wait beyond the need without harm",
        default=0,
    )
    is_critical = BooleanField("On the critical path: the programme's end waits for it")


class AddForm(_Described):
    """A new dependency between two sides."""

    giver_id = OptionalSelect("Workstream that gives")
    giver_body = StringField(
        "Or an outside body that gives", [Length(max=200, message=BODY_TOO_LONG)]
    )
    receiver_id = OptionalSelect("Workstream that needs it")
    receiver_body = StringField(
        "Or an outside body that needs it", [Length(max=200, message=BODY_TOO_LONG)]
    )
    need_by = DateParts("Needed by", description="The receiver's date")
    promise = DateParts("Promised for", description="The giver's date")


class EditForm(_Described):
    """What describes it. Its dates move on pages of their own."""


class NeedByForm(Versioned):
    """The receiver's new date."""

    need_by = DateParts("New date by which it is needed", [DataRequired("Enter the new date")])
    reason = TextAreaField("Why it moves")

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        return {"to": self.need_by.data, "reason": self.reason.data or ""}


class PromiseForm(Versioned):
    """The giver's new date."""

    promise = DateParts("New date that is promised", [DataRequired("Enter the new date")])
    reason = TextAreaField("Why it moves")

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        return {"to": self.promise.data, "reason": self.reason.data or ""}


class DeliverForm(Versioned):
    """When it was handed over."""

    delivered_on = DateParts("Delivered on", [DataRequired("Enter the date it was delivered")])

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        return {"on": self.delivered_on.data}


class ConfirmForm(Versioned):
    """Nothing more to say than yes, to the version that was shown."""


class DisputeForm(Versioned):
    """What is not agreed with."""

    reason = TextAreaField(
        "What you do not agree with", [DataRequired("Say what you do not agree with")]
    )
