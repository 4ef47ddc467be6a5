"""A risk's card: the same, up or down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.core import dates
from app.core.actor import Actor
from app.reporting import commands, rules
from app.reporting.forms.cards import Card
from app.reporting.rules import Move
from app.web.forms import offered


class RiskCard(Card):
    """One risk that is due for review. Each answer says what it does to the score."""

    letter: ClassVar = "r"
    uses: Mapping[str, tuple[str, ...]] = MappingProxyType(
        {Move.UP.value: ("went_up",), Move.DOWN.value: ("went_down",)}
    )

    answer = RadioField("Since the last review")
    went_up = StringField("Why did it go up?")
    went_down = StringField("Why did it go down?")

    def __init__(self, item: Any, typed: Any) -> None:
        super().__init__(item, typed)
        self.answer.validators = [
            InputRequired(f"Say if {self.record.ref} is the same, up or down")
        ]
        if self.score is None:
            self.uses = {}
            del self.answer, self.went_up, self.went_down
            return
        sentences = [(move.value, self._sentence(move)) for move in Move]
        self.answer.choices = offered((move, words) for move, words in sentences if words)

    @property
    def score(self) -> tuple[int, int] | None:
        """Consequence and likelihood; None before it is scored."""
        consequence, likelihood = self.record.current_consequence, self.record.current_likelihood
        return (consequence, likelihood) if consequence and likelihood else None

    def _sentence(self, move: Move) -> str:
        if self.score is None:
            return ""
        after = rules.moved(self.score, move)
        if after is None:
            return ""
        product = after[0] * after[1]
        if move is Move.SAME:
            return f"Same: {product}"
        axis, step = ("likelihood", 1) if after[0] == self.score[0] else ("consequence", 0)
        change = f"{axis} {self.score[step]} to {after[step]}"
        return f"{move.value.capitalize()}: {change}, score {product}"

    @property
    def hint(self) -> str:
        """Its reference, its score and when it was to be looked at."""
        consequence, likelihood = self.score or (0, 0)
        of = f"consequence {consequence} × likelihood {likelihood}"
        score = f"score {consequence * likelihood} ({of})"
        due = self.record.next_review_on
        return f"{self.record.ref}, {score}" + (f", review due {dates.long(due)}" if due else "")

    @property
    def note(self) -> str:
        """Why it moved; empty when it did not."""
        box = self.uses.get(self.answer.data or "", ())
        return str(self[box[0]].data or "").strip() if box else ""

    def validate_went_up(self, _question: StringField) -> None:
        """A line, where it went up."""
        if self.answer.data == Move.UP and not self.note:
            raise ValidationError("Say in a line why it went up")

    def validate_went_down(self, _question: StringField) -> None:
        """A line, where it went down."""
        if self.answer.data == Move.DOWN and not self.note:
            raise ValidationError("Say in a line why it went down")

    def in_words(self) -> str:
        """What was typed, in a sentence."""
        words = "No answer"
        for value, text, *_ in self.answer.iter_choices():
            words = text if value == self.answer.data else words
        return f"{words}. {self.note}".strip()

    def record_in_words(self) -> str:
        """How it is stored now."""
        score = self.score[0] * self.score[1] if self.score else "not scored"
        return f"{self.record.status.value.capitalize()}, score {score}"

    def save(self, *, actor: Actor, at: datetime) -> None:
        """Reviews it; one without a score is left to its own page."""
        if self.score is None:
            return
        commands.answer_risk(
            self.record,
            Move(self.answer.data),
            note=self.note,
            version=self.shown_version,
            actor=actor,
            at=at,
        )
