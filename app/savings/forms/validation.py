"""What the pages of validation ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.savings.rules.validation import Evidence
from app.web.forms import DateParts, Form, OptionalSelect, Versioned, offered

VALIDATE, LEDGER, QUERY, REJECT = "validate", "ledger", "query", "reject"
DECISIONS = {
    VALIDATE: "Validate the claim as it is",
    LEDGER: "Take the ledger’s figure: it becomes the claim, and is validated",
    QUERY: "Query it: somebody answers by a day",
    REJECT: "Reject it",
}
ANSWER_WITHIN = timedelta(days=7)


def offered_decision(args: Mapping[str, str]) -> str | None:
    """The decision that the address already names, if it is one."""
    named = args.get("decision", "")
    return named if named in DECISIONS else None


class TogetherForm(Form):
    """The claims that the page showed as agreeing, with their figures."""

    seen = HiddenField()


class DecideForm(Form):
    """Finance's word on one claim."""

    shown = HiddenField()
    decision = RadioField(
        "What do you decide?",
        [InputRequired("Choose what you decide")],
        choices=offered(DECISIONS.items()),
    )
    evidence = SelectField(
        "What the claim rests on",
        description="Needed to validate a claim",
        choices=offered([("", "Choose one"), *((each.value, each.label) for each in Evidence)]),
        default="",
    )
    reason = TextAreaField(
        "Your reason, or your question",
        description="Needed to query, to reject, and to validate what the ledger does not show",
    )
    owner_id = OptionalSelect("Who answers a query")
    due_on = DateParts("A query is answered by")
    clears_claim = BooleanField(
        "If you reject it: set the claim to £0.00",
        description="For a budget that was cut while the spend did not fall: nothing was saved",
    )

    def offer(self, people: Sequence[tuple[int, str]], owner_id: int | None, today: date) -> None:
        """Sets who may be asked, and what is likely."""
        self.owner_id.offer(people)
        if not self.is_submitted():
            self.owner_id.data = owner_id
            self.due_on.process(None, today + ANSWER_WITHIN)

    @property
    def rests_on(self) -> Evidence | None:
        """The evidence that was chosen, if one was."""
        return Evidence(self.evidence.data) if self.evidence.data else None


class AnswerForm(Versioned):
    """A message in a query's thread."""

    text = TextAreaField("Your message", [DataRequired("Enter your message")])


class CloseForm(Versioned):
    """Why no answer is wanted any more."""

    note = TextAreaField("Why it is closed", [DataRequired("Say why the query is closed")])
