"""A milestone's card: done, on time, or a new date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.core import dates
from app.core.actor import Actor
from app.milestones import rules as milestones
from app.reporting import commands
from app.reporting.forms.cards import Card
from app.web.clock import today
from app.web.forms import DateParts, answered, offered

DONE, ON_TIME, NEW_DATE = "done", "on time", "new date"


class MilestoneCard(Card):
    """One milestone that is due or late. On time is offered while its forecast can be met."""

    letter: ClassVar = "m"
    uses: Mapping[str, tuple[str, ...]] = MappingProxyType(
        {DONE: ("completed_on", "evidence"), NEW_DATE: ("forecast", "reason")}
    )

    answer = RadioField("Where is it?")
    completed_on = DateParts("Date it was done")
    evidence = StringField("How do you know that it is done?")
    forecast = DateParts("New date")
    reason = StringField("Why does it move?")

    def __init__(self, item: Any, typed: Any, limits: milestones.DeliveryThresholds) -> None:
        super().__init__(item, typed)
        self.limits = limits
        self.answer.choices = offered(self._choices())
        self.answer.validators = [
            InputRequired(f"Say if {self.record.ref} is done, on time or has a new date")
        ]

    def _choices(self) -> list[tuple[str, str]]:
        forecast = self.record.forecast
        words = [(DONE, "Done"), (NEW_DATE, "New date")]
        if forecast is not None and forecast >= today():
            baseline = self.record.current_baseline
            is_later = baseline is not None and forecast > baseline
            start = "As forecast," if is_later else "On time for"
            words.insert(1, (ON_TIME, f"{start} {dates.long(forecast)}"))
        return words

    def stored(self) -> dict[str, Any]:
        """The day it was done is most often the day it was due, else today."""
        forecast = self.record.forecast
        return {"completed_on": forecast if forecast and forecast < today() else today()}

    @property
    def hint(self) -> str:
        """Its reference and its dates."""
        record = self.record
        kind = "gate, " if record.is_gate else "critical, " if record.is_critical else ""
        forecast = dates.long(record.forecast) if record.forecast else "no date yet"
        words = f"{record.ref}, {kind}forecast {forecast}"
        if record.current_baseline and record.current_baseline != record.forecast:
            words += f", baseline {dates.long(record.current_baseline)}"
        return words

    @property
    def tolerance(self) -> str:
        """When a reason is needed, in words."""
        is_key = self.record.is_gate or self.record.is_critical
        days = self.limits.critical_green_days if is_key else self.limits.green_days
        start = self.record.current_baseline or self.record.forecast
        if start is None:
            return "You do not have to say"
        if days == 0:
            return f"Only for a date after {dates.long(start)}"
        return f"Only for a date more than {days} working days after {dates.long(start)}"

    def validate_completed_on(self, question: DateParts) -> None:
        """A day, where it is done."""
        if self.answer.data == DONE and question.data is None:
            raise ValidationError("Enter the date it was done")

    def validate_evidence(self, question: StringField) -> None:
        """A sentence, where it is done."""
        if self.answer.data == DONE and not (question.data or "").strip():
            raise ValidationError("Say in a sentence how you know that it is done")

    def validate_forecast(self, question: DateParts) -> None:
        """A day still to come, where it moves."""
        if self.answer.data != NEW_DATE:
            return
        if question.data is None:
            raise ValidationError("Enter the new date")
        if question.data < today():
            raise ValidationError("New date must be today or in the future")

    def in_words(self) -> str:
        """What was typed, in a sentence."""
        if self.answer.data == DONE:
            day = dates.long(self.completed_on.data) if self.completed_on.data else "no date"
            return f"Done on {day}: {self.evidence.data}"
        if self.answer.data == NEW_DATE:
            day = dates.long(self.forecast.data) if self.forecast.data else "no date"
            return f"New date {day}. {self.reason.data or ''}".strip()
        return "On time"

    def record_in_words(self) -> str:
        """How it is stored now."""
        record = self.record
        if record.completed_on:
            return f"Done on {dates.long(record.completed_on)}: {record.evidence}"
        forecast = dates.long(record.forecast) if record.forecast else "no date"
        return f"{record.status.value.capitalize()}, forecast {forecast}"

    def save(self, *, actor: Actor, at: datetime) -> None:
        """Completes it, moves its forecast, or leaves it as it is."""
        commands.answer_milestone(
            self.record, self._answer(), version=self.shown_version, actor=actor, at=at
        )

    def _answer(self) -> commands.Done | commands.NewDate | None:
        if self.answer.data == DONE:
            return commands.Done(answered(self.completed_on.data), self.evidence.data or "")
        if self.answer.data == NEW_DATE:
            return commands.NewDate(answered(self.forecast.data), self.reason.data or "")
        return None
