"""Reads of files that were brought in, and of the mappings that people have chosen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import defer, joinedload

from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.db import db, page
from app.db.page import Page
from app.dependencies.models import Dependency
from app.imports.models import Import, ImportStatus, RememberedMapping
from app.milestones.models import Milestone
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.risks.models import Risk
from app.savings.models import Scheme

Key = tuple[str, int]
SENSITIVE: dict[str, Any] = {
    model.__tablename__: model for model in (Milestone, Scheme, Risk, Dependency)
}


def files(visible_to: Actor, number: int, status: str = "") -> Page[Import]:
    """Files that the actor may see, newest first, without their bytes."""
    statement = (
        select(Import)
        .where(_seen(visible_to))
        .options(joinedload(Import.programme), defer(Import.content), defer(Import.report))
        .order_by(Import.id.desc())
    )
    if status in set(ImportStatus):
        statement = statement.where(Import.status == ImportStatus(status))
    return page.of_scalars(statement, number)


def get(import_id: int, visible_to: Actor) -> Import:
    """The file with its programme. Raises NotFound, also when the actor may not see it."""
    found = db.session.scalars(
        select(Import)
        .where(Import.id == import_id, _seen(visible_to))
        .options(joinedload(Import.programme))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("that file")
    return found


def workstream_of(brought: Import) -> Workstream | None:
    """Where rows go that name no workstream, if somebody said."""
    if brought.workstream_id is None:
        return None
    return db.session.get(Workstream, brought.workstream_id)


def remembered_for(programme_id: int, signature: str) -> dict[str, str]:
    """What people chose for files with these headings; empty if nobody did."""
    found = db.session.scalars(
        select(RememberedMapping)
        .where(RememberedMapping.programme_id == programme_id)
        .where(RememberedMapping.signature == RememberedMapping.short(signature))
        .order_by(RememberedMapping.id.desc())
        .limit(1)
    ).one_or_none()
    return json.loads(found.mapping) if found else {}


def hidden(keys: Iterable[Key], from_actor: Actor) -> frozenset[Key]:
    """Those records that the actor may not see: a report does not show what was in them."""
    if from_actor.is_system:
        return frozenset()
    wanted = list(keys)
    found: set[Key] = set()
    for kind, model in SENSITIVE.items():
        ids = {record_id for each, record_id in wanted if each == kind}
        if ids:
            seen = db.session.scalars(
                select(model.id).where(
                    model.id.in_(ids), programmes.seen_records(from_actor, model)
                )
            )
            found |= {(kind, each) for each in ids - set(seen)}
    return frozenset(found)


def _seen(actor: Actor) -> ColumnElement[bool]:
    whole = actor.programmes(Permission.IMPORT)
    return true() if whole is None else Import.programme_id.in_(whole)
