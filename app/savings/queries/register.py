"""What the register says under its list: the sums of what it lists, and what they leave out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, select

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure, Workstream
from app.savings import rules
from app.savings.models import Scheme, SchemeMonth, SchemeStatus
from app.savings.queries import validated
from app.savings.queries.totals import added, held_sum, sums


@dataclass(frozen=True)
class LeftOut:
    """Schemes of the place that no sum counts: withdrawn ones, and those the reader may not see."""

    withdrawn: int
    withheld: int


def summed(
    statement: Select[*tuple[Any, ...]], month: Month, as_at: date | None = None
) -> rules.Totals:
    """The sums of all that a `listed` statement gives, on one page or many; nothing after risk.

    Its conditions and joins stay, its groups go: the cells are added up once, not scheme by scheme.
    """
    cells = sums(month)
    ids = statement.with_only_columns(Scheme.id, maintain_column_froms=True).order_by(None)
    year = month.financial_year
    whole = statement.with_only_columns(
        func.count(Scheme.id.distinct()).label("schemes"),
        *(expression.label(name) for name, expression in cells.items()),
        _held(ids, month, as_at).label("held"),
        validated.of_schemes(ids, year, month).label("validated"),
        maintain_column_froms=True,
    )
    found = db.session.execute(whole.group_by(None).order_by(None)).one()
    return rules.Totals(
        schemes=found.schemes,
        plan=Pence(found.plan),
        ytd_plan=Pence(found.ytd_plan),
        ytd_actual=Pence(found.ytd_actual),
        forecast=Pence(found.ytd_actual + found.remaining_forecast),
        recurrent_forecast=Pence(found.recurrent_forecast),
        held=Pence(found.held),
        validated=Pence(found.validated),
    )


def _held(ids: Select[int], month: Month, as_at: date | None) -> ScalarSelect[int]:
    """What the quality gate holds of these schemes: found scheme by scheme, then added up."""
    last = month.financial_year.months[-1]
    by_scheme = (
        select(held_sum(month, as_at).label("pence"))
        .select_from(SchemeMonth)
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .where(Scheme.id.in_(ids), SchemeMonth.month > month, SchemeMonth.month <= last)
        .group_by(Scheme.id)
        .subquery("held_by_scheme")
    )
    return select(added(by_scheme.c.pence)).scalar_subquery()


def left_out(visible_to: Actor, *places: ColumnElement[bool]) -> LeftOut:
    """What is withdrawn or withheld in the places: conditions on Workstream, and on nothing else.

    A count narrowed by a search would tell a reader what a withheld scheme is about.
    """
    withdrawn = Scheme.status == SchemeStatus.WITHDRAWN
    shown = programmes.seen_records(visible_to, Scheme)
    hidden = (Scheme.disclosure == Disclosure.WORKFORCE) & ~shown
    found = db.session.execute(
        select(
            added(case((shown & withdrawn, 1), else_=0)),
            added(case((hidden & ~withdrawn, 1), else_=0)),
        )
        .select_from(Scheme)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(programmes.seen_workstreams(visible_to), *places)
    ).one()
    return LeftOut(*found)
