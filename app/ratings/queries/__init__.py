"""How the workstreams of a programme stand, in a fixed number of reads."""

from app.ratings.queries.findings import XRay, findings, xray
from app.ratings.queries.savings import PlacedSums, scheme_sums
from app.ratings.queries.standing import Standing, WorkstreamStanding, standing
from app.ratings.queries.thresholds import thresholds, thresholds_of

__all__ = [
    "PlacedSums",
    "Standing",
    "WorkstreamStanding",
    "XRay",
    "findings",
    "scheme_sums",
    "standing",
    "thresholds",
    "thresholds_of",
    "xray",
]
