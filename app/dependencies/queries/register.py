"""What the register and the matrix show of each dependency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased

from app.core.actor import Actor, Permission
from app.db import db
from app.dependencies import rules
from app.dependencies.models import DateChange, Dependency, DependencyStatus
from app.dependencies.queries.visibility import seen
from app.programmes.models import Programme, Workstream

Giver = aliased(Workstream, name="giver")
Receiver = aliased(Workstream, name="receiver")


COLUMNS = (
    Dependency.id,
    Dependency.ref,
    Dependency.title,
    Dependency.need_by,
    Dependency.promise,
    Dependency.float_days,
    Dependency.is_critical,
    Dependency.status,
    Dependency.disclosure,
    Dependency.giver_id,
    Dependency.giver_body,
    Dependency.receiver_id,
    Dependency.receiver_body,
    Dependency.programme_id,
    Programme.code.label("programme_code"),
    Giver.ref.label("giver_ref"),
    Giver.name.label("giver_name"),
    Receiver.ref.label("receiver_ref"),
    Receiver.name.label("receiver_name"),
)


def listed(visible_to: Actor) -> Select[Any]:
    """The register's columns, before it is narrowed and ordered."""
    statement: Any = select(*COLUMNS)
    found: Select[Any] = (
        statement.select_from(Dependency)
        .join(Programme, Programme.id == Dependency.programme_id)
        .outerjoin(Giver, Giver.id == Dependency.giver_id)
        .outerjoin(Receiver, Receiver.id == Dependency.receiver_id)
        .where(seen(visible_to))
    )
    return found


def with_texts(statement: Select[Any]) -> Select[Any]:
    """The statement with what only a file holds: long texts, signatures, how often dates moved."""
    moved = (
        select(func.count())
        .select_from(DateChange)
        .where(DateChange.dependency_id == Dependency.id)
        .correlate(Dependency)
        .scalar_subquery()
    )
    wider: Any = statement.add_columns(
        Dependency.acceptance,
        Dependency.giver_signed_by,
        Dependency.giver_signed_on,
        Dependency.receiver_signed_by,
        Dependency.receiver_signed_on,
        Dependency.delivered_on,
        Dependency.closing_reason,
        moved.label("times_moved"),
    )
    found: Select[Any] = wider
    return found


def of_programme(visible_to: Actor, programme: Programme | None) -> Select[Any]:
    """The register of one programme; of none, an empty one."""
    here = Dependency.programme_id == programme.id if programme else false()
    return listed(visible_to).where(here)


def rows(statement: Select[Any]) -> Sequence[Any]:
    """All rows of the register's statement."""
    return db.session.execute(statement).all()


def facts(row: Any) -> rules.Facts:
    """What the rules need of a dependency, or of a row of the register."""
    return rules.Facts(
        ref=row.ref,
        title=row.title,
        status=row.status,
        need_by=row.need_by,
        promise=row.promise,
        float_days=row.float_days,
    )


def waiting_for(actor: Actor) -> ColumnElement[bool]:
    """Proposed, and not yet signed by a side that the actor speaks for.

    A lead speaks for the workstream; the office, which may sign anywhere, for outside bodies.
    """
    giver = _unsigned_side(actor, Dependency.giver_id, Dependency.giver_signed_on)
    receiver = _unsigned_side(actor, Dependency.receiver_id, Dependency.receiver_signed_on)
    return and_(Dependency.status == DependencyStatus.PROPOSED, or_(giver, receiver))


def count_waiting(actor: Actor) -> int:
    """How many wait for the actor's signature."""
    waiting = select(func.count(Dependency.id)).where(seen(actor), waiting_for(actor))
    return db.session.scalar(waiting) or 0


def _unsigned_side(actor: Actor, workstream_id: Any, signed_on: Any) -> ColumnElement[bool]:
    whole = actor.programmes(Permission.EDIT_DEPENDENCIES)
    own = actor.workstreams(Permission.EDIT_DEPENDENCIES)
    here = true() if whole is None else Dependency.programme_id.in_(whole)
    outside = and_(workstream_id.is_(None), here)
    return and_(signed_on.is_(None), or_(workstream_id.in_(own), outside))
