"""Who sees a dependency: readers of the programme, and those of either side's workstream."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, true

from app.core.actor import Actor, Permission
from app.dependencies.models import Dependency
from app.programmes import queries as programmes


def seen(actor: Actor) -> ColumnElement[bool]:
    """The condition on Dependency that keeps what the actor may read.

    A workforce-sensitive one shows only to its owner and those named on it, whichever their side.
    """
    return and_(held(actor, Permission.READ_PROGRAMME), programmes.seen_records(actor, Dependency))


def held(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Dependencies of programmes, or with a side in workstreams, where the permission is held."""
    whole = actor.programmes(permission)
    if whole is None:
        return true()
    own = actor.workstreams(permission)
    return or_(
        Dependency.programme_id.in_(whole),
        Dependency.giver_id.in_(own),
        Dependency.receiver_id.in_(own),
    )
