"""How the workstreams of a programme stand, in a fixed number of reads."""

from app.ratings.queries.savings import MonthSums, SchemeSums, by_month, scheme_sums
from app.ratings.queries.standing import Standing, WorkstreamStanding, standing
from app.ratings.queries.thresholds import thresholds

__all__ = [
    "MonthSums",
    "SchemeSums",
    "Standing",
    "WorkstreamStanding",
    "by_month",
    "scheme_sums",
    "standing",
    "thresholds",
]
