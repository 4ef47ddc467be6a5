"""Risks."""

from __future__ import annotations

from typing import Any

from app.risks.models import Risk
from tests.make.programmes import workstream
from tests.make.store import numbers, stored


def risk(**given: Any) -> Risk:
    """An open risk without an owner; `current=(4, 3)`, `inherent` and `target` set the scores."""
    number = next(numbers)
    defaults: dict[str, Any] = {"ref": f"WS01-R{number:02d}", "title": f"Risk {number}"}
    for kind in ("inherent", "current", "target"):
        cell = given.pop(kind, None)
        if cell:
            defaults[f"{kind}_consequence"], defaults[f"{kind}_likelihood"] = cell
    if not {"workstream", "workstream_id"} & set(given):
        defaults["workstream_id"] = workstream().id
    return stored(Risk(**{**defaults, **given}))
