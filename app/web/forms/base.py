"""The form that all others extend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.fields import Field, StringField
from wtforms.validators import ValidationError

from app.core import nhs_number
from app.core.actor import Actor
from app.core.errors import Conflict, RuleBroken
from app.web.clock import now
from app.web.forms.versions import Difference, both_versions

T = TypeVar("T")

LONGEST_TEXT = 5000
NO_VERSION = 0  # of no record: what no page of ours has sent is always stale


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Refuses a patient's NHS number in any text; explains broken rules beside their field."""

    conflict: Sequence[Difference] = ()
    conflict_message = ""

    def validate(self, extra_validators: Any = None) -> bool:
        """As WTForms, then: no text may hold a valid NHS number, nor be longer than its limit."""
        for field in self:
            if isinstance(field, StringField) and isinstance(field.data, str):
                field.data = storable(field.data)
        valid = bool(super().validate(extra_validators))
        refused = [self._refuse(field) for field in self if isinstance(field, StringField)]
        return valid and not any(refused)

    def explain(self, broken: RuleBroken) -> None:
        """Puts the sentence beside its field, or above the form when it has none."""
        field = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(broken.message)
        else:
            field.errors = [*field.errors, broken.message]

    def saves(self, act: Callable[[], object], record: object = None) -> bool:
        """Whether the command went through. If not, the form says why and is shown again.

        Where somebody else saved the record first, what they saved stands beside what was typed;
        sending the form once more then means it, as the version is now theirs.
        """
        try:
            act()
        except RuleBroken as broken:
            self.explain(broken)
        except Conflict as clash:
            if record is None:
                raise
            self._set_side_by_side(record, clash)
        else:
            return True
        return False

    def makes(self, make: Callable[[], T]) -> T | None:
        """What the command made; None where the form was not sent, or has to be shown again."""
        made: list[T] = []
        if self.validate_on_submit() and self.saves(lambda: made.append(make())):
            return made[0]
        return None

    @property
    def values(self) -> dict[str, Any]:
        """What was answered, by name, as a command takes it: text that is not there is empty."""
        return {
            name: "" if field.data is None and isinstance(field, StringField) else field.data
            for name, field in self._fields.items()
            if not isinstance(field, HiddenField)
        }

    @property
    def has_errors(self) -> bool:
        """Whether it has to be shown again."""
        return bool(self.errors or self.form_errors or self.conflict_message)

    @property
    def status(self) -> int:
        """The status of the page that shows it: 409 when stale, 422 when wrong, else 200."""
        if self.conflict_message:
            return 409
        return 422 if self.has_errors else 200

    def _set_side_by_side(self, record: object, clash: Conflict) -> None:
        self.conflict = both_versions(self, record)
        self.conflict_message = str(clash)
        version = self._fields.get("version")
        if version is not None:
            version.data = str(getattr(record, "version", ""))

    def _refuse(self, field: Field) -> bool:
        text = field.data or ""
        if not isinstance(text, str) or isinstance(field, HiddenField):
            return False
        if nhs_number.found_in(text):
            problem = "Remove the NHS number: Ragstone must hold no patient data"
        elif len(text) > LONGEST_TEXT:
            problem = f"{field.label.text} must be {LONGEST_TEXT:,} characters or fewer"
        else:
            return False
        field.errors = [*field.errors, problem]
        return True


def storable(text: str) -> str:
    """The text without invisible characters that no database or page can hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")


class Versioned(Form):
    """A form for a stored record: carries the version that the page showed."""

    version = HiddenField()

    @property
    def shown_version(self) -> int:
        """The version that the person was looking at, as their page sent it back.

        A page that sent none showed no save of the record: it is stale, never the latest.
        """
        sent = self.version.raw_data
        text = str(sent[0]) if sent else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else NO_VERSION

    def carries_out(
        self, command: Callable[..., object], record: object, *, actor: Actor, **known: Any
    ) -> bool:
        """Whether the form was sent, and the command went through: `values` is what it is given.

        `known` is what the page knows and does not ask. As `saves`, where it did not go through.
        """

        def act() -> None:
            command(
                record, **known, **self.values, version=self.shown_version, actor=actor, at=now()
            )

        return bool(self.validate_on_submit()) and self.saves(act, record)


def answered(data: T | None) -> T:
    """The answer to a question that the form has checked is answered."""
    if data is None:
        raise ValidationError("This question needs an answer")
    return data
