"""What each step of an assessment asks."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.core import answers
from app.quality.commands.measures import LONGEST_UNIT, Measured
from app.quality.forms.fields import axis
from app.quality.rules import scoring
from app.quality.rules.scoring import Direction
from app.web.forms import DateParts, OptionalSelect, Thousandths, Versioned, answered, offered

DIRECTIONS = {
    Direction.POSITIVE: "Positive: it gets better",
    Direction.NEUTRAL: "Neutral: no change",
    Direction.NEGATIVE: "Negative: it gets worse",
}
ABOVE, BELOW = "above", "below"


class AboutForm(Versioned):
    """What changes, and which clinician answers for the assessment."""

    summary = TextAreaField(
        "What changes, for whom and where",
        [DataRequired("Say what changes, for whom and where")],
        description="For readers who do not know the scheme: which patients and staff, which sites",
    )
    clinical_lead_id = OptionalSelect(
        "Clinical lead",
        [DataRequired("Choose the clinical lead")],
        description="The clinician who answers for this assessment. Not one of the two who approve",
    )


class DomainForm(Versioned):
    """Stage 1 of one domain. No answer is chosen beforehand."""

    direction = RadioField(
        "What does the scheme do to it?",
        [InputRequired("Choose positive, neutral or negative")],
        choices=offered((each.value, words) for each, words in DIRECTIONS.items()),
    )
    consequence = axis("How serious it would be", scoring.CONSEQUENCES)
    likelihood = axis("How likely it is", scoring.LIKELIHOODS)
    why = TextAreaField(
        "Why",
        [DataRequired("Say why: what changes for patients or staff")],
        description="What changes, and what you know it from",
    )

    @property
    def offered(self) -> list[tuple[str, str, bool]]:
        """Each answer with its words, and whether it is the one that was chosen."""
        return [
            (value, words, chosen) for value, words, chosen, *_ in self.direction.iter_choices()
        ]

    @property
    def is_negative(self) -> bool:
        return bool(self.direction.data == Direction.NEGATIVE.value)

    def validate_consequence(self, question: Any) -> None:
        """A negative effect is scored."""
        if self.is_negative and not question.data:
            raise ValidationError("Choose how serious it would be: a negative effect is scored")

    def validate_likelihood(self, question: Any) -> None:
        """On both axes."""
        if self.is_negative and not question.data:
            raise ValidationError("Choose how likely it is: a negative effect is scored")


class AfterForm(Versioned):
    """What is left of a domain's score once the mitigations work."""

    consequence_after = axis(
        "How serious it would still be",
        scoring.CONSEQUENCES,
        asked="Choose how serious it would still be",
    )
    likelihood_after = axis(
        "How likely it would still be",
        scoring.LIKELIHOODS,
        asked="Choose how likely it would still be",
    )


class MitigationForm(Versioned):
    """An action with an owner and a date."""

    title = StringField(
        "What will be done",
        [
            DataRequired("Say what will be done"),
            Length(max=answers.LONGEST_TITLE, message="Enter 300 characters or fewer"),
        ],
        description="Begin with the verb: Run a minibus from the bus station on clinic days",
    )
    description = TextAreaField("More about it")
    owner_id = OptionalSelect("Owner", [DataRequired("Choose who does it")])
    due_on = DateParts("By when", [DataRequired("Enter the day by which it is in place")])


class MeasureForm(Versioned):
    """What is watched, from where it warns, and from where it stops the scheme."""

    domain = RadioField("Domain", [InputRequired("Choose a domain that the scheme makes worse")])
    title = StringField(
        "What is measured",
        [
            DataRequired("Say what is measured"),
            Length(max=answers.LONGEST_TITLE, message="Enter 300 characters or fewer"),
        ],
        description="Something that is counted already: Complaints about travel",
    )
    unit = StringField(
        "Unit",
        [Length(max=LONGEST_UNIT, message="Unit must be 40 characters or fewer")],
        description="For example % or a month",
    )
    worse = RadioField(
        "Which way is worse?",
        [InputRequired("Choose which way is worse")],
        choices=offered([(ABOVE, "Higher is worse"), (BELOW, "Lower is worse")]),
    )
    baseline = Thousandths(
        "Baseline", [InputRequired("Enter what it is now")], description="What it is now"
    )
    threshold = Thousandths(
        "Threshold",
        [InputRequired("Enter the threshold")],
        description="Beyond this it is looked into",
    )
    stop_trigger = Thousandths(
        "Stop trigger",
        [InputRequired("Enter the stop trigger")],
        description="Beyond this the approval ends at once, and the panel decides again",
    )

    @property
    def measured(self) -> Measured:
        """What the command takes."""
        return Measured(
            domain=answered(self.domain.data),
            title=self.title.data or "",
            unit=self.unit.data or "",
            is_worse_above=self.worse.data == ABOVE,
            baseline=self.baseline.data,
            threshold=answered(self.threshold.data),
            stop_trigger=answered(self.stop_trigger.data),
        )


class SubmitForm(Versioned):
    """Whether it still describes the scheme, where the scope has changed since it was started."""

    has_read_scope = BooleanField("I have read it again, and it describes the scheme as it is now")


class ReasonForm(Versioned):
    """Why it is taken back, or withdrawn."""

    reason = TextAreaField("Why", [DataRequired("Say why")])


class RemoveForm(Versioned):
    """Nothing but the button."""
