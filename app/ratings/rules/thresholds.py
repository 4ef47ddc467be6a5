"""Every number that a rating depends on, with its default; settings replace them."""

from dataclasses import dataclass, field, fields

from app.core.setting import said
from app.dependencies.rules import DependencyThresholds
from app.milestones.rules import DeliveryThresholds
from app.quality.rules.thresholds import PanelThresholds
from app.ratings.rules.findings.thresholds import FindingThresholds
from app.risks.rules import RiskThresholds
from app.savings.rules import SavingsThresholds, Weights
from app.savings.rules.honesty import HonestyThresholds


@dataclass(frozen=True)
class CostThresholds:
    """Per cent of forecast over baseline, up to which it is green or amber."""

    green_percent: int = said(5, "Cost is green up to", "% over", limits=(0, 200), order="over")
    amber_percent: int = said(10, "Cost is amber up to", "% over", limits=(0, 200), order="over")


COST_DEFAULTS = CostThresholds()

SETTINGS_PREFIX = {"delivery": "milestones", "risk": "risks"}
"""Settings are kept under the name of the feature where it is not that of the dimension."""


@dataclass(frozen=True)
class Thresholds:
    """The thresholds of every dimension and of data quality, and the weights of savings."""

    delivery: DeliveryThresholds = field(default_factory=DeliveryThresholds)
    savings: SavingsThresholds = field(default_factory=SavingsThresholds)
    weights: Weights = field(default_factory=Weights)
    honesty: HonestyThresholds = field(default_factory=HonestyThresholds)
    risk: RiskThresholds = field(default_factory=RiskThresholds)
    dependencies: DependencyThresholds = field(default_factory=DependencyThresholds)
    panel: PanelThresholds = field(default_factory=PanelThresholds)
    cost: CostThresholds = field(default_factory=CostThresholds)
    findings: FindingThresholds = field(default_factory=FindingThresholds)

    def flat(self) -> dict[str, int | tuple[int, ...]]:
        """Every value by the key of its setting, in order: `milestones.green_days`."""
        return {
            f"{SETTINGS_PREFIX.get(branch.name, branch.name)}.{leaf.name}": getattr(
                getattr(self, branch.name), leaf.name
            )
            for branch in fields(self)
            for leaf in fields(getattr(self, branch.name))
        }


DEFAULTS = Thresholds()
