"""Everything that is measured of a set of schemes (nhs-domain 1.5), so that every roll-up adds up.

What can be added is a field, in whole pence and from unrounded figures; what is a share, a rate or
a difference is computed from the sums and never added.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.core import money
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.savings.rules import figures, totals
from app.savings.rules import shares as cross_cutting
from app.savings.rules.figures import MONTHS, Split, YearFigures

NOTHING = Pence(0)
COUNTS = ("schemes", "unknown_full_year", "latest_given")
"""Fields that are numbers of schemes: a share of a scheme is no part of these."""


class Dimension(StrEnum):
    """What schemes are rolled up by."""

    PROGRAMME = "programme"
    WORKSTREAM = "workstream"
    CATEGORY = "category"
    DEVELOPMENT = "development"
    RISK = "risk"
    KIND = "kind"
    CASH = "cash"


class Kind(StrEnum):
    """Whether money is saved again every year."""

    RECURRENT = "recurrent"
    NON_RECURRENT = "non_recurrent"

    @property
    def label(self) -> str:
        return self.value.replace("_", "-").capitalize()


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Schemes of one year added up to month m, in pence.

    `latest` is what month m saved. `full_year_effect` is of the schemes for which it is known, and
    `full_year_in_year` what these save of it this year; `unknown_full_year` counts the others.
    Costs are those of the year, but `full_year_cost`: twelve months' running of the known ones.
    WTE is in hundredths.
    """

    schemes: int = 0
    plan: Pence = field(default=NOTHING)
    ytd_plan: Pence = field(default=NOTHING)
    ytd_actual: Pence = field(default=NOTHING)
    remaining: Pence = field(default=NOTHING)
    recurrent_forecast: Pence = field(default=NOTHING)
    held: Pence = field(default=NOTHING)
    validated: Pence = field(default=NOTHING)
    risk_adjusted: Pence = field(default=NOTHING)
    latest: Pence = field(default=NOTHING)
    latest_given: int = 0
    full_year_effect: Pence = field(default=NOTHING)
    full_year_in_year: Pence = field(default=NOTHING)
    unknown_full_year: int = 0
    running_cost: Pence = field(default=NOTHING)
    set_up_cost: Pence = field(default=NOTHING)
    full_year_cost: Pence = field(default=NOTHING)
    transacted: Pence = field(default=NOTHING)
    wte_budgeted: int = 0
    wte_contracted: int = 0

    @property
    def forecast(self) -> Pence:
        """Forecast outturn of what is identified."""
        return Pence(self.ytd_actual + self.remaining)

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

    @property
    def delivery_percent(self) -> Decimal | None:
        """YTD actual as a share of YTD plan; None, printed n/a, while that plan is 0."""
        return money.percentage(self.ytd_actual, self.ytd_plan)

    @property
    def recurrent_percent(self) -> Decimal | None:
        """Recurrent outturn as a share of outturn."""
        return money.percentage(self.recurrent_forecast, self.forecast)

    @property
    def part_year_effect(self) -> Pence:
        """What the recurrent part saves this year."""
        return self.recurrent_forecast

    @property
    def roll_over(self) -> Pence:
        """What the known full-year effects add next year."""
        return Pence(self.full_year_effect - self.full_year_in_year)

    @property
    def non_recurrent_forecast(self) -> Pence:
        """The part of the outturn that has to be found again next year."""
        return Pence(self.forecast - self.recurrent_forecast)

    @property
    def net_in_year(self) -> Pence:
        """Outturn after the running and the one-off cost of the year."""
        return figures.net_in_year(self.forecast, self.running_cost, self.set_up_cost)

    @property
    def net_full_year(self) -> Pence:
        """Full-year effect after twelve months of running cost."""
        return figures.net_recurrent_fye(self.full_year_effect, self.full_year_cost)

    @property
    def actual_run_rate(self) -> Pence | None:
        """What month m saved; None while no scheme has given it."""
        return self.latest if self.latest_given else None

    def required_run_rate(self, m: int) -> Pence | None:
        """What each month left must save to reach the plan; None in M12."""
        if m >= MONTHS:
            return None
        return Pence(money.divided(self.plan - self.ytd_actual, MONTHS - m))


@dataclass(frozen=True, kw_only=True)
class SchemeYear:
    """One scheme's year as it is measured. `validated`, `transacted`: recurrent, non-recurrent."""

    figures: YearFigures
    year: FinancialYear
    m: int
    weight: int = totals.PERCENT
    is_held: bool = False
    validated: tuple[Pence, Pence] = (NOTHING, NOTHING)
    transacted: tuple[Pence, Pence] = (NOTHING, NOTHING)
    signed_full_year_effect: Pence | None = None
    running_cost: Pence = field(default=NOTHING)
    set_up_cost: Pence = field(default=NOTHING)
    starts_on: date | None = None
    wte_budgeted: int = 0
    wte_contracted: int = 0


def whole(scheme: SchemeYear) -> Measures:
    """The scheme measured."""
    return together(part(scheme, kind) for kind in Kind)


def part(scheme: SchemeYear, kind: Kind) -> Measures:
    """Its recurrent or its non-recurrent part; both add to the whole, to the penny.

    A scheme is counted once: as recurrent where any of it is. Running cost and the full-year effect
    belong to the recurrent part, the cost to deliver to the other.
    """
    is_recurrent = kind is Kind.RECURRENT
    mine = _money(scheme, kind)
    if is_recurrent == _is_recurrent(scheme):
        mine = replace(mine, schemes=1, latest_given=_given(scheme), **_staff(scheme))
    return replace(mine, **_recurrent(scheme) if is_recurrent else _one_off(scheme))


def together(parts: Iterable[Measures]) -> Measures:
    """Measures of parts that share no money, added up."""
    listed = [vars(each) for each in parts]
    return Measures(**{name: sum(each[name] for each in listed) for name in NAMES})


def shared(measures: Measures, shares: Sequence[int]) -> list[Measures]:
    """A cross-cutting scheme split among workstreams, in proportion to their shares.

    No penny is lost or made. The scheme is counted once, where its share is largest.
    """
    return [Measures(**part) for part in cross_cutting.split(vars(measures), shares, COUNTS)]


NAMES = tuple(each.name for each in fields(Measures))


def _money(scheme: SchemeYear, kind: Kind) -> Measures:
    m, one = scheme.m, kind is Kind.NON_RECURRENT
    year = YearFigures(
        plan=_only(scheme.figures.plan, kind),
        forecast=_only(scheme.figures.forecast, kind),
        actual=_only(scheme.figures.actual, kind),
    )
    remaining = figures.remaining_forecast(year, m)
    return Measures(
        plan=year.plan.year,
        ytd_plan=figures.ytd_plan(year, m),
        ytd_actual=figures.ytd_actual(year, m),
        remaining=remaining,
        recurrent_forecast=figures.recurrent_fot(year, m),
        held=_held(scheme, kind),
        validated=scheme.validated[one],
        risk_adjusted=_adjusted(scheme, kind),
        latest=Pence(figures.actual_run_rate(year, m) or 0),
        transacted=scheme.transacted[one],
    )


def _held(scheme: SchemeYear, kind: Kind) -> Pence:
    """What the scheme is held of, without what either kind takes back: never below nought."""
    whole, months = _held_of_both(scheme), scheme.figures.forecast.recurrent[scheme.m :]
    repeated = min(whole, totals.held_of(figures.added(months)))
    return Pence(repeated if kind is Kind.RECURRENT else whole - repeated)


def _held_of_both(scheme: SchemeYear) -> Pence:
    to_come = figures.remaining_forecast(scheme.figures, scheme.m)
    return totals.held_of(to_come) if scheme.is_held else NOTHING


def _adjusted(scheme: SchemeYear, kind: Kind) -> Pence:
    """The non-recurrent part is what the recurrent one leaves, so that both make the whole."""
    m, weight = scheme.m, 0 if _held_of_both(scheme) else scheme.weight
    recurrent = YearFigures(
        forecast=_only(scheme.figures.forecast, Kind.RECURRENT),
        actual=_only(scheme.figures.actual, Kind.RECURRENT),
    )
    repeated = totals.risk_adjusted_fot(recurrent, m, weight)
    if kind is Kind.RECURRENT:
        return repeated
    return Pence(totals.risk_adjusted_fot(scheme.figures, m, weight) - repeated)


def _recurrent(scheme: SchemeYear) -> dict[str, Any]:
    outturn = figures.outturn(scheme.figures, scheme.m)
    effect = figures.fye(outturn, scheme.signed_full_year_effect)
    running, _ = _costs(scheme)
    if effect is None:
        return {"running_cost": running, "unknown_full_year": 1}
    return {
        "running_cost": running,
        "full_year_effect": effect,
        "full_year_in_year": figures.added(outturn.recurrent),
        "full_year_cost": scheme.running_cost,
    }


def _one_off(scheme: SchemeYear) -> dict[str, Any]:
    return {"set_up_cost": _costs(scheme)[1]}


def _costs(scheme: SchemeYear) -> tuple[Pence, Pence]:
    return figures.costs_in_year(
        scheme.running_cost, scheme.set_up_cost, scheme.starts_on, scheme.year
    )


def _staff(scheme: SchemeYear) -> dict[str, Any]:
    return {"wte_budgeted": scheme.wte_budgeted, "wte_contracted": scheme.wte_contracted}


def _given(scheme: SchemeYear) -> int:
    return int(figures.actual_run_rate(scheme.figures, scheme.m) is not None)


def _is_recurrent(scheme: SchemeYear) -> bool:
    planned = figures.added(scheme.figures.plan.recurrent)
    return planned != 0 or figures.recurrent_fot(scheme.figures, scheme.m) != 0


def _only(measure: Split, kind: Kind) -> Split:
    if kind is Kind.RECURRENT:
        return Split(recurrent=measure.recurrent)
    return Split(non_recurrent=measure.non_recurrent)
