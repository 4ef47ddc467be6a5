"""The year's savings added up by the database: by scheme, and by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.db import db
from app.programmes.models import Workstream
from app.programmes.queries import seen_records, seen_workstreams
from app.savings import rules
from app.savings.models import Scheme, SchemeMonth, SchemeStatus


@dataclass(frozen=True, slots=True)
class PlacedSums:
    """One scheme's year, in pence, with where it belongs and whether the reader may see it."""

    workstream_id: int
    is_hidden: bool
    sums: rules.SchemeSums


@dataclass(frozen=True, slots=True)
class MonthSums:
    """One month of the whole programme, in pence."""

    month: Month
    plan: int
    forecast: int
    actual: int | None


def scheme_sums(programme_id: int, month: Month, visible_to: Actor) -> Sequence[PlacedSums]:
    """Each scheme that is not withdrawn, by reference, with its year up to and after the month."""
    hidden = case((seen_records(visible_to, Scheme), False), else_=True)
    statement = (
        select(
            Scheme.workstream_id,
            hidden,
            Scheme.ref,
            Scheme.title,
            Scheme.development_status,
            Scheme.delivery_risk,
            Scheme.status,
            *_sums(month),
        )
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(SchemeMonth, _in_year(month.financial_year))
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .group_by(Scheme.id)
        .order_by(Scheme.ref, Scheme.id)
    )
    return [_placed(row) for row in db.session.execute(statement)]


def by_month(programme_id: int, year: FinancialYear, visible_to: Actor) -> Sequence[MonthSums]:
    """Twelve months of the reader's workstreams; an actual is None where no scheme gives one."""
    statement = (
        select(
            SchemeMonth.month,
            _total(_both("plan")),
            _total(_both("forecast")),
            _total(_both("actual")),
            func.count(
                func.coalesce(SchemeMonth.actual_recurrent, SchemeMonth.actual_non_recurrent)
            ),
        )
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
        .where(seen_workstreams(visible_to))
        .group_by(SchemeMonth.month)
    )
    rows = {row[0]: row for row in db.session.execute(statement)}
    return [_month(each, rows.get(each)) for each in year.months]


def _placed(row: Any) -> PlacedSums:
    place, hidden, ref, title, status, risk, stands, *money_sums = row
    plan, ytd_plan, ytd_actual, remaining, recurrent = money_sums
    sums = rules.SchemeSums(
        ref=ref,
        title=title,
        status=status,
        risk=risk,
        is_transacted=stands is SchemeStatus.COMPLETE,
        plan=plan,
        ytd_plan=ytd_plan,
        ytd_actual=ytd_actual,
        remaining_forecast=remaining,
        recurrent_forecast=recurrent,
    )
    return PlacedSums(place, bool(hidden), sums)


def _month(month: Month, row: Any) -> MonthSums:
    if row is None:
        return MonthSums(month, 0, 0, None)
    return MonthSums(month, row[1], row[2], row[3] if row[4] else None)


def _in_year(year: FinancialYear) -> ColumnElement[bool]:
    return and_(
        SchemeMonth.scheme_id == Scheme.id,
        SchemeMonth.month.between(year.months[0], year.months[-1]),
    )


def _sums(month: Month) -> tuple[ColumnElement[int], ...]:
    done = SchemeMonth.month <= month
    recurrent = case(
        (done, func.coalesce(SchemeMonth.actual_recurrent, 0)),
        else_=func.coalesce(SchemeMonth.forecast_recurrent, 0),
    )
    return (
        _total(_both("plan")),
        _total(case((done, _both("plan")), else_=0)),
        _total(case((done, _both("actual")), else_=0)),
        _total(case((done, 0), else_=_both("forecast"))),
        _total(recurrent),
    )


def _both(measure: str) -> ColumnElement[int]:
    recurrent = getattr(SchemeMonth, f"{measure}_recurrent")
    non_recurrent = getattr(SchemeMonth, f"{measure}_non_recurrent")
    return func.coalesce(recurrent, 0) + func.coalesce(non_recurrent, 0)


def _total(amount: ColumnElement[int]) -> ColumnElement[int]:
    # PostgreSQL adds bigints up to a numeric; money stays whole pence
    return cast(func.coalesce(func.sum(amount), 0), BigInteger)
