"""The facts of schemes that the data-quality rules look at: sums, and the months that are odd."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Subquery, and_, case, cast, func, or_, select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.ratings.rules.findings import Fall, Record, SchemeFacts
from app.savings.models import Scheme, SchemeMonth, SchemeStatus
from app.savings.queries import overlaps, shapes


@dataclass
class _Odd:
    """The months of one scheme that a rule names."""

    no_actual: list[Month] = field(default_factory=list)
    no_forecast: list[Month] = field(default_factory=list)
    falls: list[Fall] = field(default_factory=list)


def schemes(
    programme_id: int, month: Month, visible_to: Actor, stall_months: int
) -> list[SchemeFacts]:
    """Each scheme that is not withdrawn, by reference, in a fixed number of reads."""
    odd = _odd_months(programme_id, month)
    twice = overlaps.unresolved_by_scheme(programme_id)
    year = month.financial_year
    statement = (
        select(
            Scheme.id,
            Scheme.ref,
            Workstream.ref.label("place"),
            Scheme.status,
            Scheme.recurrent_full_year,
            Scheme.has_estimated_split,
            Scheme.delivery_risk,
            Scheme.owner_id,
            Scheme.category,
            Scheme.forecast_changed_on,
            _estimated().label("estimated_months"),
            *(each.label(name) for name, each in shapes.by_scheme(month, stall_months).items()),
        )
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(SchemeMonth, and_(SchemeMonth.scheme_id == Scheme.id, _in(year)))
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .group_by(Scheme.id, Workstream.id)
        .order_by(Scheme.ref, Scheme.id)
    )
    rows = db.session.execute(programmes.seen(statement, visible_to, Scheme))
    return [
        replace(_facts(row, month, odd.get(row.id, _Odd())), counted_twice=twice.get(row.id, ()))
        for row in rows
    ]


def _facts(row: Any, month: Month, odd: _Odd) -> SchemeFacts:
    return SchemeFacts(
        record=Record(row.place, "scheme", row.ref, row.id),
        year=month.financial_year,
        plan=row.plan,
        second_half_plan=row.second_half_plan,
        recurrent_plan=row.recurrent_plan,
        recurrent_full_year=row.recurrent_full_year,
        no_actual=odd.no_actual,
        no_forecast=odd.no_forecast,
        falls=odd.falls,
        estimated_months=row.estimated_months,
        has_estimated_split=row.has_estimated_split,
        has_delivery_risk=row.delivery_risk is not None,
        has_owner=row.owner_id is not None,
        has_category=row.category != "",
        is_transacted=row.status is SchemeStatus.COMPLETE,
        shape=shapes.of_row(row._mapping, month, row.forecast_changed_on),
    )


def _estimated() -> ColumnElement[int]:
    estimated = case((SchemeMonth.has_estimated_phasing, 1), else_=0)
    return cast(func.coalesce(func.sum(estimated), 0), BigInteger)


def _odd_months(programme_id: int, month: Month) -> Mapping[int, _Odd]:
    """By scheme's id."""
    cells = _cells(programme_id, month).c
    rows = db.session.execute(
        select(cells.scheme_id, cells.month, cells.actual, cells.to_date, *_flags(cells))
        .where(or_(*_flags(cells)))
        .order_by(cells.scheme_id, cells.month)
    )
    found: dict[int, _Odd] = defaultdict(_Odd)
    for row in rows:
        _note(found[row.scheme_id], row)
    return found


def _flags(cells: Any) -> tuple[ColumnElement[bool], ...]:
    return cells.no_actual, cells.no_forecast, cells.falls


def _cells(programme_id: int, month: Month) -> Subquery:
    """Every month with its flags; the running total is made before the odd ones are picked."""
    actual, planned = _both("actual"), _both("plan") != 0
    done = SchemeMonth.month <= month
    running = func.sum(actual).over(partition_by=SchemeMonth.scheme_id, order_by=SchemeMonth.month)
    return (
        select(
            SchemeMonth.scheme_id,
            SchemeMonth.month,
            actual.label("actual"),
            cast(running, BigInteger).label("to_date"),
            and_(done, planned, _not_given("actual")).label("no_actual"),
            and_(~done, planned, _not_given("forecast")).label("no_forecast"),
            and_(done, actual < 0).label("falls"),
        )
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, _in(month.financial_year))
        .subquery()
    )


def _note(odd: _Odd, row: Any) -> None:
    if row.no_actual:
        odd.no_actual.append(row.month)
    if row.no_forecast:
        odd.no_forecast.append(row.month)
    if row.falls:
        odd.falls.append(Fall(row.month, row.to_date - row.actual, row.to_date))


def _in(year: FinancialYear) -> ColumnElement[bool]:
    return SchemeMonth.month.between(year.months[0], year.months[-1])


def _both(measure: str) -> ColumnElement[int]:
    recurrent = getattr(SchemeMonth, f"{measure}_recurrent")
    non_recurrent = getattr(SchemeMonth, f"{measure}_non_recurrent")
    return func.coalesce(recurrent, 0) + func.coalesce(non_recurrent, 0)


def _not_given(measure: str) -> ColumnElement[bool]:
    return and_(
        getattr(SchemeMonth, f"{measure}_recurrent").is_(None),
        getattr(SchemeMonth, f"{measure}_non_recurrent").is_(None),
    )
