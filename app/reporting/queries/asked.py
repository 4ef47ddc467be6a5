"""The records that a workstream's update asks about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.core.actor import Actor, Permission
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.milestones import queries as milestones
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.programmes.queries import held
from app.programmes.roles import Role
from app.reporting import rules
from app.reporting.models import Period
from app.risks import queries as risks
from app.risks.models import Risk, RiskStatus
from app.savings import queries as savings
from app.savings.models import KINDS, MEASURES, Scheme, SchemeMonth, SchemeStatus
from app.savings.queries import ledger, threads

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SchemeAsked:
    """A scheme, and the cells of the month's financial year."""

    scheme: Scheme
    month: Month
    cells: Mapping[Month, SchemeMonth] = field(default_factory=dict)
    ledger: Pence | None = None
    """What the ledger shows for the month; None where it has no line of the scheme."""
    queries: Sequence[threads.Open] = ()
    """The queries on it that are not closed, whichever month they are about."""

    @property
    def months_left(self) -> Sequence[Month]:
        """The months of the financial year after this one."""
        return [each for each in self.month.financial_year.months if each > self.month]

    @property
    def actual(self) -> Pence | None:
        """What the month saved, as far as anybody has said."""
        return self._given("actual", [self.month])

    @property
    def known(self) -> Pence | None:
        """The actual that somebody gave, else what the ledger shows: there to be agreed with."""
        return self.ledger if self.actual is None else self.actual

    @property
    def is_queried(self) -> bool:
        """Whether a query about this very month is open already."""
        return any(each.query.month == self.month for each in self.queries)

    @property
    def plan(self) -> Pence | None:
        """What the month was to save."""
        return self._given("plan", [self.month])

    @property
    def rest(self) -> Pence | None:
        """What the months left are forecast to save."""
        return self._given("forecast", self.months_left)

    @property
    def rest_plan(self) -> Pence | None:
        """What the months left were to save."""
        return self._given("plan", self.months_left)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Recurrent, non-recurrent or both: those in which the year has any amount."""
        used = tuple(kind for kind in KINDS if self._uses(kind))
        return used or KINDS[:1]

    def cell(self, month: Month, name: str) -> int:
        """The amount of a cell; 0 when it was not given."""
        row = self.cells.get(month)
        return (getattr(row, name) or 0) if row else 0

    def _given(self, measure: str, months: Sequence[Month]) -> Pence | None:
        rows = [self.cells[each] for each in months if each in self.cells]
        amounts = [getattr(row, f"{measure}_{kind}") for row in rows for kind in KINDS]
        known = [each for each in amounts if each is not None]
        return Pence(sum(known)) if known else None

    def _uses(self, kind: str) -> bool:
        return any(
            getattr(row, f"{measure}_{kind}") for row in self.cells.values() for measure in MEASURES
        )


def asked_milestones(
    period: Period,
    workstream: Workstream,
    today: date,
    *,
    actor: Actor,
    also: frozenset[int] = NONE,
) -> Sequence[Milestone]:
    """Open ones that are due or late, earliest first; `also`: those that were answered already."""
    return [
        each
        for each in milestones.of_workstream(workstream.id, actor)
        if each.id in also
        or (
            each.status is MilestoneStatus.OPEN
            and rules.is_milestone_asked(each.current_baseline, each.forecast, period.month, today)
        )
    ]


def asked_schemes(
    period: Period, workstream: Workstream, *, actor: Actor, also: frozenset[int] = NONE
) -> Sequence[SchemeAsked]:
    """Every open scheme, by reference, with its year; a complete one in a year that it has money.

    Complete is transacted: what it saves goes on, and counts in full, until March is in.
    """
    listed = [
        each
        for each in savings.of_workstream(workstream.id, actor)
        if each.id in also or each.counts
    ]
    cells = _cells([each.id for each in listed], period.month)
    schemes = [
        each
        for each in listed
        if each.id in also or each.status is SchemeStatus.OPEN or each.id in cells
    ]
    ids = [each.id for each in schemes]
    shown = ledger.by_scheme(ids, period.month)
    queries = threads.open_on(ids)
    return [
        SchemeAsked(
            scheme=each,
            month=period.month,
            cells=cells[each.id],
            ledger=shown.get(each.id),
            queries=queries.get(each.id, ()),
        )
        for each in schemes
    ]


def may_be_asked(workstream: Workstream, on: date, *, actor: Actor) -> list[tuple[int, str]]:
    """Whom the person may ask about a claim, the likeliest first: of a lead that is finance, of
    finance the lead."""
    finance = [key for key, _ in held.holders(Role.FINANCE, workstream.place, on)]
    first, lead = workstream.finance_lead_id, workstream.lead_id
    likely = [first, *finance] if first in finance else finance
    is_finance = actor.can(Permission.VALIDATE_SAVINGS, workstream.place)
    people = [lead, *likely] if is_finance else [*likely, lead]
    ids = [each for each in dict.fromkeys(people) if each and each != actor.person_id]
    names = programmes.names(ids)
    return [(each, names[each]) for each in ids if each in names]


def asked_risks(
    period: Period,
    workstream: Workstream,
    today: date,
    *,
    actor: Actor,
    also: frozenset[int] = NONE,
) -> Sequence[Risk]:
    """Open ones due for review, the earliest review first."""
    found = risks.of_workstream(workstream.id, actor)
    return [
        each
        for each in found
        if each.id in also
        or (
            each.status is RiskStatus.OPEN
            and rules.is_review_due(each.next_review_on, period.month, today)
        )
    ]


def _cells(scheme_ids: Sequence[int], month: Month) -> dict[int, dict[Month, SchemeMonth]]:
    year = month.financial_year.months
    rows = db.session.scalars(
        select(SchemeMonth)
        .where(SchemeMonth.scheme_id.in_(scheme_ids))
        .where(SchemeMonth.month.between(year[0], year[-1]))
    )
    found: dict[int, dict[Month, SchemeMonth]] = defaultdict(dict)
    for row in rows:
        found[row.scheme_id][row.month] = row
    return found
