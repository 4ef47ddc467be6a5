"""The lead's words, the path to green, and the declared rating."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app.core.rating import Colour
from app.reporting.models import Update
from app.web.forms import DateParts, Versioned, offered

PATH = ("path_action", "path_owner", "path_date", "path_decision")
SAME = "same"
DECLARABLE = (Colour.RED, Colour.AMBER, Colour.GREEN)


class WordsForm(Versioned):
    """Two boxes, a confirmation, and a path to green where there is something to turn."""

    happened = TextAreaField(
        "What happened this month?",
        [DataRequired("Say what happened this month")],
        description="What you achieved, and what went otherwise than planned",
    )
    needed = TextAreaField(
        "What do you need?", description="A decision, a person, a thing: or leave it empty"
    )
    path_action = StringField(
        "What will turn it green?", [DataRequired("Say what will turn it green")]
    )
    path_owner = StringField(
        "Who will do it?",
        [
            DataRequired("Say who will do it"),
            Length(max=200, message="A name must be 200 characters or fewer"),
        ],
    )
    path_date = DateParts(
        "When will it be green?", [DataRequired("Give the date by which it turns green")]
    )
    path_decision = StringField(
        "Which decision is needed?",
        [DataRequired("Say which decision is needed, or “None”")],
        description="“None” is a good answer",
    )
    nothing_else_changed = BooleanField(
        "Nothing else changed", [DataRequired("Confirm that nothing else changed")]
    )

    @classmethod
    def of(cls, update: Update | None, typed: Any, *, with_path: bool) -> WordsForm:
        """For this update; what was typed, if anything was, stands in place of what is stored."""
        form = cls(formdata=typed or None, obj=update)
        if not with_path:
            for name in PATH:
                del form[name]
        return form

    @property
    def has_path(self) -> bool:
        """Whether the path to green is asked."""
        return "path_action" in self

    @property
    def values(self) -> dict[str, Any]:
        """The update's fields by name."""
        skipped = ("version", "csrf_token")
        return {
            name: field.data if name in ("path_date", "nothing_else_changed") else field.data or ""
            for name, field in self._fields.items()
            if name not in skipped
        }


class RatingForm(Versioned):
    """The lead's own rating: the calculated one unless they say otherwise."""

    declared = RadioField("Your rating", default=SAME)
    declared_reason = TextAreaField("Why do you rate it differently?", [Optional()])

    @classmethod
    def of(cls, update: Update | None, calculated: Colour, typed: Any) -> RatingForm:
        """With the colours that can be chosen beside the calculated one."""
        values = {
            "version": str(update.version) if update else "",
            "declared": update.declared.value if update and update.declared else SAME,
            "declared_reason": update.declared_reason if update else "",
        }
        form = cls(formdata=typed or None, data=values)
        if not calculated.is_rated:
            del form.declared
            del form.declared_reason
            return form
        others = [(each.value, _words(each, calculated)) for each in DECLARABLE]
        form.declared.choices = offered(
            [(SAME, f"{calculated.label}, as calculated")]
            + [(value, words) for value, words in others if value != calculated.value]
        )
        return form

    @property
    def colour(self) -> Colour | None:
        """The colour declared; None for the calculated one."""
        chosen = self.declared.data if "declared" in self else SAME
        return None if chosen in (SAME, None) else Colour(chosen)

    @property
    def may_declare(self) -> bool:
        """Whether there is a calculated colour to differ from."""
        return "declared" in self

    @property
    def differs(self) -> bool:
        """Whether the lead rates it differently, or tried to."""
        return self.colour is not None or bool(self.errors)

    @property
    def reason(self) -> str:
        """Why it differs."""
        return (self.declared_reason.data or "") if "declared_reason" in self else ""


def _words(colour: Colour, calculated: Colour) -> str:
    if colour.severity > calculated.severity:
        return f"{colour.label}: worse than calculated"
    return f"Ask for {colour.label.lower()}: the office has to grant it"
