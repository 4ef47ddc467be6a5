"""What a workstream has to save in a financial year: its part of the programme's target."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.core.errors import Conflict, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.db.model import apply
from app.programmes import rules
from app.programmes.models import Workstream, WorkstreamTarget
from app.programmes.queries import workstream_targets

MOST_PENCE = 10**15


def set_workstream_target(
    workstream: Workstream,
    *,
    year: FinancialYear,
    pence: Pence,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> WorkstreamTarget:
    """What it has to save in the year. `version` is the target's; 0 while it had none.

    Targets of workstreams need not add up to the programme's: the difference is shown.
    """
    actor.must(Permission.MANAGE_PROGRAMME, workstream.place)
    if not 0 <= pence <= MOST_PENCE:
        raise RuleBroken("pence", "Enter a target of £0 or more, and not too large to be real")
    target = workstream_targets.of_workstream(workstream.id, year)
    if version is not None and version != (target.version if target else 0):
        sentence = f"Someone else set the target of {workstream.ref} for {year} meanwhile"
        raise Conflict(sentence)
    changes: dict[str, Any] = {"pence": (None, pence)}
    if target is None:
        target = WorkstreamTarget(workstream_id=workstream.id, financial_year=year, pence=pence)
        db.session.add(target)
    else:
        changes = apply(target, pence=pence)
    if changes:
        said = {f"target {year}": rules.in_pounds(changes["pence"])}
        record("workstream.set_target", workstream, said, actor=actor, at=at)
    return target
