"""Sums of schemes: the database adds the cells up, so that a page costs the same for 300 schemes.

The year is the month's own unless given; cells up to the month count as actual, later ones as
forecast. Withdrawn schemes count nowhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure, Programme, Workstream
from app.savings import rules
from app.savings.models import (
    CashClass,
    Scheme,
    SchemeMonth,
    SchemePressure,
    SchemeStatus,
    Stage,
)
from app.savings.queries import held, shares, validated


@dataclass(frozen=True, kw_only=True)
class SchemeTotals(rules.SchemeSums):
    """A scheme on a list: where it belongs, both axes, and its year added up."""

    id: int
    workstream_id: int
    workstream_ref: str
    workstream_name: str
    programme_code: str
    owner: str
    category: str
    cash_class: CashClass | None
    disclosure: Disclosure
    lifecycle: SchemeStatus
    stage: Stage | None
    signed_full_year_effect: Pence | None
    has_estimated_split: bool


@dataclass(frozen=True, kw_only=True)
class SchemeDetails(SchemeTotals):
    """What only a file and a month's document ask of each scheme: dearer to add up."""

    march_recurrent: Pence | None
    missing_actuals: int
    missing_forecasts: int

    @property
    def full_year_effect(self) -> Pence | None:
        """The signed figure, else March's recurrent value × 12; None when neither is known."""
        if self.signed_full_year_effect is not None:
            return self.signed_full_year_effect
        march = self.march_recurrent
        return None if march is None else Pence(march * rules.MONTHS)


_WHAT = (
    Scheme.id,
    Scheme.ref,
    Scheme.title,
    Scheme.development_status.label("status"),
    Scheme.delivery_risk.label("risk"),
    Scheme.category,
    Scheme.cash_class,
    Scheme.disclosure,
    Scheme.status.label("lifecycle"),
    Scheme.stage,
    Scheme.signed_full_year_effect,
    Scheme.has_estimated_split,
    Workstream.id.label("workstream_id"),
    Workstream.ref.label("workstream_ref"),
    Workstream.name.label("workstream_name"),
    Programme.code.label("programme_code"),
    func.coalesce(Person.name, "").label("owner"),
)
"""The columns of SchemeTotals that are not sums."""


def totals_by_scheme(
    programme_id: int,
    year: FinancialYear,
    month: Month,
    visible_to: Actor,
    *,
    as_at: date | None = None,
    also: Collection[int] = (),
) -> list[SchemeTotals]:
    """Each scheme of the programme with its sums, by workstream and reference.

    `also`: schemes of which the reader is told wherever they are, as their workstream has a share.
    """
    statement = listed(year, month, visible_to, as_at, also=also).where(
        Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN
    )
    return rows(statement.order_by(Workstream.ref, Scheme.ref, Scheme.id))


def totals(
    programme_id: int,
    year: FinancialYear,
    month: Month,
    visible_to: Actor,
    *,
    as_at: date | None = None,
) -> rules.Totals:
    """The programme's schemes together."""
    return rules.added_up(totals_by_scheme(programme_id, year, month, visible_to, as_at=as_at))


def pressures(programme_id: int, year: FinancialYear, visible_to: Actor) -> dict[int, Pence]:
    """The adverse amounts of the year, by the scheme's id."""
    statement = (
        select(SchemePressure.scheme_id, SchemePressure.pence)
        .join(Scheme, Scheme.id == SchemePressure.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(SchemePressure.financial_year == year)
    )
    found = db.session.execute(_seen(statement, visible_to))
    return {row.scheme_id: row.pence for row in found}


def listed(
    year: FinancialYear,
    month: Month,
    visible_to: Actor,
    as_at: date | None = None,
    *,
    also: Collection[int] = (),
) -> Select[*tuple[Any, ...]]:
    """One row a scheme, withdrawn ones too: the columns of SchemeTotals. Narrow it as you need.

    `as_at`: the day on which the quality gate is asked; else the last of the month.
    """
    cells = {**sums(month), "held": held_sum(month, as_at)}
    statement = (
        select(
            *_WHAT,
            *(expression.label(name) for name, expression in cells.items()),
            validated.of_scheme(year, month).label("validated"),
        )
        .select_from(Scheme)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .join(Programme, Programme.id == Workstream.programme_id)
        .outerjoin(Person, Person.id == Scheme.owner_id)
        .outerjoin(SchemeMonth, and_(SchemeMonth.scheme_id == Scheme.id, _in_year(year)))
        .group_by(Scheme.id, Workstream.id, Programme.id, Person.id)
    )
    return shares.seen(statement, visible_to, also)


def with_details(
    statement: Select[*tuple[Any, ...]], year: FinancialYear, month: Month
) -> Select[*tuple[Any, ...]]:
    """The `listed` statement with the columns of SchemeDetails."""
    details = _details(year, month).items()
    return statement.add_columns(*(expression.label(name) for name, expression in details))


def rows(statement: Select[*tuple[Any, ...]]) -> list[SchemeTotals]:
    """What a `listed` statement gives."""
    return [row(each) for each in db.session.execute(statement)]


def row(given: Any) -> SchemeTotals:
    """A row of a `listed` statement as what the rules and the register read."""
    values = given._mapping
    kind = SchemeDetails if "march_recurrent" in values else SchemeTotals
    return kind(is_transacted=values["lifecycle"] is SchemeStatus.COMPLETE, **values)


def schemes_of(programme_id: int) -> Select[int]:
    """The ids of the programme's schemes: cells that are found through it need no sorting."""
    return (
        select(Scheme.id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id)
    )


def held_sum(month: Month, as_at: date | None = None) -> ColumnElement[int]:
    """What is still to come of the scheme while the quality gate holds it on the day.

    For a statement that groups by scheme: what one takes back is not held, nor set off.
    """
    waits = and_(SchemeMonth.month > month, held.is_held(as_at or month.last))
    to_come = added(case((waits, both("forecast")), else_=0))
    return case((to_come > 0, to_come), else_=0)


def sums(month: Month) -> dict[str, ColumnElement[int]]:
    """The sums of a scheme's cells in SchemeSums, by name."""
    to_date = SchemeMonth.month <= month
    plan, actual, forecast = both("plan"), both("actual"), both("forecast")
    recurrent = case((to_date, SchemeMonth.actual_recurrent), else_=SchemeMonth.forecast_recurrent)
    return {
        "plan": added(plan),
        "ytd_plan": added(case((to_date, plan), else_=0)),
        "ytd_actual": added(case((to_date, actual), else_=0)),
        "remaining_forecast": added(case((to_date, 0), else_=forecast)),
        "recurrent_forecast": added(recurrent),
    }


def added(expression: ColumnElement[Any]) -> ColumnElement[int]:
    """The sum as a whole number, 0 when there is nothing to add."""
    return cast(func.coalesce(func.sum(expression), 0), BigInteger)


def _details(year: FinancialYear, month: Month) -> dict[str, ColumnElement[Any]]:
    """March's recurrent value, and the months that have a plan and nothing beside it."""
    to_date = SchemeMonth.month <= month
    march = SchemeMonth.month == year.months[-1]
    planned = both("plan") != 0
    recurrent = (SchemeMonth.actual_recurrent, SchemeMonth.forecast_recurrent)
    return {
        "march_recurrent": cast(
            func.sum(case((and_(march, to_date), recurrent[0]), (march, recurrent[1]), else_=None)),
            BigInteger,
        ),
        "missing_actuals": _count(and_(to_date, planned, _not_given("actual"))),
        "missing_forecasts": _count(and_(~to_date, planned, _not_given("forecast"))),
    }


def both(measure: str) -> ColumnElement[int]:
    """A cell's recurrent and non-recurrent parts together; not given counts as nought."""
    recurrent, non_recurrent = _columns(measure)
    return func.coalesce(recurrent, 0) + func.coalesce(non_recurrent, 0)


def _not_given(measure: str) -> ColumnElement[bool]:
    return and_(*(column.is_(None) for column in _columns(measure)))


def _columns(measure: str) -> tuple[Any, Any]:
    return (
        getattr(SchemeMonth, f"{measure}_recurrent"),
        getattr(SchemeMonth, f"{measure}_non_recurrent"),
    )


def _count(condition: Any) -> ColumnElement[int]:
    return added(case((condition, 1), else_=0))


def _in_year(year: FinancialYear) -> ColumnElement[bool]:
    return SchemeMonth.month.between(year.months[0], year.months[-1])


def _seen(statement: Select[*tuple[Any, ...]], visible_to: Actor) -> Select[*tuple[Any, ...]]:
    return programmes.seen(statement, visible_to, Scheme)
