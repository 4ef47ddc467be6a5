"""How schemes read: the register's columns, a record's figures, the grid of its months."""

from app.savings.display.history import DEEDS, labels
from app.savings.display.months import MonthRow, month_rows, month_sums
from app.savings.display.record import Figures, Position, figures, position, wte
from app.savings.display.register import is_offered, listing, variance

__all__ = [
    "DEEDS",
    "Figures",
    "MonthRow",
    "Position",
    "figures",
    "is_offered",
    "labels",
    "listing",
    "month_rows",
    "month_sums",
    "position",
    "variance",
    "wte",
]
