"""A file that waits to be applied; one that is not wanted; a mapping for the next such file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.db import db
from app.db.model import apply
from app.imports.commands.bring_in import Asking, new_import
from app.imports.models import Import, ImportStatus, RememberedMapping
from app.programmes.models import Programme


def keep(
    programme: Programme,
    asking: Asking,
    *,
    report: Mapping[str, Any],
    brought: Import | None = None,
    actor: Actor,
    at: datetime,
) -> Import:
    """Keeps the file with its preview until somebody applies it or sets it aside."""
    actor.must(Permission.IMPORT, programme.place)
    is_new = brought is None
    brought = brought or new_import(programme, asking, actor=actor, at=at)
    brought.must_wait()
    brought.kind = asking.file.kind
    brought.content = asking.content
    brought.is_correction = asking.as_correction
    brought.report = json.dumps(report, ensure_ascii=False)
    db.session.add(brought)
    if is_new:
        said = {"kind": (None, brought.kind), "size": (None, brought.file_size)}
        record("import.read", brought, said, actor=actor, at=at)
    return brought


def set_aside(brought: Import, *, version: int | None = None, actor: Actor, at: datetime) -> None:
    """It is not brought in; its bytes go, that it was read stays."""
    actor.must(Permission.IMPORT, brought.programme.place)
    brought.must_be(version)
    brought.must_wait()
    changes = apply(brought, status=ImportStatus.SET_ASIDE)
    brought.content = None
    record("import.set_aside", brought, changes, actor=actor, at=at)


def remember_mapping(
    programme: Programme,
    *,
    kind: str,
    signature: str,
    mapping: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> None:
    """What headings mean in files like this one, in this programme; the last choice holds."""
    actor.must(Permission.IMPORT, programme.place)
    short = RememberedMapping.short(signature)
    text = json.dumps(dict(mapping), ensure_ascii=False, sort_keys=True)
    found = db.session.scalars(
        select(RememberedMapping).where(
            RememberedMapping.programme_id == programme.id,
            RememberedMapping.signature == short,
        )
    ).first()
    if found is None:
        found = RememberedMapping(
            programme_id=programme.id, kind=kind, signature=short, mapping="{}"
        )
        db.session.add(found)
    changes = apply(found, mapping=text)
    if changes:
        said = {"mapping": (json.loads(changes["mapping"][0]), dict(mapping))}
        record("import.remember_mapping", programme, said, actor=actor, at=at)
