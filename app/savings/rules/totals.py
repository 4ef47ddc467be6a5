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
    """How far a scheme is developed (1.3). The other axis is delivery risk.

    The fourth national value, unidentified, is a target with no scheme behind it: it has no member
    and no row, so that it can never count as forecast.
    """

    FULLY_DEVELOPED = "fully developed"
    PLANS_IN_PROGRESS = "plans in progress"
    OPPORTUNITY = "opportunity"

    @property
    def label(self) -> str:
        return self.value.capitalize()


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
    def link(self) -> RecordLink:
        return RecordLink("scheme", self.ref, self.title)


def weight(facts: Facts, weights: Weights = DEFAULT_WEIGHTS) -> int:
    """min(risk weight, maturity weight), per cent; 100 once transacted."""
    if facts.is_transacted:
        return PERCENT
    by_risk = {
        None: weights.not_assessed,
        DeliveryRisk.LOW: weights.low,
        DeliveryRisk.MEDIUM: weights.medium,
        DeliveryRisk.HIGH: weights.high,
    }
    by_status = {
        DevelopmentStatus.FULLY_DEVELOPED: weights.fully_developed,
        DevelopmentStatus.PLANS_IN_PROGRESS: weights.plans_in_progress,
        DevelopmentStatus.OPPORTUNITY: weights.opportunity,
    }
    return min(by_risk[facts.risk], by_status[facts.status])


def risk_adjusted_fot(year: YearFigures, m: int, percent: int) -> Pence:
    """Σ actual YTD × 100% + Σ remaining forecast × weight, to the nearest penny."""
    remaining = figures.remaining_forecast(year, m)
    return Pence(figures.ytd_actual(year, m) + money.divided(remaining * percent, PERCENT))


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Schemes added up, in pence."""

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
    """The schemes added up, from unrounded pence."""
    counted = list(schemes)
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
