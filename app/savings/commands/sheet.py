"""Many schemes' months as one save: every row goes through, or none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.audit.commands import together
from app.core.actor import Actor
from app.core.errors import Conflict, RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.savings.commands.months import set_months
from app.savings.models import Scheme, SchemeMonth
from app.savings.queries import closing as queries


@dataclass(frozen=True)
class Row:
    """What was typed for one scheme, the version that was shown, and its stored months."""

    scheme: Scheme
    cells: Mapping[Month, Mapping[str, Pence | None]]
    version: int
    known: Mapping[Month, SchemeMonth]


def set_sheet(
    rows: Sequence[Row], *, actor: Actor, at: datetime
) -> dict[int, RuleBroken | Conflict]:
    """What refused which scheme, by its id; the caller ends the transaction unless it is empty.

    Each scheme has its own event in the trail. Raises NotAllowed as any command.
    """
    refused: dict[int, RuleBroken | Conflict] = {}
    programmes = {row.scheme.workstream.programme_id for row in rows}
    closed = {each: queries.held_open(each) for each in sorted(programmes)}
    with together():
        for row in rows:
            try:
                set_months(
                    row.scheme,
                    row.cells,
                    version=row.version,
                    known=row.known,
                    closed=closed[row.scheme.workstream.programme_id],
                    actor=actor,
                    at=at,
                )
            except (RuleBroken, Conflict) as raised:
                refused[row.scheme.id] = raised
    return refused
