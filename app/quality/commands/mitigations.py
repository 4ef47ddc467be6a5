"""What lowers a domain's score: an action with an owner and a date."""

from __future__ import annotations

from datetime import date, datetime

from app.actions import commands as actions
from app.actions.models import Action, ActionKind
from app.core import dates
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.quality.commands.trail import note
from app.quality.models import Assessment
from app.quality.queries import assessments


def plan(
    assessment: Assessment,
    *,
    domain: str,
    title: str,
    owner_id: int | None,
    due_on: date | None,
    description: str = "",
    actor: Actor,
    at: datetime,
) -> Action:
    """An action of the scheme's workstream, seen by those who may see the scheme."""
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    assessment.must_be_written()
    score = assessments.evidence(assessment).scores.get(domain)
    if score is None or not score.effect.is_negative:
        raise RuleBroken(None, f"{domain} is not made worse: there is nothing to mitigate")
    if due_on is not None and due_on < dates.in_london(at):
        raise RuleBroken("due_on", "By when must be today or later")
    made = actions.add(
        assessment.scheme.workstream,
        title=title,
        kind=ActionKind.MITIGATION,
        owner_id=owner_id,
        due_on=due_on,
        description=description,
        source_kind=assessments.SOURCE,
        source_id=assessment.id,
        source_part=domain,
        disclosure=assessment.scheme.disclosure,
        actor=actor,
        at=at,
    )
    planned = {f"{domain}: mitigation": (None, f"{made.ref} {made.title}")}
    note("plan_mitigation", assessment, planned, actor=actor, at=at)
    return made
