"""The year's savings added up by the database: by scheme, and by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, select

from app.core import money
from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.core.rating import RecordLink
from app.db import db
from app.programmes.models import Workstream
from app.programmes.queries import seen_records
from app.savings import rules
from app.savings.models import Scheme, SchemeMonth, SchemeStatus


@dataclass(frozen=True, slots=True)
class SchemeSums:
    """One scheme's year, in pence."""

    scheme_id: int
    workstream_id: int
    ref: str
    title: str
    status: SchemeStatus
    development_status: rules.DevelopmentStatus
    delivery_risk: rules.DeliveryRisk | None
    is_hidden: bool
    plan: int
    ytd_plan: int
    ytd_actual: int
    remaining: int
    recurrent: int

    @property
    def is_transacted(self) -> bool:
        """Taken out of budgets in full, recurrently."""
        return self.status is SchemeStatus.COMPLETE

    @property
    def forecast(self) -> Pence:
        """The forecast outturn."""
        return Pence(self.ytd_actual + self.remaining)

    def after_risk(self, weights: rules.Weights) -> Pence:
        """The forecast outturn with what remains weighted."""
        share = 100
        if not self.is_transacted:
            share = rules.percent(self.development_status, self.delivery_risk, weights)
        return rules.after_risk(self.ytd_actual, self.remaining, share)

    @property
    def link(self) -> RecordLink:
        """The scheme, for a reason."""
        return RecordLink("scheme", self.ref, self.title)


@dataclass(frozen=True, slots=True)
class MonthSums:
    """One month of the whole programme, in pence."""

    month: Month
    plan: int
    forecast: int
    actual: int | None


def scheme_sums(programme_id: int, month: Month, visible_to: Actor) -> Sequence[SchemeSums]:
    """Each scheme that is not withdrawn, by reference, with its year up to and after the month."""
    year = month.financial_year
    hidden = case((seen_records(visible_to, Scheme), False), else_=True)
    statement = (
        select(
            Scheme.id,
            Scheme.workstream_id,
            Scheme.ref,
            Scheme.title,
            Scheme.status,
            Scheme.development_status,
            Scheme.delivery_risk,
            hidden,
            *_sums(month),
        )
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(SchemeMonth, _in_year(year))
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .group_by(Scheme.id)
        .order_by(Scheme.ref, Scheme.id)
    )
    return [SchemeSums(*row) for row in db.session.execute(statement)]


def by_month(programme_id: int, year: FinancialYear) -> Sequence[MonthSums]:
    """The programme's twelve months; an actual is None where no scheme gives one."""
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
        .group_by(SchemeMonth.month)
    )
    rows = {row[0]: row for row in db.session.execute(statement)}
    return [_month(each, rows.get(each)) for each in year.months]


def totals(schemes: Iterable[SchemeSums], weights: rules.Weights) -> rules.Totals:
    """Schemes added up from what the database added up."""
    listed = list(schemes)
    return rules.Totals(
        schemes=len(listed),
        plan=money.total(each.plan for each in listed),
        forecast=money.total(each.forecast for each in listed),
        ytd_plan=money.total(each.ytd_plan for each in listed),
        ytd_actual=money.total(each.ytd_actual for each in listed),
        recurrent_forecast=money.total(each.recurrent for each in listed),
        risk_adjusted_forecast=money.total(each.after_risk(weights) for each in listed),
    )


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
