"""One scheme's year in a month's document: its twelve months, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.core import money
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.ratings.queries import Standing
from app.reporting import frozen
from app.savings import rules
from app.savings.models import CashClass, Scheme, SchemeMonth
from app.savings.models.scheme import CELLS

KINDS = {
    CashClass.CASH_RELEASING: "cash_releasing",
    CashClass.NON_CASH_RELEASING: "productivity",
    CashClass.COST_AVOIDANCE: "avoided",
    CashClass.INCOME: "income",
    None: "unclassified",
}
NONE, VALID, RUN_OUT, STOPPED = "none", "valid", "run out", "stopped"


def months(
    cells: Sequence[SchemeMonth], validated: Mapping[Month, int], year: FinancialYear
) -> frozen.SchemeMonths:
    """All that was given for the twelve months, and what finance validated of it."""
    by_month = {each.month: each for each in cells}
    rows = [by_month.get(month) for month in year.months]
    return frozen.SchemeMonths(
        **{name: tuple(getattr(row, name, None) for row in rows) for name in CELLS},
        validated=tuple(validated.get(month) for month in year.months),
    )


def kept(
    scheme: Scheme,
    cells: Sequence[SchemeMonth],
    validated: Mapping[Month, int],
    standing: Standing,
) -> dict[str, Any]:
    """Its months, how far it has come through the gates, and how its quality stands."""
    return {
        "months": months(cells, validated, standing.month.financial_year),
        "stage": scheme.stage.value if scheme.stage else "",
        "quality": quality(scheme, standing.as_at),
        "quality_cleared_by": scheme.quality_cleared_by,
        "quality_cleared_until": scheme.quality_cleared_until,
        "quality_stopped": scheme.quality_stopped,
    }


def outturn(cells: Sequence[SchemeMonth], month: Month) -> rules.Split:
    """The year as it now looks: actuals to the month, forecasts after it."""
    by_month = {each.month: each for each in cells}
    rows = [(each <= month, by_month.get(each)) for each in month.financial_year.months]
    return rules.Split(
        tuple(_cell(row, "recurrent", has_come=come) for come, row in rows),
        tuple(_cell(row, "non_recurrent", has_come=come) for come, row in rows),
    )


def _cell(row: SchemeMonth | None, kind: str, *, has_come: bool) -> Pence | None:
    measure = "actual" if has_come else "forecast"
    return getattr(row, f"{measure}_{kind}") if row else None


def full_year_effect(scheme: Scheme, cells: Sequence[SchemeMonth], month: Month) -> Pence | None:
    """The signed figure, else March's recurrent value × 12."""
    return rules.fye(outturn(cells, month), scheme.signed_full_year_effect)


def more(
    scheme: Scheme, cells: Sequence[SchemeMonth], month: Month, effect: Pence | None
) -> dict[str, int]:
    """What a scheme's year comes to besides the sums that pages read; pence, WTE in hundredths."""
    looks = outturn(cells, month)
    running, set_up = rules.costs_in_year(
        scheme.running_cost, scheme.set_up_cost, scheme.starts_on, month.financial_year
    )
    roll_over = rules.rollover(looks, effect)
    to_date = money.total(each or 0 for each in looks.months[: month.number])
    return {
        KINDS[scheme.cash_class]: to_date,
        "ytd_recurrent": money.total(each or 0 for each in looks.recurrent[: month.number]),
        "part_year_effect": money.total(each or 0 for each in looks.recurrent),
        "roll_over": roll_over or 0,
        "running_cost": running,
        "set_up_cost": set_up,
        "wte_budgeted": scheme.wte_budgeted or 0,
        "wte_contracted": scheme.wte_contracted or 0,
    }


def quality(scheme: Scheme, on: date) -> str:
    """How its quality impact assessment stands on the day."""
    if scheme.is_quality_valid(on):
        return VALID
    if scheme.quality_stopped:
        return STOPPED
    return RUN_OUT if scheme.quality_cleared_until is not None else NONE
