"""What closes the gap, as a month's document keeps it: who, by when, and what came of it."""

from __future__ import annotations

from app.actions import queries as actions
from app.actions.models import Action
from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.reporting import frozen


def lines(programme_id: int, year: FinancialYear, reader: Actor) -> tuple[frozen.GapAction, ...]:
    """The actions on the year's gap, by reference."""
    found = [_line(each) for each in actions.gap_closers(programme_id, year, reader)]
    return tuple(sorted(found, key=lambda each: (each.ref, each.workstream)))


def _line(action: Action) -> frozen.GapAction:
    return frozen.GapAction(
        ref=action.ref,
        title=action.title,
        workstream=action.workstream.ref,
        owner=action.owner.name if action.owner else "",
        due_on=action.due_on,
        status=action.status.value,
        expected=action.expected,
        achieved=action.achieved,
        completed_on=action.completed_on,
        outcome=action.outcome,
        disclosure=action.disclosure.value,
    )
