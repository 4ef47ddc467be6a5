"""What the programme office and the SRO are asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Optional

from app.core.financial_year import Month
from app.web.forms import Form, Versioned, offered

NOTHING = ""
RECENT, COMING = 3, 2
"""How many months back and ahead are offered for opening."""


class OpenForm(Form):
    """Which month to open."""

    month = SelectField("Month", [DataRequired("Choose a month")])

    def offer(self, opened: Sequence[Month], today: date) -> None:
        """Months around this one that have not been opened; the month just over is chosen."""
        now = Month.of(today)
        around = [now.plus(count) for count in range(-RECENT, COMING + 1)]
        free = [each for each in around if each not in opened]
        self.month.choices = offered((str(each), each.label) for each in free)
        default = next((each for each in free if each >= now.previous), None)
        if default and not self.month.data:
            self.month.data = str(default)

    @property
    def chosen(self) -> Month:
        """The month itself."""
        return Month.parse(self.month.data or "")


class AcceptForm(Versioned):
    """Accepts the update that was shown."""


class ReturnForm(Versioned):
    """Sends it back, with the line that the comment speaks of."""

    quoted = RadioField("Which line is it about?", [Optional()], default=NOTHING)
    comment = TextAreaField("What needs to change?", [DataRequired("Say what needs to change")])

    def offer(self, lines: Sequence[tuple[str, str]]) -> None:
        """The lines of the update, by key."""
        self.quoted.choices = offered([*lines, (NOTHING, "The update as a whole")])


class AnswerForm(Form):
    """Grants or refuses a better rating."""

    answer = RadioField(
        "Does the better rating stand?",
        [DataRequired("Say if you grant or refuse it")],
        choices=offered([("grant", "Grant it, for this month only"), ("refuse", "Refuse it")]),
    )
    reason = TextAreaField("Why?", [DataRequired("Say why")])


class ConfirmForm(Versioned):
    """A tick that says yes, of one who was shown what it means."""

    sure = BooleanField("Yes", [DataRequired("Tick to confirm")])

    @classmethod
    def saying(cls, sentence: str, **given: Any) -> ConfirmForm:
        """With the sentence that is confirmed."""
        form = cls(**given)
        form.sure.label.text = sentence
        return form


class LockForm(Versioned):
    """Locks the month."""

    reason = TextAreaField("Why is it locked now?", [DataRequired("Say why")])
    with_missing = BooleanField("Lock with these updates missing")
    sure = BooleanField("I have read what freezes", [DataRequired("Tick to confirm")])

    def ask_about(self, missing: Sequence[Any]) -> None:
        """The tick about missing updates, where any is missing."""
        if not missing:
            del self.with_missing
            return
        names = ", ".join(each.ref for each in missing)
        self.with_missing.label.text = f"Lock with {names} shown as Not reported"

    @property
    def accepts_missing(self) -> bool:
        """Whether the person said that some may be missing."""
        return "with_missing" in self and bool(self.with_missing.data)


class CorrectForm(Form):
    """Makes the next version of a locked month."""

    reason = TextAreaField("What does it correct, and why?", [DataRequired("Say why")])
    sure = BooleanField("Make the next version", [DataRequired("Tick to confirm")])
