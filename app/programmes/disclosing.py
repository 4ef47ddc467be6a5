"""The questions that every record shares: its owner, who may learn of it, who may see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from wtforms import SelectField, SelectMultipleField

from app.core.actor import Actor
from app.programmes import commands, queries
from app.programmes.models import Disclosure
from app.web.clock import now
from app.web.forms import OptionalSelect, Versioned, offered


def who_may_learn(records: str = "records") -> SelectField:
    """Which class a record has: `records` says what it is one of."""
    return SelectField(
        "Who may learn of it",
        choices=offered((each.value, each.value.capitalize()) for each in Disclosure),
        coerce=Disclosure,
        default=Disclosure.PRIVATE,
        description=f"Workforce-sensitive {records} show only to their owner and people named here",
    )


class DisclosedForm(Versioned):
    """A record's form with its owner, its class, and the people who are named on it."""

    owner_id = OptionalSelect("Owner")
    disclosure = who_may_learn()
    readers = SelectMultipleField("People who may see it", coerce=int)

    def offer_people(self, people: Sequence[tuple[int, str]], *, discloses: bool) -> None:
        """Sets who may be chosen; who may see it is asked only of those who may say so."""
        self.owner_id.offer(people, none="Nobody yet")
        self.readers.choices = offered((str(key), name) for key, name in people)
        if not discloses:
            del self.disclosure
            del self.readers

    @property
    def values(self) -> dict[str, Any]:
        """What the record's own command takes: readers are named by one of their own."""
        return {name: value for name, value in super().values.items() if name != "readers"}

    def edits(self, command: Callable[..., object], record: Any, *, actor: Actor) -> bool:
        """Whether the form was sent, and the record's `edit` went through.

        Readers first: whoever then hides the record from themselves is named by the command.
        """

        def act() -> None:
            self.name_readers(record, actor=actor, at=now())
            command(record, self.values, version=self.shown_version, actor=actor, at=now())

        return bool(self.validate_on_submit()) and self.saves(act, record)

    def name_readers(self, record: Any, *, actor: Actor, at: datetime) -> None:
        """Names those who were chosen, and nobody else."""
        if "readers" in self:
            commands.set_readers(record, self.readers.data or (), actor=actor, at=at)

    def name_more_readers(self, record: Any, *, actor: Actor, at: datetime) -> None:
        """Names those who were chosen for a new record, besides those named when it was made."""
        if "readers" in self:
            named = queries.readers_of(record.__tablename__, record.id)
            chosen = named.union(self.readers.data or ())
            commands.set_readers(record, chosen, actor=actor, at=at)


def named_on(record: Any) -> dict[str, list[int]]:
    """What an edit form starts from, besides the record."""
    return {"readers": sorted(queries.readers_of(record.__tablename__, record.id))}
