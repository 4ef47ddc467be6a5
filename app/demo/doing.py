"""The actions of the story: added when somebody saw the gap, completed with what came of them."""

from __future__ import annotations

from datetime import date, datetime

from app.actions import commands
from app.actions.models import Action
from app.core.money import THOUSAND, Pence
from app.demo.stage import Stage
from app.demo.story.actions import ACTIONS, ActionTold


def live(stage: Stage, offset: int, at: datetime) -> None:
    """What was added in the month, and what was completed in it."""
    for told in ACTIONS:
        if told.told == offset:
            stage.actions[told.title] = _added(stage, told, at)
        if told.done == offset:
            _completed(stage, told, at)


def _added(stage: Stage, told: ActionTold, at: datetime) -> Action:
    return commands.add(
        stage.workstreams[told.workstream],
        title=told.title,
        kind=told.kind,
        owner_id=stage.people[told.owner or stage.leads[told.workstream]].id,
        due_on=stage.day(told.due),
        expected=_pence(told.expected),
        financial_year=stage.open.financial_year if told.expected else None,
        actor=stage.lead(told.workstream),
        at=at,
    )


def _completed(stage: Stage, told: ActionTold, at: datetime) -> None:
    on: date = min(stage.day(told.due), at.date())
    commands.complete(
        stage.actions[told.title],
        on=on,
        outcome=told.outcome,
        achieved=_pence(told.achieved),
        actor=stage.lead(told.workstream),
        at=at,
    )


def _pence(thousands: int | None) -> Pence | None:
    return None if thousands is None else Pence(thousands * THOUSAND)
