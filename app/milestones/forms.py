"""What the pages of a milestone ask."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.milestones.models import Milestone
from app.programmes.disclosing import DisclosedForm, named_on
from app.web.clock import today
from app.web.forms import DateParts, OptionalSelect, Versioned, questions


class _Described(DisclosedForm):
    title = questions.title(
        "What will be done", "As it will read when it is done: Rooms booked at all sites"
    )
    description = TextAreaField("Description")
    is_gate = BooleanField("A gate: the programme decides here whether to go on")
    is_critical = BooleanField("On the critical path: the programme's end waits for it")


class AddForm(_Described):
    """A new milestone."""

    workstream_id = OptionalSelect("Workstream", [DataRequired("Choose a workstream")])
    baseline = DateParts("Baseline", description="The date that is promised. It cannot be moved.")
    forecast = DateParts("Forecast", description="If it is another date already")


class EditForm(_Described):
    """What describes it. The baseline is asked for only where there is none."""

    baseline = DateParts("Baseline", description="The date that is promised. It cannot be moved.")

    @classmethod
    def of(cls, milestone: Milestone) -> EditForm:
        """The form for this milestone."""
        form = cls(obj=milestone, data=named_on(milestone))
        if milestone.current_baseline:
            del form.baseline
        return form


class ReforecastForm(Versioned):
    """A new expected date."""

    forecast = DateParts("New forecast", [DataRequired("Enter the new forecast date")])
    reason = TextAreaField("Why it moves")

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        said = super().values
        said["to"] = said.pop("forecast")
        return said

    def validate_forecast(self, question: DateParts) -> None:
        """What is still to be done cannot be expected in the past."""
        if question.data and question.data < today():
            raise ValidationError("New forecast must be today or in the future")


class CompleteForm(Versioned):
    """When it was done, and how we know."""

    completed_on = DateParts("Completed on", [DataRequired("Enter the date it was completed")])
    evidence = TextAreaField(
        "Evidence",
        [DataRequired("Say in a sentence how you know that it is done")],
        description="One sentence: All 14 rooms are in the booking system",
    )
    evidence_link = StringField(
        "Link to the evidence",
        description="A full web address that starts with https://",
    )

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        said = super().values
        said["on"] = said.pop("completed_on")
        return said
