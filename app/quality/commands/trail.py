"""What is done to an assessment is noted on its scheme: whoever may see that reads one story."""

from __future__ import annotations

from datetime import datetime

from app.audit.commands import record
from app.core.actor import Actor
from app.db.model import Changes
from app.quality.models import Assessment


def note(
    deed: str,
    assessment: Assessment,
    changes: Changes | None = None,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """An event `assessment.deed` on the scheme. Counts as a save of the assessment.

    So a page that was opened before the save is stale, and two saves at once cannot both hold.
    """
    if assessment.id is not None:
        assessment.version += 1
    first = assessment.edition == 1
    edition: Changes = {} if first else {"edition": (None, assessment.edition)}
    record(
        f"assessment.{deed}",
        assessment.scheme,
        {**edition, **(changes or {})},
        actor=actor,
        at=at,
        reason=reason,
    )
