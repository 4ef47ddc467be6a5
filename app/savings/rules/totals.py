"""What schemes are worth together, and what they are worth after risk."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from app.core import money
from app.core.money import Pence
from app.core.rating import RecordLink
from app.savings.rules import figures
from app.savings.rules.figures import YearFigures

PERCENT = 100


class DevelopmentStatus(StrEnum):
    """How far a scheme is developed (1.3). The other axis is delivery risk."""

    FULLY_DEVELOPED = "fully_developed"
    PLANS_IN_PROGRESS = "plans_in_progress"
    OPPORTUNITY = "opportunity"
    UNIDENTIFIED = "unidentified"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class DeliveryRisk(StrEnum):
    """How likely a scheme is to fall short."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True)
class Weights:
    """Per cent of the remaining forecast that is counted after risk.

    There is no national standard: these are the middle of the ranges seen [K]; each trust's own
    are settings, printed on every report that uses them.
    """

    low: int = 90
    medium: int = 60
    high: int = 25
    not_assessed: int = 25
    """A scheme whose delivery risk nobody has assessed weighs as a high one."""
    fully_developed: int = 100
    plans_in_progress: int = 100
    opportunity: int = 10
    unidentified: int = 0


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules need to know of one scheme.

    `is_transacted`: taken out of budgets in full and recurrently, which somebody has to say.
    """

    ref: str
    title: str
    figures: YearFigures
    status: DevelopmentStatus = DevelopmentStatus.PLANS_IN_PROGRESS
    risk: DeliveryRisk | None = None
    is_transacted: bool = False

    @property
    def is_identified(self) -> bool:
        """Whether there is a scheme behind the money."""
        return self.status is not DevelopmentStatus.UNIDENTIFIED

    @property
    def link(self) -> RecordLink:
        return RecordLink("scheme", self.ref, self.title)


def weight(facts: Facts, weights: Weights = DEFAULT_WEIGHTS) -> int:
    """min(risk weight, maturity weight), per cent; 100 once transacted."""
    if facts.is_transacted:
        return PERCENT
    by_risk: int = getattr(weights, facts.risk.value if facts.risk else "not_assessed")
    by_status: int = getattr(weights, facts.status.value)
    return min(by_risk, by_status)


def risk_adjusted_fot(year: YearFigures, m: int, percent: int) -> Pence:
    """Σ actual YTD × 100% + Σ remaining forecast × weight, to the nearest penny."""
    remaining = figures.remaining_forecast(year, m)
    return Pence(figures.ytd_actual(year, m) + money.divided(remaining * percent, PERCENT))


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Schemes added up, in pence. `schemes` counts the identified ones, and all sums are theirs."""

    schemes: int = 0
    plan: Pence = field(default=Pence(0))
    forecast: Pence = field(default=Pence(0))
    ytd_plan: Pence = field(default=Pence(0))
    ytd_actual: Pence = field(default=Pence(0))
    recurrent_forecast: Pence = field(default=Pence(0))
    risk_adjusted_forecast: Pence = field(default=Pence(0))

    @property
    def ytd_variance(self) -> Pence:
        return figures.variance(self.ytd_actual, self.ytd_plan)

    @property
    def forecast_variance(self) -> Pence:
        return figures.variance(self.forecast, self.plan)


def roll_up(schemes: Iterable[Facts], m: int, weights: Weights = DEFAULT_WEIGHTS) -> Totals:
    """The identified schemes added up from unrounded pence. Unidentified never counts (1.5 B)."""
    counted = [each for each in schemes if each.is_identified]
    years = [each.figures for each in counted]
    return Totals(
        schemes=len(counted),
        plan=money.total(year.plan.year for year in years),
        forecast=money.total(figures.fot(year, m) for year in years),
        ytd_plan=money.total(figures.ytd_plan(year, m) for year in years),
        ytd_actual=money.total(figures.ytd_actual(year, m) for year in years),
        recurrent_forecast=money.total(figures.recurrent_fot(year, m) for year in years),
        risk_adjusted_forecast=money.total(
            risk_adjusted_fot(each.figures, m, weight(each, weights)) for each in counted
        ),
    )
