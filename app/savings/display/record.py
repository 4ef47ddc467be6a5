"""The figures of one scheme's financial year, exact to the penny, with how each is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core import dates, money
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.savings import rules
from app.savings.models import Scheme

NOT_KNOWN = "Not known: March is empty"
NOT_MEASURED = "n/a"


@dataclass(frozen=True)
class Line:
    """One figure: what it is, what it says, how it is made."""

    label: str
    value: str
    how: str = ""


@dataclass(frozen=True)
class Effect:
    """One figure by plan and by forecast."""

    label: str
    plan: str
    forecast: str
    how: str = ""


@dataclass(frozen=True)
class Figures:
    """What the record page says of a year."""

    to_date: Sequence[Line]
    year: Sequence[Line]
    effects: Sequence[Effect]
    notes: Sequence[str]


@dataclass(frozen=True)
class Position:
    """A scheme's year and the month that it is counted to (0 before April, 12 once it is over)."""

    scheme: Scheme
    cells: rules.YearFigures
    year: FinancialYear
    m: int
    pressure: Pence | None = None
    is_held: bool = False
    validated: Pence = field(default=Pence(0))
    transacted: Pence = field(default=Pence(0))

    @property
    def month(self) -> Month | None:
        """The last month counted; None before the year begins."""
        return self.year.month(self.m) if self.m else None

    @property
    def facts(self) -> rules.Facts:
        """As the rules read it."""
        return rules.Facts(
            ref=self.scheme.ref,
            title=self.scheme.title,
            figures=self.cells,
            status=self.scheme.development_status,
            risk=self.scheme.delivery_risk,
            is_transacted=self.scheme.is_transacted,
            is_held=self.is_held,
            validated=self.validated,
        )


def position(year: FinancialYear, closed: Month) -> int:
    """The number of the last month counted in the year, when `closed` is the last one over."""
    if closed.financial_year < year:
        return 0
    return closed.number if closed.financial_year == year else rules.MONTHS


def figures(at: Position, thresholds: rules.SavingsThresholds, weights: rules.Weights) -> Figures:
    """Everything that is computed of the year; nothing of it is stored."""
    return Figures(_to_date(at), _year(at, thresholds, weights), _effects(at), _notes(at))


def _to_date(at: Position) -> list[Line]:
    cells, m = at.cells, at.m
    month = at.month
    actual_rate = rules.actual_run_rate(cells, m)
    needed = rules.required_run_rate(cells, m)
    return [
        Line("Plan to date", money.exact(rules.ytd_plan(cells, m))),
        Line("Actual to date", money.exact(rules.ytd_actual(cells, m))),
        Line("Validated to date", money.exact(at.validated), "By finance, month by month"),
        Line(
            "Claimed, not validated",
            money.exact(rules.ytd_actual(cells, m) - at.validated),
            "Actual − validated",
        ),
        Line("Variance to date", exact_variance(rules.ytd_variance(cells, m)), "Actual − plan"),
        Line("Delivered to date", _share(rules.delivery_percent(cells, m)), "Actual ÷ plan"),
        Line(
            "Actual run-rate",
            _a_month(actual_rate),
            f"What {month.name} saved" if month else "No month has been counted yet",
        ),
        Line(
            "Required run-rate",
            _a_month(needed),
            "What each month left must save to reach the plan",
        ),
    ]


def _year(at: Position, thresholds: rules.SavingsThresholds, weights: rules.Weights) -> list[Line]:
    cells, m = at.cells, at.m
    lines = [
        Line("Plan", money.exact(cells.plan.year)),
        Line("Forecast outturn", money.exact(rules.fot(cells, m)), "Actuals, then forecasts"),
        Line("Forecast variance", exact_variance(rules.fot_variance(cells, m)), "Forecast − plan"),
        *_counted(at, weights),
        Line("Recurrent", _share(rules.recurrent_percent(cells, m)), "Share of the forecast"),
        Line(
            "Second half of the plan",
            _share(rules.h2_loading(cells.plan)),
            _loading(at, thresholds),
        ),
        *_net(at),
        Line("Transacted", money.exact(at.transacted), "Left a budget, with its journal"),
    ]
    if at.pressure:
        lines.append(Line("Pressures", _pressure(at.pressure), "Kept apart from the actual"))
    return lines


def _counted(at: Position, weights: rules.Weights) -> list[Line]:
    """What may be counted on: without what the quality gate holds, then by the scheme's weight."""
    sums = rules.sums(at.facts, at.m)
    after = money.exact(rules.risk_adjusted(sums, weights))
    if not sums.held:
        how = f"The forecast still to come counts {rules.weight(at.facts, weights)}%"
        return [Line("Forecast after risk", after, how)]
    why = "Still to come, without a valid quality impact assessment"
    return [
        Line("Held by the quality gate", money.exact(sums.held), why),
        Line("Counted forecast", money.exact(sums.counted_forecast), "Forecast − held"),
        Line("Forecast after risk", after, "What is held does not count"),
    ]


def wte(hundredths: int | None) -> str:
    """`2.50`, and where nobody has said, that."""
    return "not given" if hundredths is None else f"{hundredths / 100:,.2f}"


def _net(at: Position) -> list[Line]:
    scheme = at.scheme
    running, set_up = rules.costs_in_year(
        scheme.running_cost, scheme.set_up_cost, scheme.starts_on, at.year
    )
    net = rules.net_in_year(rules.fot(at.cells, at.m), running, set_up)
    how = f"Forecast − {money.exact(running)} running cost − {money.exact(set_up)} set-up cost"
    return [Line("Net saving", money.exact(net), how)]


def _effects(at: Position) -> list[Effect]:
    plan, outturn = at.cells.plan, rules.outturn(at.cells, at.m)
    signed = at.scheme.signed_full_year_effect
    starts = at.scheme.starts_on
    first = Month.of(starts).number if starts and starts in at.year else 1
    full = (rules.fye(plan), rules.fye(outturn, signed))
    running = at.scheme.running_cost
    return [
        Effect(
            "Part-year effect",
            money.exact(rules.pye(plan, first)),
            money.exact(rules.pye(outturn, first)),
            "From the start month to March",
        ),
        Effect("Full-year effect", _known(full[0]), _known(full[1]), _full_year(at.scheme)),
        Effect(
            "Rolls over to next year",
            _known(rules.rollover(plan)),
            _known(rules.rollover(outturn, signed)),
            "Full-year effect − recurrent part of this year",
        ),
        Effect(
            "Net full-year effect",
            _after(full[0], running),
            _after(full[1], running),
            "After twelve months of running cost",
        ),
    ]


def _notes(at: Position) -> list[str]:
    return [
        f"{which} {'is' if len(months) == 1 else 'are'} missing for {_named(months, at.year)}; "
        "a month that is not given adds nothing."
        for which, months in (
            ("The actual", rules.missing_actuals(at.cells, at.m)),
            ("The forecast", rules.missing_forecasts(at.cells, at.m)),
        )
        if months
    ]


def _full_year(scheme: Scheme) -> str:
    if scheme.signed_full_year_effect is None or scheme.signed_on is None:
        return "March’s recurrent value × 12"
    by = f"Signed by {scheme.signed_by} on {dates.long(scheme.signed_on)}"
    return f"Forecast: {by}. “{scheme.signed_reason}”"


def _after(full_year: Pence | None, running_cost: Pence) -> str:
    net = None if full_year is None else rules.net_recurrent_fye(full_year, running_cost)
    return _known(net)


def _loading(at: Position, thresholds: rules.SavingsThresholds) -> str:
    if rules.is_back_loaded(at.cells.plan, thresholds):
        return (
            f"Back-loaded: more than {thresholds.back_loaded_percent}% is planned after September"
        )
    return "Share of the plan after September"


def exact_variance(amount: int) -> str:
    """`−£44,000.00 adverse`, `On plan`."""
    word = rules.direction(amount)
    return word.capitalize() if amount == 0 else f"{money.exact(amount)} {word}"


def _pressure(amount: int) -> str:
    return f"{money.exact(amount)} adverse" if amount > 0 else money.exact(amount)


def _share(share: Decimal | None) -> str:
    return NOT_MEASURED if share is None else f"{share:.1f}%".replace("-", money.MINUS)


def _a_month(amount: Pence | None) -> str:
    return NOT_MEASURED if amount is None else f"{money.exact(amount)} a month"


def _known(amount: Pence | None) -> str:
    return NOT_KNOWN if amount is None else money.exact(amount)


def _named(numbers: Sequence[int], year: FinancialYear) -> str:
    names = [year.month(number).name for number in numbers]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
