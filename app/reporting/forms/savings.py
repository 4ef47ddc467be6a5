"""A scheme's card: what the month saved, and what the rest of the year will."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from wtforms import RadioField
from wtforms.validators import InputRequired

from app.core import money
from app.core.actor import Actor
from app.reporting import commands
from app.reporting.forms.cards import Card
from app.web.forms import Money, offered

AGREE, CHANGE = "agree", "change"


class SchemeCard(Card):
    """Agree or change where the month's actual is known; else both boxes are asked at once."""

    letter: ClassVar = "s"
    uses: Mapping[str, tuple[str, ...]] = MappingProxyType({CHANGE: ("actual", "rest")})

    answer = RadioField("Is this right?", choices=offered([(AGREE, "Agree"), (CHANGE, "Change")]))
    actual = Money("Saved")
    rest = Money("Forecast")

    def __init__(self, item: Any, typed: Any) -> None:
        super().__init__(item, typed)
        month, left = item.month, item.months_left
        self.actual.label.text = f"Saved in {month.name}"
        if left:
            self.rest.label.text = f"Forecast, {left[0].name} to {left[-1].name}"
        else:
            del self.rest
            self.uses = {CHANGE: ("actual",)}
        self.answer.validators = [InputRequired(f"Say if you agree with {self.record.ref}")]
        if item.known is None:
            del self.answer
            self.uses = {}

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
            return f"{self.record.ref}, {planned}"
        known = f"saved {_pounds(item.known)} in {month}{self._beside_the_ledger}"
        if item.months_left:
            known += f", forecast {_pounds(item.rest)} after it"
        return f"{self.record.ref}, {known}; {planned}"

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
        """What is known already."""
        return {"actual": self.item.known, "rest": self.item.rest}

    @property
    def _typed(self) -> tuple[Any, Any]:
        """Actual and rest: those typed, or those stored where the person agrees."""
        if "answer" in self and self.answer.data != CHANGE:
            return self.item.known, self.item.rest
        return self.actual.data, self.rest.data if "rest" in self else self.item.rest

    def in_words(self) -> str:
        """What was typed, in a sentence."""
        return _words(*self._typed)

    def record_in_words(self) -> str:
        """How it is stored now."""
        state = self.record.status.value
        return f"{state.capitalize()}. {_words(self.item.actual, self.item.rest)}"

    def save(self, *, actor: Actor, at: datetime) -> None:
        """Writes the month's actual and the months left."""
        actual, rest = self._typed
        commands.answer_scheme(
            self.item, actual=actual, rest=rest, version=self.shown_version, actor=actor, at=at
        )


def _pounds(amount: int | None) -> str:
    return "nothing" if amount is None else money.exact(amount).removesuffix(".00")


def _words(actual: int | None, rest: int | None) -> str:
    return f"This month {_pounds(actual)}, rest of the year {_pounds(rest)}"
