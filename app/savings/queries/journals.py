"""Every journal that took money out of a budget, across schemes, as a register lists it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure, Programme, Workstream
from app.savings.models import BudgetTransfer, Scheme
from app.savings.queries.totals import added

Reversed = aliased(BudgetTransfer)
"""The journal that this one reverses."""
Reversal = aliased(BudgetTransfer)
"""The journal that reversed this one."""
BOTH = BudgetTransfer.recurrent + BudgetTransfer.non_recurrent


@dataclass(frozen=True)
class Journal:
    """One journal of one scheme, with what it reverses or what reversed it."""

    scheme_id: int
    scheme: str
    title: str
    workstream: str
    programme: str
    journal_ref: str
    made_on: date
    year: FinancialYear
    cost_centre: str
    account: str
    recurrent: Pence
    non_recurrent: Pence
    reverses: str | None
    reversed_by: str | None
    reason: str
    by: str

    @property
    def total(self) -> Pence:
        return Pence(self.recurrent + self.non_recurrent)


@dataclass(frozen=True)
class Sums:
    """What the listed journals come to: taken out, put back by reversals, and what is left."""

    journals: int
    taken_out: Pence
    put_back: Pence

    @property
    def left(self) -> Pence:
        return Pence(self.taken_out + self.put_back)


def listed(visible_to: Actor) -> Select[*tuple[Any, ...]]:
    """The journals of schemes that the reader may see, withdrawn schemes' too."""
    statement = (
        select(
            BudgetTransfer,
            Scheme.ref.label("scheme"),
            Scheme.title,
            Workstream.ref.label("workstream"),
            Programme.code.label("programme"),
            Reversed.journal_ref.label("reverses"),
            Reversal.journal_ref.label("reversed_by"),
        )
        .join(Scheme, Scheme.id == BudgetTransfer.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .join(Programme, Programme.id == Workstream.programme_id)
        .outerjoin(Reversed, Reversed.id == BudgetTransfer.reverses_id)
        .outerjoin(Reversal, Reversal.reverses_id == BudgetTransfer.id)
    )
    return programmes.seen(statement, visible_to, Scheme)


def read(row: Row[Any]) -> Journal:
    """As the register shows it."""
    made: BudgetTransfer = row.BudgetTransfer
    return Journal(
        scheme_id=made.scheme_id,
        scheme=row.scheme,
        title=row.title,
        workstream=row.workstream,
        programme=row.programme,
        journal_ref=made.journal_ref,
        made_on=made.made_on,
        year=made.financial_year,
        cost_centre=made.cost_centre,
        account=made.account,
        recurrent=made.recurrent,
        non_recurrent=made.non_recurrent,
        reverses=row.reverses,
        reversed_by=row.reversed_by,
        reason=made.reason,
        by=made.by,
    )


def summed(statement: Select[*tuple[Any, ...]]) -> Sums:
    """Of all that a `listed` statement gives, on one page or many."""
    is_reversal = BudgetTransfer.reverses_id.is_not(None)
    whole = statement.order_by(None).with_only_columns(
        func.count(BudgetTransfer.id),
        added(case((is_reversal, 0), else_=BOTH)),
        added(case((is_reversal, BOTH), else_=0)),
        maintain_column_froms=True,
    )
    count, out, back = db.session.execute(whole).one()
    return Sums(count, Pence(out), Pence(back))


def years(visible_to: Actor) -> Sequence[FinancialYear]:
    """The years of the journals that the reader may see, newest first."""
    return sorted(_offered(BudgetTransfer.financial_year, visible_to), reverse=True)


def cost_centres(visible_to: Actor) -> Sequence[str]:
    """The cost centres of the journals that the reader may see, in order."""
    return sorted(each for each in _offered(BudgetTransfer.cost_centre, visible_to) if each)


def withheld(visible_to: Actor, *places: ColumnElement[bool]) -> int:
    """How many journals of the places the reader may not see for sensitivity.

    The places are conditions on Workstream alone: a search would tell what they are about.
    """
    hidden = (
        select(func.count(BudgetTransfer.id))
        .join(Scheme, Scheme.id == BudgetTransfer.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(programmes.seen_workstreams(visible_to), *places)
        .where(Scheme.disclosure == Disclosure.WORKFORCE)
        .where(~programmes.seen_records(visible_to, Scheme))
    )
    return db.session.scalar(hidden) or 0


def _offered(column: Any, visible_to: Actor) -> list[Any]:
    statement = (
        select(column)
        .join(Scheme, Scheme.id == BudgetTransfer.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .distinct()
    )
    return list(db.session.scalars(programmes.seen(statement, visible_to, Scheme)))
