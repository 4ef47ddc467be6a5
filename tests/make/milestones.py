"""Milestones and moves of their forecasts."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.milestones.models import Milestone
from tests.make.programmes import workstream
from tests.make.store import numbers, stored


def milestone(**given: Any) -> Milestone:
    """An open milestone, promised and expected for 1 December 2026."""
    number = next(numbers)
    baseline = given.pop("baseline", date(2026, 12, 1))
    defaults: dict[str, Any] = {
        "ref": f"M{number:03d}",
        "title": f"Milestone {number}",
        "first_baseline": baseline,
        "current_baseline": baseline,
        "forecast": baseline,
    }
    if not {"workstream", "workstream_id"} & set(given):
        defaults["workstream_id"] = workstream().id
    return stored(Milestone(**{**defaults, **given}))
