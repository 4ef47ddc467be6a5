"""The form that all others extend."""

from __future__ import annotations

from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.fields import Field, StringField
from wtforms.validators import ValidationError

from app.core import nhs_number
from app.core.errors import RuleBroken

T = TypeVar("T")

LONGEST_TEXT = 5000


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Refuses a patient's NHS number in any text; explains broken rules beside their field."""

    def validate(self, extra_validators: Any = None) -> bool:
        """As WTForms, then: no text may hold a valid NHS number, nor be longer than its limit."""
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

    @property
    def has_errors(self) -> bool:
        """Whether it has to be shown again."""
        return bool(self.errors or self.form_errors)

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


class Versioned(Form):
    """A form for a stored record: carries the version that the page showed."""

    version = HiddenField()

    @property
    def shown_version(self) -> int | None:
        """The version that the person was looking at; None for a new record."""
        text = str(self.version.data or "")
        return int(text) if text.isdigit() else None


def answered(data: T | None) -> T:
    """The answer to a question that the form has checked is answered."""
    if data is None:
        raise ValidationError("This question needs an answer")
    return data
