"""What the programme page needs besides the standing: next milestones, top risks, the last lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.core.financial_year import Month
from app.core.money import Pence
from app.core.rating import Colour
from app.db import db
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream
from app.ratings import queries as ratings
from app.ratings.queries import Standing, WorkstreamStanding
from app.reporting import frozen, rules
from app.reporting import queries as reporting
from app.reporting.models import Period, Update
from app.reporting.queries.updates import COUNTS_LIVE
from app.reporting.rules import outlook
from app.risks.models import Risk, RiskStatus
from app.savings.queries import reconciliation
from app.savings.queries.by_month import MonthSums, by_month, of_years
from app.savings.rules import Totals, outturn_range
from app.savings.rules.outturn_range import Range

MOST_SHOWN = 6


@dataclass(frozen=True)
class Position:
    """A programme's live position for one month, as one reader may see it.

    `savings`, `months`: of all schemes where the reader may learn that (`is_whole`), else of those
    that they may see: beside these the sums of all would tell what is withheld.
    """

    programme: Programme
    month: Month
    period: Period | None
    standing: Standing
    updates: dict[int, Update]
    target: Pence | None
    reads_all: bool
    is_whole: bool
    savings: Totals
    months: Sequence[MonthSums]
    milestones: Sequence[Any]
    risks: Sequence[Any]
    last: frozen.Document | None
    year_end: Range | None

    @property
    def hides_range(self) -> bool:
        """Whether the range is drawn and not shown: it cannot be had of a part."""
        return self.reads_all and not self.is_whole and self.standing.savings.schemes > 0

    def last_colour(self, ref: str) -> Colour | None:
        """The colour that the workstream was reported at in the last locked month."""
        if self.last is None:
            return None
        return next((each.shown for each in self.last.workstreams if each.ref == ref), None)


def position(programme: Programme, month: Month, today: date, *, visible_to: Actor) -> Position:
    """The live position, in a fixed number of reads."""
    period = reporting.period(programme.id, month)
    updates = reporting.of_period(period.id) if period else {}
    as_at = rules.as_at(month, today)
    standing = ratings.standing(
        programme,
        month,
        as_at,
        visible_to=visible_to,
        updated=frozenset(key for key, each in updates.items() if each.status in COUNTS_LIVE),
    )
    last = reporting.last_document(programme.id, month)
    is_whole = reconciliation.sees_whole(programme, visible_to)
    return Position(
        programme=programme,
        month=month,
        period=period,
        standing=standing,
        updates=updates,
        target=_target(programme, month, visible_to),
        reads_all=visible_to.can(Permission.READ_PROGRAMME, programme.place),
        is_whole=is_whole,
        savings=standing.savings if is_whole else standing.shown_savings,
        months=_months(standing, is_whole, visible_to),
        milestones=_next_milestones(programme.id, visible_to),
        risks=_top_risks(programme.id, visible_to),
        last=last,
        year_end=_year_end(standing, last) if is_whole else None,
    )


@dataclass(frozen=True)
class WorkstreamPosition:
    """One workstream's live position for one month, as one reader may see it."""

    month: Month
    period: Period | None
    as_at: date
    standing: WorkstreamStanding
    update: Update | None


def of_workstream(
    workstream: Workstream, month: Month, today: date, *, visible_to: Actor
) -> WorkstreamPosition:
    """The same of one workstream: nothing of the others is read. Raises NotFound."""
    programme = workstream.programme
    period = reporting.period(programme.id, month)
    update = reporting.of_period(period.id).get(workstream.id) if period else None
    has_update = update is not None and update.status in COUNTS_LIVE
    as_at = rules.as_at(month, today)
    standing = ratings.standing(
        programme,
        month,
        as_at,
        visible_to=visible_to,
        updated=frozenset({workstream.id} if has_update else ()),
        only=workstream.id,
    )
    for mine in standing.workstreams:
        return WorkstreamPosition(month, period, as_at, mine, update)
    raise NotFound("that workstream")


def _months(standing: Standing, is_whole: bool, actor: Actor) -> Sequence[MonthSums]:
    """Month by month; read again only where the schemes that were read are not all to be told."""
    year = standing.month.financial_year
    if is_whole or not standing.withheld:
        return of_years(year, standing.years)
    return by_month(standing.programme.id, year, actor)


def _year_end(standing: Standing, last: frozen.Document | None) -> Range | None:
    """How the year may end, drawn now."""
    seed = outturn_range.seed(standing.programme.code, str(standing.month))
    schemes = [each.sums for each in standing.schemes]
    return outlook.live(seed, schemes, standing.thresholds.weights, last)


def _target(programme: Programme, month: Month, actor: Actor) -> Pence | None:
    """The programme's target is no measure of one workstream."""
    if not actor.can(Permission.READ_PROGRAMME, programme.place):
        return None
    return programmes.target(programme.id, month.financial_year)


def _next_milestones(programme_id: int, actor: Actor) -> Sequence[Any]:
    statement = (
        select(
            Milestone.id,
            Milestone.ref,
            Milestone.title,
            Milestone.current_baseline,
            Milestone.forecast,
        )
        .join(Workstream, Workstream.id == Milestone.workstream_id)
        .where(Workstream.programme_id == programme_id, Milestone.status == MilestoneStatus.OPEN)
        .where(Milestone.forecast.is_not(None))
        .order_by(Milestone.forecast, Milestone.ref)
        .limit(MOST_SHOWN)
    )
    return db.session.execute(programmes.seen(statement, actor, Milestone)).all()


def _top_risks(programme_id: int, actor: Actor) -> Sequence[Any]:
    score = Risk.current_consequence * Risk.current_likelihood
    statement = (
        select(
            Risk.id,
            Risk.ref,
            Risk.title,
            Risk.current_consequence,
            Risk.current_likelihood,
        )
        .join(Workstream, Workstream.id == Risk.workstream_id)
        .where(Workstream.programme_id == programme_id, Risk.status == RiskStatus.OPEN)
        .where(score.is_not(None))
        .order_by(score.desc(), Risk.ref)
        .limit(MOST_SHOWN)
    )
    return db.session.execute(programmes.seen(statement, actor, Risk)).all()
