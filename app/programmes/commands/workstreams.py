"""Adding a workstream, and changing what is said of it and who leads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.core.errors import NotFound, RuleBroken
from app.db import db
from app.db.model import apply_all
from app.programmes import queries, rules
from app.programmes.commands.programmes import NOT_WHOLE
from app.programmes.models import Disclosure, Programme, Workstream

PEOPLE = ("sponsor_id", "lead_id", "clinical_lead_id", "finance_lead_id")
EDITABLE = frozenset({"name", "purpose", "category", "status", "disclosure", *PEOPLE})
OF_THE_OFFICE = frozenset({"status"})


def add_workstream(
    programme: Programme,
    *,
    ref: str | None = None,
    name: str,
    is_unassigned: bool = False,
    actor: Actor,
    at: datetime,
    **fields: Any,
) -> Workstream:
    """A part of the programme. Without a reference it gets the next `WSnn`; none is used again.

    An unassigned one holds imported rows that name none, so whoever may import may make it.
    """
    _may_add(actor, programme, is_unassigned)
    used = queries.refs_of_workstreams(programme.id)
    ref = rules.next_ref(used) if ref is None else rules.workstream_ref(ref)
    if ref.upper() in {other.upper() for other in used}:
        raise RuleBroken("ref", f"{programme.code} already has a workstream {ref}")
    _must_be_editable(fields)
    values = _checked({**NOTHING_YET, **fields, "name": name})
    workstream = Workstream(programme=programme, ref=ref, is_unassigned=is_unassigned, **values)
    db.session.add(workstream)
    created = {"ref": (None, ref), "name": (None, workstream.name)}
    record("workstream.add", workstream, created, actor=actor, at=at)
    return workstream


def edit_workstream(
    workstream: Workstream,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Change what is said of it. Only those who set up the programme may close it."""
    actor.must(Permission.EDIT_WORKSTREAM, workstream.place)
    workstream.must_be(version)
    _must_be_editable(values)
    if any(values[field] != getattr(workstream, field) for field in OF_THE_OFFICE & set(values)):
        actor.must(Permission.MANAGE_PROGRAMME, workstream.place)
    before = {field: getattr(workstream, field) for field in EDITABLE}
    changes = apply_all(workstream, _checked({**before, **values}))
    if changes:
        record("workstream.edit", workstream, changes, actor=actor, at=at)


NOTHING_YET: dict[str, Any] = {
    "purpose": "",
    "category": "",
    "disclosure": Disclosure.PRIVATE,
    **dict.fromkeys(PEOPLE),
}


def _may_add(actor: Actor, programme: Programme, is_unassigned: bool) -> None:
    if not (is_unassigned and actor.can(Permission.IMPORT, programme.place)):
        actor.must(Permission.MANAGE_PROGRAMME, programme.place)


def _must_be_editable(values: Mapping[str, Any]) -> None:
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"A workstream has no {', '.join(sorted(unknown))} to edit")


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    ask = "Enter the workstream’s name"
    values["name"] = rules.required("name", values["name"], ask=ask, longest=300)
    values["purpose"] = rules.limited("purpose", values["purpose"])
    values["category"] = rules.limited("category", values["category"], longest=200)
    if values["disclosure"] is Disclosure.WORKFORCE:
        raise RuleBroken("disclosure", NOT_WHOLE)
    try:
        queries.people_must_exist([values[field] for field in PEOPLE])
    except NotFound:
        raise RuleBroken(None, "Choose people from the lists") from None
    return values
