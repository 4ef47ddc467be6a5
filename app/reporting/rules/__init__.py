"""Pure rules of the month: its as-at date, what stands in the way of a lock, the position."""

from app.reporting.rules import printed
from app.reporting.rules.asked import (
    Move,
    horizon,
    is_milestone_asked,
    is_review_due,
    moved,
    shares,
)
from app.reporting.rules.audience import for_programme
from app.reporting.rules.changes import Change, Direction, Kind, between, foremost
from app.reporting.rules.lines import Line, lines
from app.reporting.rules.lock import as_at
from app.reporting.rules.position import position
from app.reporting.rules.programme import programme_rating
from app.reporting.rules.sending import Gap, gaps

__all__ = [
    "Change",
    "Direction",
    "Gap",
    "Kind",
    "Line",
    "Move",
    "as_at",
    "between",
    "for_programme",
    "foremost",
    "gaps",
    "horizon",
    "is_milestone_asked",
    "is_review_due",
    "lines",
    "moved",
    "position",
    "printed",
    "programme_rating",
    "shares",
]
