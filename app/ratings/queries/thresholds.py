"""The thresholds that a programme is rated with on a day: settings over the defaults."""

from __future__ import annotations

from datetime import date

from app.dependencies.rules import DependencyThresholds
from app.milestones.rules import DeliveryThresholds
from app.ratings.rules import CostThresholds, Thresholds
from app.risks.rules import RiskThresholds
from app.savings.rules import SavingsThresholds, Weights
from app.settings import queries as settings


def thresholds(programme_id: int, on: date) -> Thresholds:
    """Every dimension's thresholds, in one read."""
    return Thresholds(
        delivery=settings.fill(DeliveryThresholds, "milestones", programme_id, on),
        savings=settings.fill(SavingsThresholds, "savings", programme_id, on),
        weights=settings.fill(Weights, "weights", programme_id, on),
        risk=settings.fill(RiskThresholds, "risks", programme_id, on),
        dependencies=settings.fill(DependencyThresholds, "dependencies", programme_id, on),
        cost=settings.fill(CostThresholds, "cost", programme_id, on),
    )
