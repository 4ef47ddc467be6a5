"""Adding an organisation, and changing it: its code, its parent, the dates it existed between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.audit.commands import record
from app.core.actor import EVERYWHERE, Actor, Permission
from app.core.dates import long
from app.core.errors import RuleBroken
from app.db import db
from app.db.model import apply_all
from app.programmes import queries, rules
from app.programmes.models import Organisation, OrganisationKind

EDITABLE = frozenset({"name", "code", "kind", "parent_id", "valid_from", "valid_to"})


def create_organisation(
    *,
    name: str,
    code: str = "",
    kind: OrganisationKind = OrganisationKind.TRUST,
    parent_id: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    actor: Actor,
    at: datetime,
) -> Organisation:
    """A trust, an ICB or another body. No two have one code on the same day."""
    actor.must(Permission.MANAGE_PROGRAMME, EVERYWHERE)
    values: dict[str, Any] = {
        "name": name,
        "code": code,
        "kind": kind,
        "parent_id": parent_id,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    organisation = Organisation(**_checked(values, None))
    db.session.add(organisation)
    created = {field: (None, value) for field, value in values.items() if value not in (None, "")}
    record("organisation.create", organisation, created, actor=actor, at=at)
    return organisation


def edit_organisation(
    organisation: Organisation,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Change what is known of it. One that ended gets its last day; it is never removed."""
    actor.must(Permission.MANAGE_PROGRAMME, EVERYWHERE)
    organisation.must_be(version)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"An organisation has no {', '.join(sorted(unknown))} to edit")
    before = {field: getattr(organisation, field) for field in EDITABLE}
    changes = apply_all(organisation, _checked({**before, **values}, organisation.id))
    if changes:
        record("organisation.edit", organisation, changes, actor=actor, at=at)


def _checked(values: dict[str, Any], own_id: int | None) -> dict[str, Any]:
    ask = "Enter the organisation’s name"
    values["name"] = rules.required("name", values["name"], ask=ask, longest=200)
    values["code"] = rules.organisation_code(values["code"])
    rules.must_end_after(values["valid_from"], values["valid_to"], field="valid_to")
    _code_must_be_free(values, own_id)
    _parent_must_be_above(values["parent_id"], own_id)
    return values


def _code_must_be_free(values: Mapping[str, Any], own_id: int | None) -> None:
    """A code passes from a body to the one that follows it, so only shared days are refused."""
    if not values["code"]:
        return
    period = (values["valid_from"], values["valid_to"])
    for other in queries.organisations_with_code(values["code"]):
        if other.id != own_id and rules.meet(period, (other.valid_from, other.valid_to)):
            until = f" until {long(other.valid_to)}" if other.valid_to else ""
            raise RuleBroken("code", f"{other.code} is the code of {other.name}{until}")


def _parent_must_be_above(parent_id: int | None, own_id: int | None) -> None:
    parents = queries.parents()
    if parent_id is not None and parent_id not in parents:
        raise RuleBroken("parent_id", "Choose an organisation from the list")
    above = parent_id
    while above is not None:
        if above == own_id:
            raise RuleBroken("parent_id", "An organisation cannot be under itself")
        above = parents[above]
