"""Deciding that two schemes do not count one saving twice, or that they may after all."""

from __future__ import annotations

from datetime import datetime

from app.audit.commands import record
from app.core import answers
from app.core.actor import Actor, Permission
from app.core.errors import NotFound, RuleBroken
from app.db import db
from app.programmes.models import Disclosure, Programme
from app.savings.models import OverlapDecision
from app.savings.queries import line
from app.savings.queries import overlaps as queries

WHY_SETTLED = "Say why it is not counted twice, or what was changed so that it is not"
WHY_REOPENED = "Say why it has to be looked at again"


def settle_overlap(
    programme: Programme, key: str, *, reason: str, actor: Actor, at: datetime
) -> OverlapDecision:
    """It is not counted twice: finance says why. It lapses when what the schemes share changes."""
    return _decide(programme, key, answers.reason(reason, WHY_SETTLED), True, actor=actor, at=at)


def reopen_overlap(
    programme: Programme, key: str, *, reason: str, actor: Actor, at: datetime
) -> OverlapDecision:
    """What was settled is open again."""
    return _decide(programme, key, answers.reason(reason, WHY_REOPENED), False, actor=actor, at=at)


def _decide(
    programme: Programme, key: str, reason: str, settles: bool, *, actor: Actor, at: datetime
) -> OverlapDecision:
    actor.must(Permission.VALIDATE_SAVINGS, programme.place)
    overlap = next((each for each in queries.found(programme.id) if each.key == key), None)
    if overlap is None:
        raise NotFound("that pair: what the schemes share may have changed")
    known = queries.decisions(programme.id).get(key)
    if (known.is_settled if known else False) == settles:
        state = "settled" if settles else "open"
        raise RuleBroken(None, f"This is {state} already: somebody was first")
    schemes = queries.schemes(overlap.schemes, actor)
    if len(schemes) < len(overlap.schemes):
        raise NotFound("that pair")
    if any(actor.person_id in line.own(scheme) for scheme in schemes.values()):
        raise RuleBroken(None, "One of the schemes is yours: somebody else has to decide")
    made = OverlapDecision(
        programme_id=programme.id,
        key=key,
        is_settled=settles,
        reason=reason,
        by=actor.name,
        at=at,
    )
    db.session.add(made)
    action = "scheme.settle_overlap" if settles else "scheme.reopen_overlap"
    hidden = [each for each in schemes.values() if each.disclosure is Disclosure.WORKFORCE]
    for scheme in hidden or schemes.values():  # nothing may point at a workforce-sensitive one
        with_whom = ", ".join(each.ref for each in schemes.values() if each is not scheme)
        changes = {"counted_twice": (None, f"{with_whom}: {overlap.shared}".removeprefix(": "))}
        record(action, scheme, changes, actor=actor, at=at, reason=reason)
    return made
