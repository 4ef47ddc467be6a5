"""The measures of one scheme's year, each by the formula of nhs-domain 1.5.

All money is pence. A cell that was not given is None: it adds nothing, and is named by
`missing_actuals` and `missing_forecasts`, so that a gap is never taken for a nought in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core import money
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence

MONTHS = 12
HALF_YEAR = 6

Cells = tuple[Pence | None, ...]
"""Twelve months, April to March."""

NOT_GIVEN: Cells = (None,) * MONTHS


@dataclass(frozen=True)
class Split:
    """One measure (plan, forecast or actual) of a year, recurrent and non-recurrent."""

    recurrent: Cells = NOT_GIVEN
    non_recurrent: Cells = NOT_GIVEN

    def __post_init__(self) -> None:
        if not len(self.recurrent) == len(self.non_recurrent) == MONTHS:
            raise ValueError("A year has twelve months")

    @property
    def months(self) -> Cells:
        """Both together; None where neither was given."""
        return tuple(
            None if one is None and other is None else Pence((one or 0) + (other or 0))
            for one, other in zip(self.recurrent, self.non_recurrent, strict=True)
        )

    @property
    def year(self) -> Pence:
        """The sum of its months."""
        return added(self.months)


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """A scheme's financial year: three measures, twelve months each, split in two."""

    plan: Split = field(default_factory=Split)
    forecast: Split = field(default_factory=Split)
    actual: Split = field(default_factory=Split)


def added(cells: Sequence[Pence | None]) -> Pence:
    """The sum of the cells that were given."""
    return money.total(cell for cell in cells if cell is not None)


def ytd_plan(figures: YearFigures, m: int) -> Pence:
    """Σ P₁..P_m."""
    return added(figures.plan.months[:m])


def ytd_actual(figures: YearFigures, m: int) -> Pence:
    """Σ A₁..A_m."""
    return added(figures.actual.months[:m])


def variance(actual: int, plan: int) -> Pence:
    """Actual − plan. For savings a negative one is adverse (D3)."""
    return Pence(actual - plan)


def direction(of_variance: int, *, is_cost: bool = False) -> str:
    """`favourable`, `adverse` or `on plan`; above plan is favourable, but for costs adverse."""
    if of_variance == 0:
        return "on plan"
    return "favourable" if (of_variance > 0) is not is_cost else "adverse"


def variance_in_words(of_variance: int, *, is_cost: bool = False) -> str:
    """`−£928k adverse`: the amount is never printed without its word."""
    return f"{money.pounds(of_variance)} {direction(of_variance, is_cost=is_cost)}"


def ytd_variance(figures: YearFigures, m: int) -> Pence:
    """YTD actual − YTD plan."""
    return variance(ytd_actual(figures, m), ytd_plan(figures, m))


def delivery_percent(figures: YearFigures, m: int) -> Decimal | None:
    """YTD actual ÷ YTD plan, as a percentage; None (printed n/a) when that plan is 0."""
    return money.percentage(ytd_actual(figures, m), ytd_plan(figures, m))


def remaining_forecast(figures: YearFigures, m: int) -> Pence:
    """Σ F_{m+1}..F₁₂."""
    return added(figures.forecast.months[m:])


def outturn(figures: YearFigures, m: int) -> Split:
    """The year as it now looks: actuals to month m, forecasts after it."""
    return Split(
        figures.actual.recurrent[:m] + figures.forecast.recurrent[m:],
        figures.actual.non_recurrent[:m] + figures.forecast.non_recurrent[m:],
    )


def fot(figures: YearFigures, m: int) -> Pence:
    """Forecast outturn: Σ A₁..A_m + Σ F_{m+1}..F₁₂."""
    return outturn(figures, m).year


def fot_variance(figures: YearFigures, m: int) -> Pence:
    """FOT − Σ P₁..P₁₂."""
    return variance(fot(figures, m), figures.plan.year)


def recurrent_fot(figures: YearFigures, m: int) -> Pence:
    """The recurrent part of FOT."""
    return added(outturn(figures, m).recurrent)


def recurrent_percent(figures: YearFigures, m: int) -> Decimal | None:
    """Recurrent FOT ÷ total FOT, as a percentage; None when there is no FOT."""
    return money.percentage(recurrent_fot(figures, m), fot(figures, m))


def pye(measure: Split, starts: int = 1) -> Pence:
    """Part-year effect: the sum from the start month (April is 1) to March of the year."""
    return added(measure.months[starts - 1 :])


def fye(measure: Split, signed: Pence | None = None) -> Pence | None:
    """Full-year effect, recurrent only: March's recurrent value × 12.

    A scheme still ramping in March has no steady state: a reasoned figure that finance has signed
    replaces the computed one. None when March is not given and nothing is signed.
    """
    if signed is not None:
        return signed
    march = measure.recurrent[-1]
    return None if march is None else Pence(march * MONTHS)


def rollover(measure: Split, signed: Pence | None = None) -> Pence | None:
    """What it adds next year: FYE − PYE of the recurrent part; the non-recurrent adds nothing."""
    full = fye(measure, signed)
    return None if full is None else Pence(full - added(measure.recurrent))


def required_run_rate(figures: YearFigures, m: int) -> Pence | None:
    """(annual plan − YTD actual) ÷ (12 − m), a month, to the nearest penny; None in M12."""
    if m >= MONTHS:
        return None
    return Pence(money.divided(figures.plan.year - ytd_actual(figures, m), MONTHS - m))


def actual_run_rate(figures: YearFigures, m: int) -> Pence | None:
    """What month m saved; None when it was not given.

    Not YTD ÷ m: a scheme that began late would look half as good as it is (Example A).
    """
    return figures.actual.months[m - 1] if m else None


def net_in_year(gross: int, running_cost: int, cost_to_deliver: int) -> Pence:
    """Gross − recurrent running cost in year − non-recurrent cost to deliver in year."""
    return Pence(gross - running_cost - cost_to_deliver)


def costs_in_year(
    running_cost: int, set_up_cost: int, starts: date | None, year: FinancialYear
) -> tuple[Pence, Pence]:
    """What a scheme costs in the year: its running cost from the start month on, and its set-up.

    Running cost is given for twelve months. Set-up falls in the year of the start. Without a start
    date both count whole: the prudent reading.
    """
    if starts is None:
        return Pence(running_cost), Pence(set_up_cost)
    if starts > year.last:
        return Pence(0), Pence(0)
    if starts < year.first:
        return Pence(running_cost), Pence(0)
    months = MONTHS + 1 - Month.of(starts).number
    return Pence(money.divided(running_cost * months, MONTHS)), Pence(set_up_cost)


def net_recurrent_fye(gross_fye: int, full_year_running_cost: int) -> Pence:
    """Gross FYE − twelve months of recurrent running cost."""
    return Pence(gross_fye - full_year_running_cost)


def gap_to_target(target: int, expected: int) -> Pence:
    """Target − what is expected; give FOT, or risk-adjusted FOT. Negative when above target."""
    return Pence(target - expected)


def unidentified(target: int, identified_fot: int) -> Pence:
    """Target with no scheme behind it: max(0, target − FOT of the identified schemes)."""
    return Pence(max(0, target - identified_fot))


def h2_loading(plan: Split) -> Decimal | None:
    """Σ P₇..P₁₂ ÷ Σ P₁..P₁₂, as a percentage; None without a plan."""
    return money.percentage(added(plan.months[HALF_YEAR:]), plan.year)


def missing_actuals(figures: YearFigures, m: int) -> tuple[int, ...]:
    """The months to m that have a plan but no actual (April is 1)."""
    return _missing(figures.plan.months[:m], figures.actual.months[:m], 1)


def missing_forecasts(figures: YearFigures, m: int) -> tuple[int, ...]:
    """The months after m that have a plan but no forecast (April is 1)."""
    return _missing(figures.plan.months[m:], figures.forecast.months[m:], m + 1)


def _missing(planned: Cells, given: Cells, first: int) -> tuple[int, ...]:
    pairs = enumerate(zip(planned, given, strict=True), start=first)
    return tuple(number for number, (plan, value) in pairs if plan and value is None)
