"""What workstreams have to save, and whether that makes up the programme's target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.programmes.models import Workstream, WorkstreamTarget
from app.programmes.queries.programmes import target
from app.programmes.queries.visibility import seen_workstreams


@dataclass(frozen=True)
class TargetLine:
    """A workstream and what it has to save in the year; None where nobody has said."""

    workstream_id: int
    ref: str
    name: str
    pence: Pence | None


@dataclass(frozen=True)
class Targets:
    """The programme's target of a year, and those of its workstreams."""

    whole: Pence | None
    lines: Sequence[TargetLine]

    @property
    def shared_out(self) -> Pence:
        """What the workstreams have to save together."""
        return Pence(sum(each.pence or 0 for each in self.lines))

    @property
    def is_shared_out(self) -> bool:
        """Whether any workstream has a target."""
        return any(each.pence is not None for each in self.lines)

    @property
    def difference(self) -> Pence:
        """What the workstreams' targets leave of the programme's; below 0 where they exceed it."""
        return Pence((self.whole or 0) - self.shared_out)

    def of(self, workstream_id: int) -> Pence | None:
        """The workstream's target."""
        return next(
            (each.pence for each in self.lines if each.workstream_id == workstream_id), None
        )


def of_workstream(workstream_id: int, year: FinancialYear) -> WorkstreamTarget | None:
    """The year's target as it is stored, with its version."""
    return db.session.scalars(
        select(WorkstreamTarget).where(
            WorkstreamTarget.workstream_id == workstream_id,
            WorkstreamTarget.financial_year == year,
        )
    ).one_or_none()


def of_year(programme_id: int, year: FinancialYear, visible_to: Actor) -> Targets:
    """All workstreams that the reader may see, by reference, with what each has to save."""
    here = and_(
        WorkstreamTarget.workstream_id == Workstream.id, WorkstreamTarget.financial_year == year
    )
    rows = db.session.execute(
        select(Workstream.id, Workstream.ref, Workstream.name, WorkstreamTarget.pence)
        .outerjoin(WorkstreamTarget, here)
        .where(Workstream.programme_id == programme_id, seen_workstreams(visible_to))
        .order_by(Workstream.is_unassigned, Workstream.ref, Workstream.id)
    )
    return Targets(target(programme_id, year), [TargetLine(*row) for row in rows])
