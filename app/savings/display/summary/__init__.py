"""The summary of a programme's savings: its headline, its lines and their columns."""

from app.savings.display.summary.columns import for_file, tables
from app.savings.display.summary.headline import Figure, headline
from app.savings.display.summary.rows import (
    NAMES,
    Becomes,
    Place,
    Row,
    becomes,
    rows,
    whole,
)

__all__ = [
    "NAMES",
    "Becomes",
    "Figure",
    "Place",
    "Row",
    "becomes",
    "for_file",
    "headline",
    "rows",
    "tables",
    "whole",
]
