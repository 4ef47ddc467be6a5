"""How dependencies read on a page: words, the register's columns, the matrix."""

from app.dependencies.display.matrix import matrix
from app.dependencies.display.register import is_late, listing
from app.dependencies.display.words import (
    DEEDS,
    LABELS,
    Line,
    escalates_on,
    gap_in_words,
    side,
)

__all__ = [
    "DEEDS",
    "LABELS",
    "Line",
    "escalates_on",
    "gap_in_words",
    "is_late",
    "listing",
    "matrix",
    "side",
]
