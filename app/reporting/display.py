"""Where a finding is put right, and the words of a month's states."""

from __future__ import annotations

from collections.abc import Mapping

from app.ratings.rules.findings import Finding
from app.reporting.models import UpdateStatus

PAGES = {
    "milestone": "/milestones",
    "scheme": "/savings",
    "risk": "/risks",
    "dependency": "/dependencies",
}
STEPS = {"milestone": "milestones", "scheme": "savings", "risk": "risks"}

COLOURS: Mapping[UpdateStatus | None, str] = {
    UpdateStatus.DRAFT: "yellow",
    UpdateStatus.SUBMITTED: "blue",
    UpdateStatus.RETURNED: "orange",
    UpdateStatus.ACCEPTED: "green",
    None: "grey",
}
WORDS: Mapping[UpdateStatus | None, str] = {
    UpdateStatus.DRAFT: "Begun",
    UpdateStatus.SUBMITTED: "Submitted",
    UpdateStatus.RETURNED: "Returned",
    UpdateStatus.ACCEPTED: "Accepted",
    None: "Not begun",
}


def step_of(finding: Finding, asked: Mapping[str, frozenset[int]]) -> str:
    """The step of the update in which the finding can be put right; empty when in none."""
    step = STEPS.get(finding.kind, "" if finding.kind else "words")
    return step if step == "words" or finding.about.id in asked.get(step, ()) else ""


def page_of(finding: Finding) -> str:
    """The page of the record that the finding is about; empty when it is about none."""
    page = PAGES.get(finding.kind, "")
    return f"{page}/{finding.about.id}" if page and finding.about.id else ""


def time_left(days: int) -> str:
    """How long leads have, in working days."""
    if days < 0:
        late = -days
        return f"Closed {late} working {'day' if late == 1 else 'days'} ago"
    if days == 0:
        return "Updates are due today"
    return f"{days} working {'day' if days == 1 else 'days'} left"


def permille(value: int) -> str:
    """`12.0%`, without its sign: the words beside it say which way."""
    return f"{abs(value) // 10}.{abs(value) % 10}%"
