"""How a workstream will stand once its update is sent: rated, and checked, before it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.actor import Actor
from app.programmes.models import Workstream
from app.ratings import queries as ratings
from app.ratings import rules as rating_rules
from app.ratings.queries import WorkstreamStanding
from app.ratings.rules import Reported
from app.ratings.rules.findings import Finding
from app.reporting import frozen, rules
from app.reporting.models import Period, Update
from app.reporting.queries import frozen_months
from app.reporting.queries.document import findings
from app.reporting.queries.document.workstreams import reported


@dataclass(frozen=True)
class AsSent:
    """This month beside the last. `before` is None where no earlier month was locked."""

    standing: WorkstreamStanding
    reported: Reported
    findings: Sequence[Finding]
    before: frozen.Workstream | None
    months_diverging: int

    @property
    def needs_path(self) -> bool:
        """Whether a path to green is asked for: by the calculated colour or the one that stands."""
        colours = (self.reported.calculated, self.reported.colour)
        return any(rating_rules.needs_path(each) for each in colours)

    @property
    def is_better(self) -> bool:
        """Whether a better rating is declared than is calculated."""
        return self.reported.divergence is rating_rules.Divergence.BETTER


def as_sent(
    period: Period, workstream: Workstream, update: Update | None, today: date, *, visible_to: Actor
) -> AsSent:
    """As at today or the month's last day, as if this update had been sent."""
    programme, month = period.programme, period.month
    standing = ratings.standing(
        programme,
        month,
        rules.as_at(month, today),
        visible_to=visible_to,
        updated=frozenset({workstream.id}),
    )
    last = frozen_months.last_document(programme.id, month)
    given = {workstream.id: update} if update else {}
    mine = next(each for each in standing.workstreams if each.workstream.id == workstream.id)
    xray = findings.checked(standing, given, last, visible_to)
    lines = last.workstreams if last else ()
    before = next((each for each in lines if each.ref == workstream.ref), None)
    return AsSent(
        standing=mine,
        reported=reported(mine, update, month),
        findings=xray.of(workstream.ref),
        before=before,
        months_diverging=before.declared.months_diverging if before and before.declared else 0,
    )
