"""A scheme's card: what the month saved, what the rest of the year will, or a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from app.core import money
from app.core.actor import Actor
from app.reporting import commands
from app.reporting.commands import answers
from app.reporting.forms.cards import Card
from app.web.clock import today
from app.web.forms import DateParts, Money, OptionalSelect, offered

AGREE, CHANGE, QUERY = "agree", "change", "query"
ASKS = ("question", "owner_id", "due_on")
ANSWER_WITHIN = timedelta(days=7)


class SchemeCard(Card):
    """Agree, change or query where the month's figure is known; else both boxes are asked at once.

    `people` are those who may be asked, the likeliest first.
    """

    letter: ClassVar = "s"
    uses: Mapping[str, tuple[str, ...]] = MappingProxyType({CHANGE: ("actual", "rest")})

    answer = RadioField("Is this right?")
    actual = Money("Saved")
    rest = Money("Forecast")
    question = TextAreaField("Your question")
    owner_id = OptionalSelect("Who answers")
    due_on = DateParts("Answered by")

    def __init__(self, item: Any, typed: Any, people: Sequence[tuple[int, str]] = ()) -> None:
        self.people = people
        super().__init__(item, typed)
        month, left = item.month, item.months_left
        self.actual.label.text = f"Saved in {month.name}"
        if left:
            self.rest.label.text = f"Forecast, {left[0].name} to {left[-1].name}"
        else:
            del self.rest
        boxes = tuple(name for name in ("actual", "rest") if name in self)
        self.uses = {CHANGE: boxes, QUERY: ASKS}
        self.owner_id.offer(people)
        self.answer.choices = offered(self._choices())
        self.answer.validators = [InputRequired(f"Say if you agree with {self.record.ref}")]
        if item.known is None:
            del self.answer
        if not self.asks_to_query:
            self.uses = {CHANGE: boxes} if item.known is not None else {}
            for name in ASKS:
                del self[name]

    def _choices(self) -> list[tuple[str, str]]:
        both = [(AGREE, "Agree"), (CHANGE, "Change")]
        return [*both, (QUERY, "Query")] if self.asks_to_query else both

    @property
    def asks_to_query(self) -> bool:
        """Whether the figure may be asked about: there is one, and no query on it is open yet."""
        item = self.item
        return item.known is not None and bool(self.people) and not item.is_queried

    @property
    def asks_to_agree(self) -> bool:
        """Whether there is a figure to agree with."""
        return "answer" in self

    @property
    def asks_rest(self) -> bool:
        """Whether the financial year has months left."""
        return "rest" in self

    @property
    def hint(self) -> str:
        """Its reference, what is known where the boxes are closed, and what was planned."""
        item = self.item
        month = item.month.name
        planned = f"planned {_pounds(item.plan)} in {month}"
        if item.months_left:
            planned += f", {_pounds(item.rest_plan)} after it"
        if not self.asks_to_agree:
            return f"{self._named}, {planned}"
        known = f"saved {_pounds(item.known)} in {month}{self._beside_the_ledger}"
        if item.months_left:
            known += f", forecast {_pounds(item.rest)} after it"
        return f"{self._named}, {known}; {planned}"

    @property
    def _named(self) -> str:
        """Its reference, and the word that it is complete."""
        return f"{self.record.ref}{', complete' if self.record.is_transacted else ''}"

    @property
    def _beside_the_ledger(self) -> str:
        """Where the month's figure comes from, and what the ledger shows if that is another."""
        item = self.item
        if item.ledger is None:
            return ""
        if item.known == item.ledger:
            return " as the ledger shows"
        return f" (the ledger shows {_pounds(item.ledger)}: finance asks about a difference)"

    @property
    def record(self) -> Any:
        """The scheme itself."""
        return self.item.scheme

    def stored(self) -> dict[str, Any]:
        """What is known already, and who most likely answers a question by when."""
        return {
            "actual": self.item.known,
            "rest": self.item.rest,
            "owner_id": self.people[0][0] if self.people else None,
            "due_on": today() + ANSWER_WITHIN,
        }

    @property
    def _is_query(self) -> bool:
        return "answer" in self and self.answer.data == QUERY

    @property
    def _typed(self) -> tuple[Any, Any]:
        """Actual and rest: those typed, or those stored where the person agrees."""
        if "answer" in self and self.answer.data != CHANGE:
            return self.item.known, self.item.rest
        return self.actual.data, self.rest.data if "rest" in self else self.item.rest

    def in_words(self) -> str:
        """What was typed, in a sentence."""
        if self._is_query:
            return f"A question: {self.question.data or 'nothing'}"
        return _words(*self._typed)

    def record_in_words(self) -> str:
        """How it is stored now."""
        state = self.record.status.value
        return f"{state.capitalize()}. {_words(self.item.actual, self.item.rest)}"

    def save(self, *, actor: Actor, at: datetime) -> None:
        """Writes the month's actual and the months left, or asks about the figure."""
        if self._is_query:
            answers.query_scheme(
                self.item,
                question=self.question.data or "",
                owner_id=self.owner_id.data,
                due_on=self.due_on.data,
                version=self.shown_version,
                actor=actor,
                at=at,
            )
            return
        actual, rest = self._typed
        commands.answer_scheme(
            self.item, actual=actual, rest=rest, version=self.shown_version, actor=actor, at=at
        )


def _pounds(amount: int | None) -> str:
    return "nothing" if amount is None else money.exact(amount).removesuffix(".00")


def _words(actual: int | None, rest: int | None) -> str:
    return f"This month {_pounds(actual)}, rest of the year {_pounds(rest)}"
