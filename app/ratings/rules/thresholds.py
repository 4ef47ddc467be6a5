"""Every number that a rating depends on, with its default; settings replace them by key."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from app.core.errors import RuleBroken
from app.dependencies.rules import DependencyThresholds
from app.milestones.rules import DeliveryThresholds
from app.risks.rules import RiskThresholds
from app.savings.rules import SavingsThresholds, Weights


@dataclass(frozen=True)
class CostThresholds:
    """Per cent of forecast over baseline, up to which it is green or amber."""

    green_percent: int = 5
    amber_percent: int = 10


COST_DEFAULTS = CostThresholds()


@dataclass(frozen=True)
class Thresholds:
    """The tree of thresholds. A setting's key is its path in it: `delivery.green_days`."""

    delivery: DeliveryThresholds = field(default_factory=DeliveryThresholds)
    savings: SavingsThresholds = field(default_factory=SavingsThresholds)
    weights: Weights = field(default_factory=Weights)
    risk: RiskThresholds = field(default_factory=RiskThresholds)
    dependencies: DependencyThresholds = field(default_factory=DependencyThresholds)
    cost: CostThresholds = field(default_factory=CostThresholds)

    def flat(self) -> dict[str, int]:
        """Every key with its value, in order: what a report prints as the rules that it used."""
        return {
            f"{branch.name}.{leaf.name}": getattr(getattr(self, branch.name), leaf.name)
            for branch in fields(self)
            for leaf in fields(getattr(self, branch.name))
        }

    def with_values(self, values: Mapping[str, int]) -> "Thresholds":
        """The same tree with these keys replaced. Raises RuleBroken for a key that it has not."""
        known = self.flat()
        changed = self
        for key, value in values.items():
            if key not in known:
                raise RuleBroken(key, f"There is no threshold called {key}")
            branch, leaf = key.split(".")
            changed = replace(
                changed, **{branch: replace(getattr(changed, branch), **{leaf: value})}
            )
        return changed


DEFAULTS = Thresholds()
