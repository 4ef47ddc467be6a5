"""The thresholds that a programme is rated with on a day: settings over the defaults."""

from __future__ import annotations

from datetime import date

from app.dependencies.rules import DependencyThresholds
from app.milestones.rules import DeliveryThresholds
from app.quality.rules.thresholds import PanelThresholds
from app.ratings.rules import CostThresholds, Thresholds
from app.ratings.rules.findings import FindingThresholds
from app.risks.rules import RiskThresholds
from app.savings.rules import SavingsThresholds, Weights
from app.savings.rules.honesty import HonestyThresholds
from app.settings import queries as settings
from app.settings.queries import Values


def thresholds(programme_id: int, on: date) -> Thresholds:
    """Every dimension's thresholds, in one read."""
    return thresholds_of(settings.as_at(programme_id, on))


def thresholds_of(values: Values) -> Thresholds:
    """Every dimension's thresholds, from settings that have been read, or are only tried."""
    return Thresholds(
        delivery=values.fill(DeliveryThresholds, "milestones"),
        savings=values.fill(SavingsThresholds, "savings"),
        weights=values.fill(Weights, "weights"),
        honesty=values.fill(HonestyThresholds, "honesty"),
        risk=values.fill(RiskThresholds, "risks"),
        dependencies=values.fill(DependencyThresholds, "dependencies"),
        panel=values.fill(PanelThresholds, "panel"),
        cost=values.fill(CostThresholds, "cost"),
        findings=values.fill(FindingThresholds, "findings"),
    )
