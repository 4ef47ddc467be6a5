"""The agreement of two owners: sign, deliver, accept, dispute, withdraw."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.commands import record
from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.db.model import Changes, apply_all
from app.dependencies import rules
from app.dependencies.models import Dependency
from app.dependencies.rules import Move, Party, Status


def sign(
    dependency: Dependency,
    *,
    side: Party,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """One side agrees to the deliverable and its dates as they are. Two signatures agree it."""
    _must_speak_for(dependency, side, actor)
    dependency.must_be(version)
    if dependency.need_by is None or dependency.promise is None:
        raise RuleBroken(None, "Both dates are needed before it can be signed")
    move = Move.AGREE if dependency.status is Status.PROPOSED else Move.PROPOSE
    changes = _move(dependency, move, side, actor=actor, at=at)
    record("dependency.sign", dependency, changes, actor=actor, at=at)


def deliver(
    dependency: Dependency,
    *,
    on: date,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The giver has handed it over, on a day that has come."""
    _must_speak_for(dependency, Party.GIVER, actor)
    dependency.must_be(version)
    if on > dates.in_london(at):
        raise RuleBroken("delivered_on", "Delivery date must be today or in the past")
    answers.day(on, "delivered_on", "Delivery date")
    changes = _move(dependency, Move.DELIVER, Party.GIVER, actor=actor, at=at)
    changes |= apply_all(dependency, {"delivered_on": on})
    record("dependency.deliver", dependency, changes, actor=actor, at=at)


def accept(
    dependency: Dependency, *, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """The receiver has it, and it is what was agreed."""
    _must_speak_for(dependency, Party.RECEIVER, actor)
    dependency.must_be(version)
    changes = _move(dependency, Move.ACCEPT, Party.RECEIVER, actor=actor, at=at)
    record("dependency.accept", dependency, changes, actor=actor, at=at)


def dispute(
    dependency: Dependency,
    *,
    reason: str,
    side: Party | None = None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """One side no longer stands by it, and says why. A delivery that is disputed is undone."""
    by = _speaker(dependency, Move.DISPUTE, side, actor)
    dependency.must_be(version)
    because = answers.reason(reason, "Say what you do not agree with")
    changes = _move(dependency, Move.DISPUTE, by, actor=actor, at=at)
    changes |= apply_all(dependency, {"delivered_on": None, "closing_reason": because})
    record("dependency.dispute", dependency, changes, actor=actor, at=at, reason=because)


def withdraw(
    dependency: Dependency,
    *,
    reason: str,
    side: Party | None = None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """It is no longer needed. It stays in the register, with its history."""
    by = _speaker(dependency, Move.WITHDRAW, side, actor)
    dependency.must_be(version)
    because = answers.reason(reason, "Say why it is withdrawn")
    changes = _move(dependency, Move.WITHDRAW, by, actor=actor, at=at)
    changes |= apply_all(dependency, {"closing_reason": because})
    record("dependency.withdraw", dependency, changes, actor=actor, at=at, reason=because)


def _move(dependency: Dependency, move: Move, by: Party, *, actor: Actor, at: datetime) -> Changes:
    standing = rules.make(move, dependency.standing, by)
    values = dependency.stand_as(standing, actor.name, dates.in_london(at))
    if move is Move.PROPOSE:
        values["closing_reason"] = ""
    return apply_all(dependency, values)


def _must_speak_for(dependency: Dependency, side: Party, actor: Actor) -> None:
    """The lead of that side's workstream, or the office; for an outside body only the office."""
    actor.must(Permission.EDIT_DEPENDENCIES, dependency.place_of(side))


def _speaker(dependency: Dependency, move: Move, side: Party | None, actor: Actor) -> Party:
    """The side for which the actor acts: the one that was said, else the one that may."""
    spoken = [
        party
        for party in (Party if side is None else (side,))
        if actor.can(Permission.EDIT_DEPENDENCIES, dependency.place_of(party))
    ]
    if not spoken:
        raise NotAllowed("Only the lead of one of the two sides, or the office, can do this")
    able = [party for party in spoken if move in rules.allowed_moves(dependency.standing, party)]
    return (able or spoken)[0]
