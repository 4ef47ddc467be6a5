"""Each scheme's year, added up by the database into one row: what the measures are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    case,
    cast,
    func,
    select,
)

from app.core.financial_year import FinancialYear, Month
from app.programmes.models import Workstream
from app.savings.models import (
    BudgetTransfer,
    Scheme,
    SchemeMonth,
    SchemeStatus,
    Validation,
)
from app.savings.queries import held, validated
from app.savings.queries.totals import schemes_of
from app.savings.rules.measures import Kind

FACTS = {
    "id": Scheme.id,
    "workstream_id": Scheme.workstream_id,
    "category": Scheme.category,
    "development": Scheme.development_status,
    "risk": Scheme.delivery_risk,
    "cash": Scheme.cash_class,
    "signed": Scheme.signed_full_year_effect,
    "running": Scheme.running_cost,
    "set_up": Scheme.set_up_cost,
    "starts_on": Scheme.starts_on,
    "wte_budgeted": Scheme.wte_budgeted,
    "wte_contracted": Scheme.wte_contracted,
}


def per_scheme(
    programme_id: int, month: Month, as_at: date, *where: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """One row a scheme that is not withdrawn, whoever asks: its facts, and its cells by kind."""
    year = month.financial_year
    saved = _added_up(programme_id, year, month)
    said = _validated(programme_id, year, month)
    moved = _transacted(programme_id, year)
    return (
        select(
            *(column.label(name) for name, column in FACTS.items()),
            (Scheme.status == SchemeStatus.COMPLETE).label("is_transacted"),
            held.is_held(as_at).label("is_held"),
            *(_or_nothing(saved.c[name]) for name in _cells(year, month) if name != "march"),
            saved.c.march,
            *_beside(said, "validated"),
            *_beside(moved, "transacted"),
        )
        .select_from(Scheme)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(saved, saved.c.scheme_id == Scheme.id)
        .outerjoin(said, said.c.scheme_id == Scheme.id)
        .outerjoin(moved, moved.c.scheme_id == Scheme.id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(*where)
    )


@lru_cache(maxsize=128)
def _added_up(programme_id: int, year: FinancialYear, month: Month) -> Subquery:
    """The cells by scheme, found through the list of schemes: so they need not be sorted."""
    statement = select(
        SchemeMonth.scheme_id, *(each.label(name) for name, each in _cells(year, month).items())
    )
    return (
        statement.where(SchemeMonth.scheme_id.in_(schemes_of(programme_id)), _in_year(year))
        .group_by(SchemeMonth.scheme_id)
        .subquery("saved")
    )


@lru_cache(maxsize=32)
def _cells(year: FinancialYear, month: Month) -> Mapping[str, ColumnElement[Any]]:
    """Sums by kind. Whether anything was given in the month, and March's recurrent value."""
    to_date, now = SchemeMonth.month <= month, SchemeMonth.month == month
    march, last = SchemeMonth.month == year.months[-1], month == year.months[-1]
    found: dict[str, ColumnElement[Any]] = {}
    for kind in Kind:
        plan, forecast, actual = (
            getattr(SchemeMonth, f"{measure}_{kind}") for measure in ("plan", "forecast", "actual")
        )
        found |= {
            f"plan_{kind}": _added(plan),
            f"ytd_plan_{kind}": _added(case((to_date, plan))),
            f"actual_{kind}": _added(case((to_date, actual))),
            f"remaining_{kind}": _added(case((~to_date, forecast))),
            f"latest_{kind}": _added(case((now, actual))),
        }
    given = func.coalesce(SchemeMonth.actual_recurrent, SchemeMonth.actual_non_recurrent)
    at_the_end = SchemeMonth.actual_recurrent if last else SchemeMonth.forecast_recurrent
    return found | {
        "latest_given": func.count(case((now, given))),
        "march": cast(func.sum(case((march, at_the_end))), BigInteger),
    }


@lru_cache(maxsize=128)
def _validated(programme_id: int, year: FinancialYear, month: Month) -> Subquery:
    statement = select(
        Validation.scheme_id,
        _added(validated.RECURRENT).label(Kind.RECURRENT),
        _added(validated.NON_RECURRENT).label(Kind.NON_RECURRENT),
    ).where(*validated.counts(year, month))
    return (
        validated.of_programme(statement, programme_id)
        .group_by(Validation.scheme_id)
        .subquery("said")
    )


@lru_cache(maxsize=128)
def _transacted(programme_id: int, year: FinancialYear) -> Subquery:
    return (
        select(
            BudgetTransfer.scheme_id,
            _added(BudgetTransfer.recurrent).label(Kind.RECURRENT),
            _added(BudgetTransfer.non_recurrent).label(Kind.NON_RECURRENT),
        )
        .join(Scheme, Scheme.id == BudgetTransfer.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, BudgetTransfer.financial_year == year)
        .group_by(BudgetTransfer.scheme_id)
        .subquery("moved")
    )


def _beside(joined: Subquery, name: str) -> list[ColumnElement[int]]:
    """The joined sums of a scheme by kind."""
    return [func.coalesce(joined.c[kind], 0).label(f"{name}_{kind}") for kind in Kind]


def _or_nothing(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A scheme without a month in the year has sums of 0."""
    return func.coalesce(column, 0).label(column.key)


def _added(expression: Any) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(expression), 0), BigInteger)


def _in_year(year: FinancialYear) -> ColumnElement[bool]:
    return SchemeMonth.month.between(year.months[0], year.months[-1])
