"""Dependencies between two sides."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.dependencies.models import Dependency, DependencyStatus
from app.programmes.models import Workstream
from tests.make.programmes import programme, workstream
from tests.make.store import numbers, stored

SIGNED = date(2026, 9, 1)


def dependency(
    *, giver: Workstream | None = None, receiver: Workstream | None = None, **given: Any
) -> Dependency:
    """Needed by 1 December 2026 and promised for that day. Agreed ones are signed by both."""
    number = next(numbers)
    programme_id = _programme(giver, receiver, given)
    defaults: dict[str, Any] = {
        "programme_id": programme_id,
        "ref": f"D{number:03d}",
        "title": f"Deliverable {number}",
        "need_by": date(2026, 12, 1),
        "promise": date(2026, 12, 1),
        **_side("giver", giver, given, programme_id),
        **_side("receiver", receiver, given, programme_id),
        **_signatures(given.get("status")),
    }
    return stored(Dependency(**{**defaults, **given}))


def _programme(giver: Workstream | None, receiver: Workstream | None, given: dict[str, Any]) -> int:
    placed = giver or receiver
    if placed is not None:
        return placed.programme_id
    return int(given.get("programme_id") or programme().id)


def _side(
    name: str, chosen: Workstream | None, given: dict[str, Any], programme_id: int
) -> dict[str, Any]:
    if given.get(f"{name}_body"):
        return {}
    return {f"{name}_id": (chosen or workstream(programme_id=programme_id)).id}


def _signatures(status: Any) -> dict[str, Any]:
    if status not in (
        DependencyStatus.AGREED,
        DependencyStatus.DELIVERED,
        DependencyStatus.ACCEPTED,
    ):
        return {}
    return {
        "giver_signed_by": "Ann Lee",
        "giver_signed_on": SIGNED,
        "receiver_signed_by": "Bob Ray",
        "receiver_signed_on": SIGNED,
    }
