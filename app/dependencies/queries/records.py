"""Single dependencies, their dates' history, and the workstreams that can be a side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.db import db
from app.dependencies.models import DateChange, Dependency, DependencyStatus
from app.dependencies.queries.visibility import seen
from app.dependencies.rules import Party
from app.programmes.models import Programme, Workstream

WITH_SIDES = (
    joinedload(Dependency.programme),
    joinedload(Dependency.giver),
    joinedload(Dependency.receiver),
)


def get(dependency_id: int, visible_to: Actor) -> Dependency:
    """The dependency with its two sides. Raises NotFound, also when it may not be seen."""
    found = db.session.scalars(
        select(Dependency)
        .where(Dependency.id == dependency_id, seen(visible_to))
        .options(*WITH_SIDES)
    ).one_or_none()
    if found is None:
        raise NotFound("that dependency")
    return found


def of_workstream(workstream_id: int, visible_to: Actor) -> Sequence[Dependency]:
    """Those that it gives or receives and are not withdrawn, by the day of need."""
    return db.session.scalars(
        select(Dependency)
        .where(
            or_(Dependency.giver_id == workstream_id, Dependency.receiver_id == workstream_id),
            Dependency.status != DependencyStatus.WITHDRAWN,
            seen(visible_to),
        )
        .options(*WITH_SIDES)
        .order_by(Dependency.need_by.asc().nulls_last(), Dependency.id)
    ).all()


def date_changes(dependency_id: int) -> Sequence[DateChange]:
    """Every move of its dates, newest first."""
    return db.session.scalars(
        select(DateChange)
        .where(DateChange.dependency_id == dependency_id)
        .order_by(DateChange.id.desc())
    ).all()


def unnoted(visible_to: Actor) -> Sequence[tuple[DateChange, Dependency]]:
    """Moved dates that the actor's own side has to be shown, oldest first: what Home tells them."""
    rows: Sequence[Any] = db.session.execute(
        select(DateChange, Dependency)
        .join(Dependency, Dependency.id == DateChange.dependency_id)
        .where(DateChange.noted_at.is_(None), seen(visible_to))
        .where(Dependency.status != DependencyStatus.WITHDRAWN)
        .options(*WITH_SIDES)
        .order_by(DateChange.id)
    ).all()
    return [
        (change, dependency)
        for change, dependency in rows
        if speaks_for(visible_to, dependency, change.kind.other)
    ]


def speaks_for(actor: Actor, dependency: Dependency, party: Party) -> bool:
    """Whether the side is the actor's own: their workstream, or for the office an outside body.

    The office may act for any side; it is told of those that have nobody else.
    """
    place = dependency.place_of(party)
    if place.workstream_id is None:
        return actor.can(Permission.EDIT_DEPENDENCIES, place)
    return place.workstream_id in actor.workstreams(Permission.EDIT_DEPENDENCIES)


def side(workstream_id: int) -> Workstream:
    """The workstream that was chosen as a side, with its programme. Raises NotFound."""
    found = db.session.scalars(
        select(Workstream)
        .where(Workstream.id == workstream_id)
        .options(joinedload(Workstream.programme))
    ).one_or_none()
    if found is None:
        raise NotFound("that workstream")
    return found


def sides(actor: Actor) -> Sequence[Row[int, int, str, str, str]]:
    """Workstreams that can be a side: all those of a programme where the actor edits any.

    A lead has to name the other side, so sees the names of workstreams that they cannot read.
    """
    statement = (
        select(
            Workstream.id,
            Workstream.programme_id,
            Programme.code,
            Workstream.ref,
            Workstream.name,
        )
        .join(Programme, Programme.id == Workstream.programme_id)
        .where(Workstream.is_unassigned.is_(False))
        .order_by(Programme.code, Workstream.ref, Workstream.id)
    )
    whole = actor.programmes(Permission.EDIT_DEPENDENCIES)
    if whole is not None:
        own = actor.workstreams(Permission.EDIT_DEPENDENCIES)
        in_part = select(Workstream.programme_id).where(Workstream.id.in_(own))
        statement = statement.where(
            or_(Workstream.programme_id.in_(whole), Workstream.programme_id.in_(in_part))
        )
    return db.session.execute(statement).all()
