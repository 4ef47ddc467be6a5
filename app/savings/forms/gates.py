"""What is asked at a gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.programmes.roles import Role
from app.savings.rules.lifecycle import Stage
from app.web.forms import DateParts, Versioned, answered, offered


class GateSignForm(Versioned):
    """A signature. The role is asked of somebody who may sign in more than one."""

    role = RadioField("Sign as", [InputRequired("Choose as what you sign")])
    reason = TextAreaField(
        "What you want to put on record", description="For example a lesson learned"
    )
    evidence = TextAreaField(
        "What you rely on", description="For example a paper, or the minutes of a meeting"
    )

    def offer(self, roles: Sequence[Role]) -> None:
        """Asks for the role only where there is a choice."""
        self.role.choices = offered((role.value, role.label) for role in roles)
        if len(roles) < 2:
            del self.role

    @property
    def given(self) -> dict[str, Any]:
        """What the command takes; no role where there is no choice."""
        return {
            "role": Role(self.role.data) if "role" in self else None,
            "reason": self.reason.data or "",
            "evidence": self.evidence.data or "",
        }


class GateRejectForm(Versioned):
    """Why it does not pass."""

    reason = TextAreaField(
        "Why it is rejected",
        [DataRequired("Say why it is rejected, and what has to change")],
        description="Say what has to change: whoever mends it reads this",
    )


class ScopeForm(Versioned):
    """What changes in what a scheme does."""

    what = TextAreaField(
        "What changes",
        [DataRequired("Say what changes in what the scheme does")],
        description="For example: two more clinics are to close",
    )


class EnterForm(Versioned):
    """Where a scheme from before the gates begins."""

    stage = RadioField("Where it stands", [InputRequired("Choose where the scheme stands")])
    reason = TextAreaField(
        "Why it goes through the gates from now on",
        [DataRequired("Say why it goes through the gates from now on")],
    )

    @property
    def chosen(self) -> Stage:
        """The stage that was chosen."""
        return Stage(self.stage.data)


class PastForm(Versioned):
    """An approval that was given before."""

    role = RadioField("Approved as", [InputRequired("Choose as what it was approved")])
    by = StringField(
        "Name of who approved it",
        [DataRequired("Enter the name of who approved it"), Length(max=200)],
    )
    given_on = DateParts(
        "Day of the approval", [InputRequired("Enter the day on which it was approved")]
    )
    evidence = TextAreaField(
        "Where the approval is written",
        [DataRequired("Say where the approval is written")],
        description="For example: minutes of the programme board, item 4",
    )

    def offer(self, roles: Sequence[Role]) -> None:
        """Asks as which of the roles it was approved."""
        self.role.choices = offered((role.value, role.label) for role in roles)

    @property
    def given(self) -> dict[str, Any]:
        """What the command takes."""
        return {
            "role": Role(self.role.data),
            "by": self.by.data or "",
            "given_on": answered(self.given_on.data),
            "evidence": self.evidence.data or "",
        }
