"""Which audit events a reader may see: those of their places, and of no record withheld."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, true

from app.audit.models import AuditEvent
from app.core.actor import Actor, Permission
from app.programmes.models import Disclosure
from app.programmes.queries.owned import kinds_with_owners
from app.programmes.queries.visibility import named_on, seen_records


def seen_events(actor: Actor) -> ColumnElement[bool]:
    """The condition on AuditEvent that keeps what the actor may read."""
    return and_(_in_place(actor), _not_withheld(actor))


def _in_place(actor: Actor) -> ColumnElement[bool]:
    programmes = actor.programmes(Permission.READ_AUDIT)
    if programmes is None:
        return true()
    workstreams = actor.workstreams(Permission.READ_AUDIT)
    return or_(
        AuditEvent.programme_id.in_(programmes) if programmes else false(),
        AuditEvent.workstream_id.in_(workstreams) if workstreams else false(),
    )


def _not_withheld(actor: Actor) -> ColumnElement[bool]:
    """A record that is, or was at the time, workforce-sensitive shows to those named on it."""
    if actor.is_system:
        return true()
    models = kinds_with_owners()
    open_at_the_time = AuditEvent.disclosure != Disclosure.WORKFORCE.value
    named_on_it = or_(false(), *(_about(model, _named(actor, model)) for model in models))
    hidden_now = (_about(model, not_(seen_records(actor, model))) for model in models)
    may = or_(open_at_the_time, named_on_it, _of_the_whole(actor))
    return and_(may, not_(or_(false(), *hidden_now)))


def _of_the_whole(actor: Actor) -> ColumnElement[bool]:
    """Sums that hold sensitive schemes, and are no record of their own, show to finance."""
    programmes = actor.programmes(Permission.VALIDATE_SAVINGS)
    signs = true() if programmes is None else AuditEvent.programme_id.in_(programmes)
    return and_(AuditEvent.record_id.is_(None), signs)


def _about(model: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    ids = select(model.id).where(condition)
    return and_(
        AuditEvent.record_kind == model.__tablename__,
        AuditEvent.record_id.is_not(None),
        AuditEvent.record_id.in_(ids),
    )


def _named(actor: Actor, model: Any) -> ColumnElement[bool]:
    return named_on(actor, model) if actor.person_id else false()
