"""Dependencies as they were."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.dependencies import commands
from app.dependencies.models import DateKind, Dependency
from app.imports.models import ImportedChange
from app.imports.undoing.taking_back import Taking, before, typed

PLAIN = ("title", "float_days", "owner_id")


def load(ids: list[int]) -> Sequence[Dependency]:
    """With their two sides."""
    return db.session.scalars(
        select(Dependency)
        .where(Dependency.id.in_(ids))
        .options(
            joinedload(Dependency.giver),
            joinedload(Dependency.receiver),
            joinedload(Dependency.programme),
        )
    ).all()


def withdraw(record: Dependency, taking: Taking) -> None:
    """It stays in the register, with its history."""
    commands.withdraw(record, reason=taking.reason, actor=taking.actor, at=taking.at)


def restore(record: Dependency, change: ImportedChange, taking: Taking) -> list[str]:
    """What describes it, and its two dates. A date that it had not cannot be emptied."""
    was, kept = before(change), []
    if plain := typed(Dependency, was, PLAIN):
        commands.edit(record, plain, actor=taking.actor, at=taking.at)
    dates = typed(Dependency, was, [kind.field for kind in DateKind])
    for kind in DateKind:
        if kind.field in dates and dates[kind.field] is None:
            kept.append(f"Its {kind.value} date was given by the file, and cannot be emptied")
        elif kind.field in dates:
            commands.move_date(
                record,
                kind=kind,
                to=dates[kind.field],
                reason=taking.reason,
                actor=taking.actor,
                at=taking.at,
            )
    return kept
