"""Organisations, programmes and workstreams."""

from __future__ import annotations

from typing import Any

from app.programmes.models import Organisation, OrganisationKind, Programme, Workstream
from tests.make.store import numbers, stored


def organisation(**given: Any) -> Organisation:
    """An acute and community trust."""
    number = next(numbers)
    defaults = {
        "name": f"Trust {number}",
        "code": f"ZZ{number}",
        "kind": OrganisationKind.TRUST,
    }
    return stored(Organisation(**{**defaults, **given}))


def programme(**given: Any) -> Programme:
    """An open programme of a trust."""
    number = next(numbers)
    defaults: dict[str, Any] = {"code": f"P{number}", "name": f"Programme {number}"}
    if not {"organisation", "organisation_id"} & set(given):
        defaults["organisation_id"] = organisation().id
    return stored(Programme(**{**defaults, **given}))


def workstream(**given: Any) -> Workstream:
    """A workstream of a programme."""
    number = next(numbers)
    defaults: dict[str, Any] = {"ref": f"WS{number:02d}", "name": f"Workstream {number}"}
    if not {"programme", "programme_id"} & set(given):
        defaults["programme_id"] = programme().id
    return stored(Workstream(**{**defaults, **given}))
