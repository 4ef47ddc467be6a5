"""What the demo tells. Dates are a month from the open one, and a day: (-2, 14)."""

from app.demo.story.dependencies import DEPENDENCIES
from app.demo.story.early_months import EARLY_MONTHS
from app.demo.story.gates import GATED
from app.demo.story.milestones import MILESTONES
from app.demo.story.money import (
    PAPER_LESS,
    PAPER_REASON,
    QUERIED,
    REJECTED,
    TARGETS,
    TRANSACTED,
)
from app.demo.story.months import COSTS, NEWEST_MONTHS
from app.demo.story.people import PEOPLE
from app.demo.story.quality import ASSESSED, ELSEWHERE, EXPIRES_SOON, REVIEWED
from app.demo.story.risks import RISKS
from app.demo.story.schemes import SCHEMES
from app.demo.story.workstreams import WORKSTREAMS

MONTHS = (*EARLY_MONTHS, *NEWEST_MONTHS)

__all__ = [
    "ASSESSED",
    "COSTS",
    "DEPENDENCIES",
    "ELSEWHERE",
    "EXPIRES_SOON",
    "GATED",
    "MILESTONES",
    "MONTHS",
    "PAPER_LESS",
    "PAPER_REASON",
    "PEOPLE",
    "QUERIED",
    "REJECTED",
    "REVIEWED",
    "RISKS",
    "SCHEMES",
    "TARGETS",
    "TRANSACTED",
    "WORKSTREAMS",
]
