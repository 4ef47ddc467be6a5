"""Pure rules of the month: its as-at date, what stands in the way of a lock, the position."""

from app.reporting.rules import printed
from app.reporting.rules.audience import for_programme
from app.reporting.rules.changes import Change, Direction, Kind, between, foremost
from app.reporting.rules.lock import as_at
from app.reporting.rules.position import position
from app.reporting.rules.programme import programme_rating

__all__ = [
    "Change",
    "Direction",
    "Kind",
    "as_at",
    "between",
    "for_programme",
    "foremost",
    "position",
    "printed",
    "programme_rating",
]
