"""Moving the day of need or the promise, and telling the other side."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.commands import record
from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.db.model import apply, apply_all
from app.dependencies import rules
from app.dependencies.models import DateChange, DateKind, Dependency
from app.dependencies.rules import DateEffect

REASON = "Say why the date moves"


def move_date(
    dependency: Dependency,
    *,
    kind: DateKind,
    to: date,
    reason: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> DateEffect:
    """Moves the receiver's day of need or the giver's promise.

    An agreement stands if the promise still meets the need, and the other side is told. Any other
    change re-opens it, signed only by the side that moved the date.
    """
    by = kind.party
    actor.must(Permission.EDIT_DEPENDENCIES, dependency.place_of(by))
    dependency.must_be(version)
    answers.day(to, kind.field)
    if getattr(dependency, kind.field) == to:
        return DateEffect.FREE
    after = {"need_by": dependency.need_by, "promise": dependency.promise, kind.field: to}
    standing, effect = rules.after_date_change(
        dependency.standing, need_by=after["need_by"], promise=after["promise"], by=by
    )
    if effect is not DateEffect.FREE:
        answers.reason(reason, REASON)
    before = getattr(dependency, kind.field)
    stands = dependency.stand_as(
        standing, actor.name, dates.in_london(at), anew=effect is DateEffect.REOPENS
    )
    changes = apply_all(dependency, {kind.field: to, **stands})
    _keep(dependency, kind, (before, to), effect, reason=reason.strip(), actor=actor, at=at)
    record("dependency.move_date", dependency, changes, actor=actor, at=at, reason=reason.strip())
    return effect


def note(change: DateChange, dependency: Dependency, *, actor: Actor, at: datetime) -> None:
    """The other side has seen that a date moved, and need not be shown it again."""
    actor.must(Permission.EDIT_DEPENDENCIES, dependency.place_of(change.kind.other))
    if change.dependency_id != dependency.id:
        raise RuleBroken(None, "That change is of another dependency")
    if change.noted_at is None:
        apply(change, noted_by=actor.name, noted_at=at)
        said = {change.kind.field: (change.before, change.after)}
        record("dependency.note", dependency, said, actor=actor, at=at)


def _keep(
    dependency: Dependency,
    kind: DateKind,
    days: tuple[date | None, date],
    effect: DateEffect,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """History, and a notice to the other side where there was something that they had agreed to."""
    told = effect is DateEffect.FREE
    db.session.add(
        DateChange(
            dependency_id=dependency.id,
            kind=kind,
            before=days[0],
            after=days[1],
            reopened=effect is DateEffect.REOPENS,
            reason=reason,
            changed_by=actor.name,
            changed_at=at,
            noted_at=at if told else None,
        )
    )
