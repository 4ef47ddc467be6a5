"""The measures of `rules.measures` as the database computes them, from a scheme's row of sums.

They are written once for a year and its weights, over columns by name: building them anew took a
page a quarter of its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    literal_column,
    or_,
)

from app.core.financial_year import FinancialYear
from app.savings.models import DeliveryRisk, DevelopmentStatus, Scheme
from app.savings.rules.figures import MONTHS
from app.savings.rules.measures import NAMES, Kind
from app.savings.rules.totals import PERCENT, Weights

Columns = Mapping[str, ColumnElement[Any]]


ROW = "scheme_year"
"""The name of the subquery that gives each scheme's row of sums."""

_TYPES: Mapping[str, Any] = {
    "is_held": Boolean(),
    "is_transacted": Boolean(),
    "risk": Scheme.delivery_risk.type,
    "development": Scheme.development_status.type,
    "starts_on": Scheme.starts_on.type,
}


@cache
def c(name: str) -> ColumnElement[Any]:
    """A column of the row, by its name alone."""
    return literal_column(f"{ROW}.{name}", _TYPES.get(name, BigInteger()))


@lru_cache(maxsize=32)
def summed(year: FinancialYear, weights: Weights) -> tuple[ColumnElement[int], ...]:
    """Each measure of both kinds together, in the order of Measures."""
    one, other = (of_kind(kind, year, weights) for kind in Kind)
    return _sums({name: one[name] + other[name] for name in NAMES})


@lru_cache(maxsize=32)
def summed_apart(year: FinancialYear, weights: Weights) -> tuple[ColumnElement[int], ...]:
    """Each measure of the recurrent part, then each of the other."""
    one, other = (_sums(of_kind(kind, year, weights)) for kind in Kind)
    return one + other


def _sums(columns: Columns) -> tuple[ColumnElement[int], ...]:
    return tuple(
        cast(func.coalesce(func.sum(columns[name]), 0), BigInteger).label(None) for name in NAMES
    )


def of_kind(kind: Kind, year: FinancialYear, weights: Weights) -> Columns:
    """Each field of Measures, for the recurrent or the non-recurrent part, by name."""
    mine = c(f"remaining_{kind}")
    is_recurrent = kind is Kind.RECURRENT
    here = _is_recurrent() if is_recurrent else ~_is_recurrent()
    outturn = c(f"actual_{kind}") + mine
    return {
        "schemes": case((here, 1), else_=0),
        "plan": c(f"plan_{kind}"),
        "ytd_plan": c(f"ytd_plan_{kind}"),
        "ytd_actual": c(f"actual_{kind}"),
        "remaining": mine,
        "recurrent_forecast": outturn if is_recurrent else literal(0),
        "held": _held(kind),
        "validated": c(f"validated_{kind}"),
        "risk_adjusted": c(f"actual_{kind}") + _to_come(kind, weights),
        "latest": c(f"latest_{kind}"),
        "latest_given": case((and_(here, c("latest_given") > 0), 1), else_=0),
        "transacted": c(f"transacted_{kind}"),
        "wte_budgeted": case((here, func.coalesce(c("wte_budgeted"), 0)), else_=0),
        "wte_contracted": case((here, func.coalesce(c("wte_contracted"), 0)), else_=0),
        **(_every_year(outturn, year) if is_recurrent else _once(year)),
    }


def _every_year(outturn: ColumnElement[Any], year: FinancialYear) -> Columns:
    """What only the recurrent part has: running cost, and the full-year effect where known."""
    effect = func.coalesce(c("signed"), c("march") * MONTHS)
    known = effect.is_not(None)
    return {
        "full_year_effect": func.coalesce(effect, 0),
        "full_year_in_year": case((known, outturn), else_=0),
        "unknown_full_year": case((known, 0), else_=1),
        "full_year_cost": case((known, c("running")), else_=0),
        "running_cost": _running(year),
        "set_up_cost": literal(0),
    }


def _once(year: FinancialYear) -> Columns:
    this_year = or_(c("starts_on").is_(None), c("starts_on").between(year.first, year.last))
    nothing = ("full_year_effect", "full_year_in_year", "unknown_full_year", "full_year_cost")
    return {
        **{name: literal(0) for name in nothing},
        "running_cost": literal(0),
        "set_up_cost": case((this_year, c("set_up")), else_=0),
    }


def _running(year: FinancialYear) -> ColumnElement[int]:
    """Whole without a start date or from an earlier year; else from the start month on."""
    months = MONTHS - (extract("month", c("starts_on")) + 8) % MONTHS
    return case(
        (or_(c("starts_on").is_(None), c("starts_on") < year.first), c("running")),
        (c("starts_on") > year.last, 0),
        else_=divided(c("running") * cast(months, BigInteger), MONTHS),
    )


def _to_come(kind: Kind, weights: Weights) -> ColumnElement[int]:
    """The rest of the forecast after risk; its non-recurrent part is what the other leaves."""
    weight = case((_is_holding(), 0), (c("is_transacted"), PERCENT), else_=_weight(weights))
    repeated = divided(c("remaining_recurrent") * weight, PERCENT)
    if kind is Kind.RECURRENT:
        return repeated
    return divided(_to_come_of_both() * weight, PERCENT) - repeated


def _held(kind: Kind) -> ColumnElement[int]:
    """What the scheme is held of, without what either kind takes back: never below nought."""
    both, repeated = _to_come_of_both(), c("remaining_recurrent")
    recurrent = case((repeated <= 0, 0), (repeated < both, repeated), else_=both)
    mine = recurrent if kind is Kind.RECURRENT else both - recurrent
    return case((_is_holding(), mine), else_=0)


def _is_holding() -> ColumnElement[bool]:
    """The quality gate holds the scheme, and there is something to hold."""
    return and_(c("is_held"), _to_come_of_both() > 0)


def _to_come_of_both() -> ColumnElement[int]:
    return c("remaining_recurrent") + c("remaining_non_recurrent")


def _weight(weights: Weights) -> ColumnElement[int]:
    """The lower of the two axes."""
    by_risk = case(
        (c("risk") == DeliveryRisk.LOW, weights.low),
        (c("risk") == DeliveryRisk.MEDIUM, weights.medium),
        (c("risk") == DeliveryRisk.HIGH, weights.high),
        else_=weights.not_assessed,
    )
    by_status = case(
        (c("development") == DevelopmentStatus.FULLY_DEVELOPED, weights.fully_developed),
        (c("development") == DevelopmentStatus.PLANS_IN_PROGRESS, weights.plans_in_progress),
        else_=weights.opportunity,
    )
    return case((by_risk < by_status, by_risk), else_=by_status)


def _is_recurrent() -> ColumnElement[bool]:
    return or_(c("plan_recurrent") != 0, c("actual_recurrent") + c("remaining_recurrent") != 0)


def divided(amount: ColumnElement[int], by: int) -> ColumnElement[int]:
    """`money.divided`: the nearest whole number, a half going away from zero."""
    nearest = (func.abs(amount, type_=BigInteger) * 2 + by) // (2 * by)
    return case((amount < 0, -nearest), else_=nearest)
