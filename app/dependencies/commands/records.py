"""Adding a dependency, and changing what describes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.audit.commands import record
from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.db.model import apply_all
from app.dependencies.models import Dependency, DependencyStatus
from app.dependencies.rules import Party, Standing, Status
from app.programmes import queries as programmes
from app.programmes.commands import keep_in_sight
from app.programmes.models import Disclosure, Programme, Workstream

LONGEST_FLOAT = 3650
LONGEST_BODY = 200
AGREED_ON = frozenset({"title", "acceptance"})
EDITABLE = AGREED_ON | {"float_days", "is_critical", "owner_id", "disclosure"}


def add(
    programme: Programme,
    *,
    title: str,
    giver: Workstream | None = None,
    giver_body: str = "",
    receiver: Workstream | None = None,
    receiver_body: str = "",
    need_by: date | None = None,
    promise: date | None = None,
    float_days: int = 0,
    ref: str | None = None,
    acceptance: str = "",
    is_critical: bool = False,
    owner_id: int | None = None,
    disclosure: Disclosure = Disclosure.PRIVATE,
    actor: Actor,
    at: datetime,
) -> Dependency:
    """A draft: what one side needs of the other. Nobody has signed it yet."""
    dependency = Dependency(programme=programme, programme_id=programme.id)
    _set_sides(dependency, Party.GIVER, giver, giver_body)
    _set_sides(dependency, Party.RECEIVER, receiver, receiver_body)
    numbered_by = _numbered_by(dependency)
    _must_speak_for_a_side(dependency, actor)
    dependency.ref = ref or programmes.next_ref(Dependency, numbered_by, "D")
    values: dict[str, Any] = {
        "title": answers.title(title, what="Deliverable"),
        "need_by": answers.day(need_by, "need_by"),
        "promise": answers.day(promise, "promise"),
        "float_days": _float(float_days),
        "acceptance": acceptance.strip(),
        "is_critical": is_critical,
        "owner_id": owner_id,
        "disclosure": disclosure,
        "status": DependencyStatus.DRAFT,
    }
    changes = apply_all(dependency, values)
    db.session.add(dependency)
    given = {name: both for name, both in changes.items() if both[1] not in (None, "", False)}
    given["giver"] = (None, dependency.name_of(Party.GIVER))
    given["receiver"] = (None, dependency.name_of(Party.RECEIVER))
    record("dependency.add", dependency, given, actor=actor, at=at)
    keep_in_sight(dependency, actor=actor, at=at)
    return dependency


def edit(
    dependency: Dependency,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Changes what describes it. Another deliverable is another promise: it is signed anew."""
    spoken = _must_speak_for_a_side(dependency, actor)
    dependency.must_be(version)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"edit cannot change {', '.join(sorted(unknown))}")
    if dependency.status.is_settled:
        raise RuleBroken(None, f"This dependency is {dependency.status}: it can no longer change")
    cleaned = _cleaned(values)
    if _is_another_promise(dependency, cleaned):
        signed = spoken if len(spoken) == 1 else frozenset[Party]()
        standing, on = Standing(Status.PROPOSED, signed), dates.in_london(at)
        cleaned |= dependency.stand_as(standing, actor.name, on, anew=True)
    if changes := apply_all(dependency, cleaned):
        record("dependency.edit", dependency, changes, actor=actor, at=at)
        keep_in_sight(dependency, actor=actor, at=at)


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = dict(values)
    if "title" in cleaned:
        cleaned["title"] = answers.title(cleaned["title"], what="Deliverable")
    if "float_days" in cleaned:
        cleaned["float_days"] = _float(cleaned["float_days"])
    return cleaned


def _is_another_promise(dependency: Dependency, values: Mapping[str, Any]) -> bool:
    if dependency.status not in (Status.PROPOSED, Status.AGREED):
        return False
    return any(name in values and values[name] != getattr(dependency, name) for name in AGREED_ON)


def _must_speak_for_a_side(dependency: Dependency, actor: Actor) -> frozenset[Party]:
    """The sides for which the actor may act. Raises NotAllowed when there are none."""
    spoken = frozenset(
        party
        for party in Party
        if actor.can(Permission.EDIT_DEPENDENCIES, dependency.place_of(party))
    )
    if not spoken:
        raise NotAllowed("Only the lead of one of the two sides, or the office, can do this")
    return spoken


def _set_sides(
    dependency: Dependency, party: Party, workstream: Workstream | None, body: str
) -> None:
    field, outside = f"{party}_id", " ".join(body.split())
    if workstream is None and not outside:
        raise RuleBroken(field, f"Choose the workstream that is the {party}, or name a body")
    if workstream is not None and outside:
        raise RuleBroken(field, "Choose a workstream or name an outside body, not both")
    if len(outside) > LONGEST_BODY:
        raise RuleBroken(f"{party}_body", f"Name must be {LONGEST_BODY} characters or fewer")
    if workstream is not None and workstream.programme_id != dependency.programme_id:
        raise RuleBroken(field, "Both sides must be in the same programme")
    setattr(dependency, party.value, workstream)
    setattr(dependency, field, workstream.id if workstream else None)
    setattr(dependency, f"{party}_body", outside)


def _numbered_by(dependency: Dependency) -> Workstream:
    """The receiver, who needs it; else the giver."""
    if dependency.receiver_id is not None and dependency.receiver_id == dependency.giver_id:
        raise RuleBroken("receiver_id", "The two sides must be different workstreams")
    found = dependency.receiver or dependency.giver
    if found is None:
        raise RuleBroken("receiver_id", "One of the two sides must be a workstream")
    return found


def _float(days: int | None) -> int:
    if days is None:
        return 0
    if not 0 <= days <= LONGEST_FLOAT:
        raise RuleBroken("float_days", f"Float must be between 0 and {LONGEST_FLOAT} days")
    return days
