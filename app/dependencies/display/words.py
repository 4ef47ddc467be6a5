"""A dependency in words: its row with what the rules make of it, its two sides, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from app.core.actor import Actor, Permission
from app.core.rating import Rating
from app.dependencies import queries, rules
from app.dependencies.models import DateChange, Dependency, DependencyStatus

LABELS = {
    "title": "Deliverable",
    "need_by": "Needed by",
    "promise": "Promised for",
    "float_days": "Float in days",
    "acceptance": "Acceptance criteria",
    "is_critical": "On the critical path",
    "giver_signed_by": "Signed for the giver by",
    "giver_signed_on": "Signed for the giver on",
    "receiver_signed_by": "Signed for the receiver by",
    "receiver_signed_on": "Signed for the receiver on",
    "closing_reason": "Reason",
}
DEEDS = {
    "move_date": "moved a date",
    "note": "saw that a date had moved",
    "accept": "accepted the delivery",
}


@dataclass(frozen=True)
class Line:
    """A row of the register, with what the rules make of it on the day."""

    row: Any
    today: date
    thresholds: rules.DependencyThresholds

    @cached_property
    def rating(self) -> Rating:
        """As the receiver sees it."""
        return rules.rate(queries.facts(self.row), self.today, self.thresholds)

    @property
    def gap(self) -> int | None:
        """Promise − need-by in calendar days."""
        return rules.gap(self.row.need_by, self.row.promise)

    @property
    def giver(self) -> str:
        """Its workstream, or the outside body."""
        return _side(self.row.giver_ref, self.row.giver_name, self.row.giver_body)

    @property
    def receiver(self) -> str:
        """Its workstream, or the outside body."""
        return _side(self.row.receiver_ref, self.row.receiver_name, self.row.receiver_body)


@dataclass(frozen=True)
class Side:
    """One of the two owners, as the page shows it: name, date, signature, and what they may do."""

    party: rules.Party
    name: str
    day: date | None
    signed_by: str
    signed_on: date | None
    is_outside: bool
    may_act: bool
    moves: tuple[rules.Move, ...]


def side(dependency: Dependency, party: rules.Party, actor: Actor) -> Side:
    """That side of the dependency, for this reader."""
    gives = party is rules.Party.GIVER
    may_act = actor.can(Permission.EDIT_DEPENDENCIES, dependency.place_of(party))
    moves = rules.allowed_moves(dependency.standing, party) if may_act else ()
    return Side(
        party=party,
        name=dependency.name_of(party),
        day=dependency.promise if gives else dependency.need_by,
        signed_by=dependency.giver_signed_by if gives else dependency.receiver_signed_by,
        signed_on=dependency.giver_signed_on if gives else dependency.receiver_signed_on,
        is_outside=dependency.place_of(party).workstream_id is None,
        may_act=may_act,
        moves=moves,
    )


def escalates_on(
    dependency: Dependency, changes: Sequence[DateChange], limits: rules.DependencyThresholds
) -> date | None:
    """The day from which what is open again goes to the programme board; None when it is not."""
    if dependency.status is not DependencyStatus.PROPOSED:
        return None
    reopened = next((change for change in changes if change.reopened), None)
    return rules.escalates_on(reopened.changed_at.date(), limits) if reopened else None


def _side(ref: str | None, name: str | None, body: str) -> str:
    return f"{ref} {name}" if ref else body


def gap_in_words(days: int | None) -> str:
    """`14 days after it is needed`, `on the day`, `3 days before`; a dash when unknown."""
    if days is None:
        return "–"
    if days == 0:
        return "On the day"
    return f"{abs(days)} day{'' if abs(days) == 1 else 's'} {'late' if days > 0 else 'early'}"
