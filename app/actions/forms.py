"""What the pages of an action ask."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.actions.models import Action, ActionKind
from app.programmes.disclosing import DisclosedForm, named_on
from app.web.forms import DateParts, Money, OptionalSelect, Versioned, offered, questions

FOR = {
    ActionKind.GENERAL: "Something to be done",
    ActionKind.GAP: "Closes the savings gap",
    ActionKind.MITIGATION: "Lowers a risk or an effect on quality",
    ActionKind.CONDITION: "A condition of an approval",
}


class _Described(DisclosedForm):
    title = questions.title(
        "What will be done", "Begin with the verb: Agree the agency rate card with the supplier"
    )
    description = TextAreaField("Description")
    due_on = DateParts("By when")
    expected = Money(
        "Pounds it is expected to bring this financial year",
        description="Needed where it closes the gap. It never counts as forecast",
    )


class AddForm(_Described):
    """A new action."""

    workstream_id = OptionalSelect("Workstream", [DataRequired("Choose a workstream")])
    kind = RadioField(
        "What it is for",
        [InputRequired("Choose what it is for")],
        choices=offered((kind.value, words) for kind, words in FOR.items()),
        coerce=ActionKind,
        default=ActionKind.GENERAL,
        description="All but the first need an owner and a date",
    )


class EditForm(_Described):
    """What describes it. What it is for does not change."""

    @classmethod
    def of(cls, action: Action) -> EditForm:
        """The form for this action; pounds are asked for where it closes a gap."""
        form = cls(obj=action, data=named_on(action))
        if action.kind is not ActionKind.GAP:
            del form.expected
        return form


class CompleteForm(Versioned):
    """When it was done, and what came of it."""

    completed_on = DateParts("Completed on", [DataRequired("Enter the date it was completed")])
    outcome = TextAreaField(
        "What came of it",
        [DataRequired("Say in a sentence what came of it")],
        description="One sentence: Rate card signed, and in use from 1 November",
    )
    achieved = Money(
        "Pounds it brings this financial year",
        description="What came of it, beside what was expected. Enter 0 if it brought nothing",
    )

    @classmethod
    def of(cls, action: Action) -> CompleteForm:
        """The form for this action; pounds are asked for where it closes a gap."""
        form = cls(obj=action)
        if action.kind is not ActionKind.GAP:
            del form.achieved
        return form

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        said = super().values
        said["on"] = said.pop("completed_on")
        return said
