"""Where a scheme stands at the quality gate, in one sentence, and what was done so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.audit.display import Chapter
from app.audit.display import story as told
from app.audit.models import AuditEvent
from app.core import dates
from app.quality.models import AssessmentStatus
from app.quality.queries.assessments import Evidence
from app.savings.display import history
from app.savings.models import Scheme
from app.savings.queries import held as gate

STATUS_COLOURS = {
    AssessmentStatus.DRAFT: "blue",
    AssessmentStatus.WITH_PANEL: "purple",
    AssessmentStatus.APPROVED: "green",
    AssessmentStatus.PAUSED: "yellow",
    AssessmentStatus.REFUSED: "red",
    AssessmentStatus.REOPENED: "orange",
    AssessmentStatus.WITHDRAWN: "grey",
}
OF_THE_GATE = ("scheme.clear_quality", "scheme.stop_quality", "scheme.change_scope")
NONE_YET = "No assessment yet"


@dataclass(frozen=True)
class State:
    """The state as a tag, and what it means for the scheme."""

    text: str
    colour: str
    sentence: str = ""
    is_held: bool = False


def state(scheme: Scheme, current: Evidence | None, on: date, warning_days: int) -> State:
    """Approved until a day, held and why, or how far its assessment is."""
    until = scheme.quality_cleared_until
    if scheme.is_quality_valid(on) and until is not None:
        return _approved(scheme, until, on, warning_days)
    held = gate.holds(scheme, on)
    if scheme.quality_stopped:
        return State("Stopped", "red", scheme.quality_stopped, held)
    if until is not None:
        return State("Ran out", "red", f"The approval ran out on {dates.long(until)}", held)
    if current is None:
        return State(NONE_YET, "grey", "", held)
    status = current.assessment.status
    return State(status.value.capitalize(), STATUS_COLOURS[status], "", held)


def first_answers(scheme: Scheme, before: Evidence | None) -> dict[str, Any]:
    """What a new edition begins with: what the one before said, else what the scheme says."""
    if before is not None:
        assessment = before.assessment
        return {"summary": assessment.summary, "clinical_lead_id": assessment.clinical_lead_id}
    return {
        "summary": scheme.description,
        "clinical_lead_id": scheme.workstream.clinical_lead_id,
    }


def story(events: Iterable[AuditEvent]) -> list[Chapter]:
    """What was done to the scheme's assessments, of all that was done to the scheme."""
    mine = [
        each
        for each in events
        if each.action.startswith("assessment.") or each.action in OF_THE_GATE
    ]
    return told(mine, labels=history.labels(mine), deeds=history.DEEDS)


def _approved(scheme: Scheme, until: date, on: date, warning_days: int) -> State:
    by = f"Approved by {scheme.quality_cleared_by}"
    if until <= on + timedelta(days=warning_days):
        soon = f"{by}. It runs out on {dates.long(until)}: start the next edition now"
        return State(f"Approved until {dates.long(until)}", "yellow", soon)
    return State(f"Approved until {dates.long(until)}", "green", by)
