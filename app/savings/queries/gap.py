"""The gap to target of each workstream, and the programme's, before risk and after it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream
from app.programmes.models.workstream import WorkstreamTarget
from app.savings.queries import shares
from app.savings.queries.totals import SchemeTotals, totals_by_scheme
from app.savings.rules import totals as rules
from app.savings.rules.totals import Totals, Weights


@dataclass(frozen=True)
class PlaceGap:
    """A workstream, or the whole programme: what it has to save, and what its schemes make."""

    workstream: Workstream | None
    target: Pence | None
    totals: Totals

    @property
    def aim(self) -> Pence | None:
        """Its target; a workstream without one is measured against its plan."""
        if self.target is None and self.workstream is not None and self.totals.plan > 0:
            return self.totals.plan
        return self.target


def gaps(
    programme: Programme, month: Month, visible_to: Actor, *, weights: Weights, as_at: date
) -> list[PlaceGap]:
    """The whole programme first, then each workstream that the reader may see, in five reads.

    Of the schemes that the reader may see; the page says how many are withheld. A cross-cutting
    scheme is put to its workstreams by its shares.
    """
    year, shared = month.financial_year, shares.of_programme(programme.id, visible_to)
    found = totals_by_scheme(programme.id, year, month, visible_to, as_at=as_at, also=shared.seen)
    schemes: dict[int, list[SchemeTotals]] = defaultdict(list)
    for each in found:
        for place, part in shared.parts(each.id, each.workstream_id, each):
            schemes[place].append(part)
    targets = workstream_targets(programme.id, year)
    placed = [
        PlaceGap(each, targets.get(each.id), rules.added_up(schemes[each.id], weights))
        for each in programmes.of_programme(programme.id, visible_to)
    ]
    whole = rules.together(each.totals for each in placed)
    return [PlaceGap(None, programmes.target(programme.id, year), whole), *placed]


def workstream_targets(programme_id: int, year: FinancialYear) -> dict[int, Pence]:
    """What each workstream has to save in the year, by its id."""
    rows = db.session.execute(
        select(WorkstreamTarget.workstream_id, WorkstreamTarget.pence)
        .join(Workstream, Workstream.id == WorkstreamTarget.workstream_id)
        .where(Workstream.programme_id == programme_id, WorkstreamTarget.financial_year == year)
    )
    return {row.workstream_id: row.pence for row in rows}
