"""One drawing for each picture of a pack, wide for paper and screens, narrow for phones."""

from reportlab.graphics.shapes import Drawing

from app.reports.charts import bars, bridge, columns, curve, firmness, milestones, ratings, risks
from app.reports.charts.sheet import NARROW, WIDE
from app.reports.content import (
    Bridge,
    Firmness,
    MilestoneSlips,
    MonthColumns,
    Picture,
    PlanBars,
    RatingsStrip,
    RiskGrid,
    SavingsCurve,
)

__all__ = ["NARROW", "WIDE", "draw"]


def draw(picture: Picture, *, width: float = WIDE) -> Drawing:
    """The picture at this width; the height follows from what it holds."""
    match picture:
        case SavingsCurve():
            return curve.draw(picture, width)
        case PlanBars():
            return bars.draw(picture, width)
        case RiskGrid():
            return risks.draw(picture, width)
        case MilestoneSlips():
            return milestones.draw(picture, width)
        case RatingsStrip():
            return ratings.draw(picture, width)
        case Bridge() | Firmness() | MonthColumns():
            return _money(picture, width)


def _money(picture: Bridge | Firmness | MonthColumns, width: float) -> Drawing:
    match picture:
        case Bridge():
            return bridge.draw(picture, width)
        case Firmness():
            return firmness.draw(picture, width)
        case MonthColumns():
            return columns.draw(picture, width)
