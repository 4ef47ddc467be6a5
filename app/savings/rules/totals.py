"""What schemes are worth together, and what they are worth after risk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache

from app.core import money
from app.core.money import Pence
from app.core.rating import RecordLink
from app.core.setting import WORDS, said
from app.savings.rules import figures
from app.savings.rules.figures import YearFigures

PERCENT = 100
COUNTED = "% of the remaining forecast"


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

    low: int = said(90, "A low delivery risk counts", COUNTED, limits=(0, 100))
    medium: int = said(60, "A medium delivery risk counts", COUNTED, limits=(0, 100))
    high: int = said(25, "A high delivery risk counts", COUNTED, limits=(0, 100))
    not_assessed: int = said(
        25, "A delivery risk that nobody has assessed counts", COUNTED, limits=(0, 100)
    )
    """A scheme whose delivery risk nobody has assessed weighs as a high one."""
    fully_developed: int = said(
        100, "A fully developed scheme counts at most", COUNTED, limits=(0, 100)
    )
    plans_in_progress: int = said(
        100, "A scheme with plans in progress counts at most", COUNTED, limits=(0, 100)
    )
    opportunity: int = said(10, "An opportunity counts at most", COUNTED, limits=(0, 100))

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What each is called, and its per cent: printed wherever a figure is after risk."""
        return [
            (each.metadata[WORDS].label, f"{getattr(self, each.name)}%") for each in fields(self)
        ]


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules need to know of one scheme.

    `is_transacted`: taken out of budgets in full and recurrently, which somebody has to say.
    `is_held`: the quality gate keeps what is still to come out of what counts (rules.held).
    `validated`: what finance validated of the year to date.
    """

    ref: str
    title: str
    figures: YearFigures
    status: DevelopmentStatus = DevelopmentStatus.PLANS_IN_PROGRESS
    risk: DeliveryRisk | None = None
    is_transacted: bool = False
    is_held: bool = False
    validated: Pence = field(default=Pence(0))


@dataclass(frozen=True)
class Part:
    """Which part of a cross-cutting scheme some sums are: that of one share of several."""

    whole: "SchemeSums"
    shares: tuple[int, ...]
    place: int
    is_counted: bool  # the scheme itself, which is one, is counted with its largest share
    is_home: bool  # the share is of the workstream that owns the scheme


@dataclass(frozen=True, kw_only=True)
class SchemeSums:
    """One scheme's year added up, in pence: by `sums`, or by a database from the same cells.

    `part`: where these are a workstream's share of the scheme, and not all of it.
    """

    ref: str
    title: str
    status: DevelopmentStatus = DevelopmentStatus.PLANS_IN_PROGRESS
    risk: DeliveryRisk | None = None
    is_transacted: bool = False
    plan: Pence = field(default=Pence(0))
    ytd_plan: Pence = field(default=Pence(0))
    ytd_actual: Pence = field(default=Pence(0))
    remaining_forecast: Pence = field(default=Pence(0))
    recurrent_forecast: Pence = field(default=Pence(0))
    held: Pence = field(default=Pence(0))
    validated: Pence = field(default=Pence(0))
    part: Part | None = None

    @property
    def link(self) -> RecordLink:
        return RecordLink("scheme", self.ref, self.title)

    @property
    def forecast(self) -> Pence:
        """Forecast outturn."""
        return Pence(self.ytd_actual + self.remaining_forecast)

    @property
    def counted_forecast(self) -> Pence:
        """The outturn without what the quality gate holds."""
        return Pence(self.forecast - self.held)

    @property
    def claimed_not_validated(self) -> Pence:
        """What is claimed to date and finance has not validated."""
        return Pence(self.ytd_actual - self.validated)

    @property
    def ytd_variance(self) -> Pence:
        return figures.variance(self.ytd_actual, self.ytd_plan)

    @property
    def forecast_variance(self) -> Pence:
        return figures.variance(self.forecast, self.plan)


def sums(facts: Facts, m: int) -> SchemeSums:
    """The scheme's year added up to month m and beyond."""
    remaining = figures.remaining_forecast(facts.figures, m)
    return SchemeSums(
        ref=facts.ref,
        title=facts.title,
        status=facts.status,
        risk=facts.risk,
        is_transacted=facts.is_transacted,
        plan=facts.figures.plan.year,
        ytd_plan=figures.ytd_plan(facts.figures, m),
        ytd_actual=figures.ytd_actual(facts.figures, m),
        remaining_forecast=remaining,
        recurrent_forecast=figures.recurrent_fot(facts.figures, m),
        held=held_of(remaining) if facts.is_held else Pence(0),
        validated=facts.validated,
    )


def held_of(remaining: int) -> Pence:
    """What the quality gate holds of it: a saving. What the months to come take back counts."""
    return Pence(max(0, remaining))


def weight(facts: Facts | SchemeSums, weights: Weights = DEFAULT_WEIGHTS) -> int:
    """min(risk weight, maturity weight), per cent; 100 once transacted."""
    return PERCENT if facts.is_transacted else _lower(facts.risk, facts.status, weights)


@cache
def _lower(risk: DeliveryRisk | None, status: DevelopmentStatus, weights: Weights) -> int:
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
    return min(by_risk[risk], by_status[status])


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
    held: Pence = field(default=Pence(0))
    validated: Pence = field(default=Pence(0))

    @property
    def has_any(self) -> bool:
        """Whether a scheme is counted here, or a share of one."""
        return bool(self.schemes or self.plan or self.forecast)

    @property
    def counted_forecast(self) -> Pence:
        """The outturn without what the quality gate holds."""
        return Pence(self.forecast - self.held)

    @property
    def claimed_not_validated(self) -> Pence:
        """What is claimed to date and finance has not validated."""
        return Pence(self.ytd_actual - self.validated)

    @property
    def ytd_variance(self) -> Pence:
        return figures.variance(self.ytd_actual, self.ytd_plan)

    @property
    def forecast_variance(self) -> Pence:
        return figures.variance(self.forecast, self.plan)


def roll_up(schemes: Iterable[Facts], m: int, weights: Weights = DEFAULT_WEIGHTS) -> Totals:
    """The schemes added up, from unrounded pence."""
    return added_up([sums(each, m) for each in schemes], weights)


def added_up(schemes: Sequence[SchemeSums], weights: Weights = DEFAULT_WEIGHTS) -> Totals:
    """As `roll_up`, from sums."""
    counted = plan = forecast = ytd_plan = ytd_actual = recurrent = adjusted = held = validated = 0
    for each in schemes:  # once over, as a programme page adds up every scheme
        counted += each.part is None or each.part.is_counted
        plan += each.plan
        forecast += each.forecast
        ytd_plan += each.ytd_plan
        ytd_actual += each.ytd_actual
        recurrent += each.recurrent_forecast
        adjusted += risk_adjusted(each, weights)
        held += each.held
        validated += each.validated
    return Totals(
        schemes=counted,
        plan=Pence(plan),
        forecast=Pence(forecast),
        ytd_plan=Pence(ytd_plan),
        ytd_actual=Pence(ytd_actual),
        recurrent_forecast=Pence(recurrent),
        risk_adjusted_forecast=Pence(adjusted),
        held=Pence(held),
        validated=Pence(validated),
    )


def together(parts: Iterable[Totals]) -> Totals:
    """Totals of parts that share no scheme, added up: exact, as each is whole pence."""
    names = [each.name for each in fields(Totals)]
    listed = list(parts)
    return Totals(**{name: Pence(sum(getattr(part, name) for part in listed)) for name in names})


def risk_adjusted(scheme: SchemeSums, weights: Weights = DEFAULT_WEIGHTS) -> Pence:
    """The scheme's risk-adjusted FOT: what the quality gate holds does not count at all."""
    if scheme.part is not None:
        whole = risk_adjusted(scheme.part.whole, weights)
        return money.spread(whole, scheme.part.shares)[scheme.part.place]
    to_come = scheme.remaining_forecast - scheme.held
    counted = money.divided(to_come * weight(scheme, weights), PERCENT)
    return Pence(scheme.ytd_actual + counted)
