"""Actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.actions.models import Action
from tests.make.programmes import workstream
from tests.make.store import numbers, stored


def action(**given: Any) -> Action:
    """An open action, due on 1 December 2026, that nobody owns yet."""
    number = next(numbers)
    defaults: dict[str, Any] = {
        "ref": f"A{number:03d}",
        "title": f"Action {number}",
        "due_on": date(2026, 12, 1),
    }
    if not {"workstream", "workstream_id"} & set(given):
        defaults["workstream_id"] = workstream().id
    return stored(Action(**{**defaults, **given}))
