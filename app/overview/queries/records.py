"""The record that a reason names, found by its reference."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from app.core.actor import Actor
from app.core.errors import NotFound
from app.db import db
from app.dependencies import queries as dependencies
from app.dependencies.models import Dependency
from app.milestones.models import Milestone
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.risks.models import Risk
from app.savings.models import Scheme

PLACED: dict[str, Any] = {"milestone": Milestone, "scheme": Scheme, "risk": Risk}


def id_of(workstream: Workstream, kind: str, ref: str, visible_to: Actor) -> int:
    """Raises NotFound, also when it may not be seen."""
    statement = (
        _dependency(workstream, ref, visible_to)
        if kind == "dependency"
        else _placed(workstream, kind, ref, visible_to)
    )
    found = db.session.scalars(statement).first()
    if found is None:
        raise NotFound("that record")
    return int(found)


def _placed(workstream: Workstream, kind: str, ref: str, visible_to: Actor) -> Any:
    if kind not in PLACED:
        raise NotFound("that record")
    model = PLACED[kind]
    statement = select(model.id).join(model.workstream)
    statement = statement.where(model.workstream_id == workstream.id, model.ref == ref)
    return programmes.seen(statement, visible_to, model)


def _dependency(workstream: Workstream, ref: str, visible_to: Actor) -> Any:
    return select(Dependency.id).where(
        or_(Dependency.giver_id == workstream.id, Dependency.receiver_id == workstream.id),
        Dependency.ref == ref,
        dependencies.seen(visible_to),
    )
