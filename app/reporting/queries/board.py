"""The month as the programme office looks at it: who is in, what differs, what is worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.actor import Actor
from app.core.rating import Colour
from app.programmes.models import Workstream, WorkstreamStatus
from app.ratings import queries as ratings
from app.ratings.queries import WorkstreamStanding
from app.ratings.rules import Divergence, Reported
from app.reporting import frozen, rules
from app.reporting.models import Period, PeriodStatus, Update, UpdateStatus
from app.reporting.queries import frozen_months, updates
from app.reporting.queries.document.workstreams import reported


@dataclass(frozen=True)
class Tile:
    """One workstream in the month.

    `kept` is how it stood when the month was locked, and `before` when the last one was.
    """

    standing: WorkstreamStanding
    update: Update | None
    reported: Reported
    before: frozen.Workstream | None
    kept: frozen.Workstream | None = None

    @property
    def workstream(self) -> Workstream:
        """Whose tile it is."""
        return self.standing.workstream

    @property
    def shown(self) -> Colour:
        """The colour that stands: as it was locked, else as it is."""
        return self.kept.shown if self.kept else self.reported.colour

    @property
    def calculated(self) -> Colour:
        """The colour by the rules: as it was locked, else as it is."""
        return self.kept.overall.colour if self.kept else self.reported.calculated

    @property
    def status(self) -> UpdateStatus | None:
        """Where its update stands; None before it has begun."""
        return self.update.status if self.update else None

    @property
    def is_missing(self) -> bool:
        """Whether nothing was sent, or what was sent is back with the lead."""
        return self.update is None or self.update.is_with_lead

    @property
    def is_better(self) -> bool:
        """Whether a better rating is declared than is calculated."""
        return self.reported.divergence is Divergence.BETTER

    @property
    def months_diverging(self) -> int:
        """For how many months running, this one included, a better one was declared."""
        earlier = self.before.declared if self.before else None
        return (earlier.months_diverging if earlier else 0) + 1 if self.is_better else 0

    @property
    def awaits_answer(self) -> bool:
        """Whether a better rating is asked for, and nobody has granted or refused it."""
        update = self.update
        answered = update is not None and bool(update.granted_by or update.refused_reason)
        return self.is_better and not answered

    @property
    def turned_red(self) -> bool:
        """Green last month and red now: the office is asked to look."""
        was = self.before.shown if self.before else None
        return was is Colour.GREEN and self.reported.calculated is Colour.RED


@dataclass(frozen=True)
class Board:
    """The month's workstreams that the reader may see."""

    tiles: Sequence[Tile]
    last: frozen.Document | None
    standing: ratings.Standing

    @property
    def counted(self) -> dict[int, Update]:
        """The updates that count in the ratings, by workstream's id."""
        given = ((each.workstream.id, each.update) for each in self.tiles)
        return {key: each for key, each in given if each and each.status in updates.COUNTS_LIVE}

    @property
    def missing(self) -> list[Tile]:
        """Open workstreams without an update."""
        open_ones = [t for t in self.tiles if t.workstream.status is WorkstreamStatus.OPEN]
        return [each for each in open_ones if each.is_missing]

    @property
    def queue(self) -> list[Tile]:
        """Submitted updates, worst first; of equals, those that ask for better, then by name."""
        waiting = [each for each in self.tiles if each.status is UpdateStatus.SUBMITTED]
        return sorted(
            waiting,
            key=lambda t: (
                -t.reported.calculated.severity,
                not t.is_better,
                not t.turned_red,
                t.workstream.ref,
            ),
        )

    @property
    def diverging(self) -> list[Tile]:
        """Those whose lead declares better than is calculated, the longest running first."""
        found = [each for each in self.tiles if each.is_better]
        return sorted(found, key=lambda t: (-t.months_diverging, t.workstream.ref))

    def count(self, status: UpdateStatus | None) -> int:
        """How many updates stand so."""
        return sum(each.status is status for each in self.tiles)


def board(period: Period, today: date, visible_to: Actor) -> Board:
    """Every workstream of the month that the reader may see, in a fixed number of reads."""
    given = updates.of_period(period.id)
    standing = ratings.standing(
        period.programme,
        period.month,
        rules.as_at(period.month, today),
        visible_to=visible_to,
        updated=updates.updated(period.id),
    )
    last = frozen_months.last_document(period.programme_id, period.month)
    before, kept = _by_ref(last), _by_ref(as_locked(period))
    tiles = [
        Tile(
            standing=each,
            update=given.get(each.workstream.id),
            reported=reported(each, given.get(each.workstream.id), period.month),
            before=before.get(each.workstream.ref),
            kept=kept.get(each.workstream.ref),
        )
        for each in _rated(standing)
    ]
    return Board(tiles, last, standing)


def as_locked(period: Period) -> frozen.Document | None:
    """The newest version of the month, without what a report leaves out; None while it is open."""
    if period.status is not PeriodStatus.LOCKED:
        return None
    found = frozen_months.frozen(period.programme_id, period.month)
    return rules.for_programme(frozen.read(found.document)) if found else None


def _by_ref(document: frozen.Document | None) -> dict[str, frozen.Workstream]:
    return {each.ref: each for each in document.workstreams} if document else {}


def _rated(standing: ratings.Standing) -> list[WorkstreamStanding]:
    return [each for each in standing.workstreams if not each.workstream.is_unassigned]
