"""The only clock that pages read. London's date is not always UTC's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC. A test or a demonstration may fix it in CLOCK."""
    fixed: datetime | None = current_app.config.get("CLOCK")
    return fixed or datetime.now(UTC)


def today() -> date:
    """Today's date in London."""
    return now().astimezone(LONDON).date()
