"""Whether forecast accuracy is shown by person: decided by the SRO, with a reason, on record."""

from __future__ import annotations

from datetime import datetime

from app.audit.commands import record
from app.core import dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.programmes.models import Programme
from app.reporting.models import AccuracyByPerson
from app.reporting.queries import accuracy as queries

ONLY_SRO = "Only the senior responsible owner decides whether accuracy is shown by person"


def set_accuracy_by_person(
    programme: Programme, *, is_shown: bool, reason: str, actor: Actor, at: datetime
) -> AccuracyByPerson:
    """Records the decision. It is seen by the person and the SRO alone, and is in no locked month.

    Raises NotAllowed for anybody but the SRO in person, a deputy too.
    """
    actor.must(Permission.APPROVE_MONTH, programme.place)
    if not actor.is_system and not queries.holds_sro(actor, programme.place, dates.in_london(at)):
        raise NotAllowed(ONLY_SRO)
    if not reason.strip():
        raise RuleBroken("reason", "Say why")
    before = queries.by_person(programme.id)
    was = before is not None and before.is_shown
    if was is is_shown:
        raise RuleBroken(None, "It is shown by person already" if was else "It is not shown now")
    made = AccuracyByPerson(
        programme_id=programme.id, is_shown=is_shown, reason=reason.strip(), by=actor.name, at=at
    )
    db.session.add(made)
    changes = {"is_shown": (was, is_shown)}
    action = "programme.set_accuracy_by_person"
    record(action, programme, changes, actor=actor, at=at, reason=reason)
    return made
