"""Months and updates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from app.core.financial_year import Month
from app.reporting.models import Period, Update, UpdateStatus
from tests.make.programmes import programme, workstream
from tests.make.store import stored

OCTOBER = Month(2026, 10)
AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)


def period(**given: Any) -> Period:
    """October 2026 (M7), open."""
    defaults: dict[str, Any] = {
        "month": OCTOBER,
        "cut_off": date(2026, 11, 11),
        "opened_by": "The office",
        "opened_at": AT,
    }
    if not {"programme", "programme_id"} & set(given):
        defaults["programme_id"] = programme().id
    return stored(Period(**{**defaults, **given}))


def update(**given: Any) -> Update:
    """A draft update of a workstream for October."""
    values = dict(given)
    if "workstream_id" not in values:
        values["workstream_id"] = workstream().id
    if "period_id" not in values:
        values["period_id"] = period().id
    values.setdefault("status", UpdateStatus.DRAFT)
    return stored(Update(**values))
