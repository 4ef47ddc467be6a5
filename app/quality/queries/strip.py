"""What the month page says of quality on lock day: held amounts, ended approvals, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.core import dates
from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.quality.models import Assessment, AssessmentStatus
from app.quality.queries import validity
from app.quality.queries.validity import Ending
from app.savings import queries as savings
from app.savings.models import Scheme, SchemeStatus
from app.savings.queries.totals import SchemeTotals


@dataclass(frozen=True)
class Strip:
    """Of the schemes that the reader may see, as at a day."""

    held: Sequence[SchemeTotals]
    ended: Sequence[Ending]
    ending: Sequence[Ending]
    with_panel: int
    oldest: date | None

    @property
    def pounds_held(self) -> Pence:
        return Pence(sum(each.held for each in self.held))


def of_programme(programme_id: int, month: Month, as_at: date, visible_to: Actor) -> Strip:
    """In a fixed number of reads; most held first."""
    totals = savings.totals_by_scheme(
        programme_id, month.financial_year, month, visible_to, as_at=as_at
    )
    ends = validity.ending(visible_to, as_at, programme_id)
    count, oldest = _with_panel(programme_id, visible_to)
    return Strip(
        held=sorted((each for each in totals if each.held), key=lambda each: -each.held),
        ended=[each for each in ends if each.has_ended],
        ending=[each for each in ends if not each.has_ended],
        with_panel=count,
        oldest=oldest,
    )


def _with_panel(programme_id: int, visible_to: Actor) -> tuple[int, date | None]:
    statement = (
        select(func.count(), func.min(Assessment.submitted_at))
        .join(Scheme, Scheme.id == Assessment.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status == SchemeStatus.OPEN)
        .where(Assessment.status == AssessmentStatus.WITH_PANEL)
    )
    count, first = db.session.execute(programmes.seen(statement, visible_to, Scheme)).one()
    return count, dates.in_london(first) if first else None
