"""What the pages ask that keep an approval honest: readings, reopening, the review."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.quality.rules.reviews import Seen, Verdict
from app.web.forms import DateParts, Form, Thousandths, Versioned, offered


class ReadingForm(Form):
    """What a measure stood at."""

    read_on = DateParts("Day of the reading", [DataRequired("Enter the day of the reading")])
    value = Thousandths("Value", [InputRequired("Enter the value")])
    note = TextAreaField("Note", description="Where the figure comes from, and what explains it")


class ReopenForm(Versioned):
    """Why the approval holds no longer."""

    because = TextAreaField(
        "Why the approval holds no longer", [DataRequired("Say why it holds no longer")]
    )


class ReviewForm(Versioned):
    """What came of it."""

    found_harm = RadioField(
        "Did it do harm to patients or staff?",
        [InputRequired("Choose yes or no")],
        choices=offered([("no", "No"), ("yes", "Yes")]),
    )
    text = TextAreaField(
        "What happened, and how you know",
        [DataRequired("Say what happened, and how you know")],
        description="Compare with the harm and benefit that were expected",
    )


class HoldReviewForm(Versioned):
    """What a clinical executive says at a review of an approval. No answer is chosen beforehand."""

    seen = RadioField(
        "What has it done to patients and staff so far?",
        [InputRequired("Choose what was seen")],
        choices=offered((each.value, each.value.capitalize()) for each in Seen),
    )
    text = TextAreaField(
        "How the measures stand, and what was seen",
        [DataRequired("Say how the measures stand, and what was seen")],
        description="If nothing has changed for patients or staff yet, say so",
    )
    verdict = RadioField(
        "What follows?",
        [InputRequired("Choose whether the approval goes on")],
        choices=offered(
            [
                (Verdict.CONTINUE.value, "The approval goes on"),
                (Verdict.REOPEN.value, "Reopen it: the panel decides again"),
            ]
        ),
    )
