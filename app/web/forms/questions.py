"""Questions that many records ask in the same way, and the forms that ask nothing else."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.core import answers
from app.web.forms.base import Versioned

TITLE_TOO_LONG = f"Title must be {answers.LONGEST_TITLE} characters or fewer"


def title(label: str, example: str = "") -> StringField:
    """What the record is, in a few words."""
    length = Length(max=answers.LONGEST_TITLE, message=TITLE_TOO_LONG)
    return StringField(label, [DataRequired("Enter a title"), length], description=example)


class WithdrawForm(Versioned):
    """Why it is withdrawn."""

    reason = TextAreaField("Why it is withdrawn", [DataRequired("Say why it is withdrawn")])


class ReopenForm(Versioned):
    """Why it is opened again."""

    reason = TextAreaField("Why it is open again", [DataRequired("Say why it is open again")])
