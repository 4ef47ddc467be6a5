"""What left budgets, scheme by scheme, and what the plan said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.core.errors import NotFound
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.savings.models import BudgetTransfer, SchemeMonth
from app.savings.queries.totals import added, both


def of_scheme(scheme_id: int) -> Sequence[BudgetTransfer]:
    """The newest first."""
    return db.session.scalars(
        select(BudgetTransfer)
        .where(BudgetTransfer.scheme_id == scheme_id)
        .order_by(BudgetTransfer.id.desc())
    ).all()


def get(scheme_id: int, transfer_id: int) -> BudgetTransfer:
    """The scheme's transfer. Raises NotFound."""
    found = db.session.scalars(
        select(BudgetTransfer).where(
            BudgetTransfer.id == transfer_id, BudgetTransfer.scheme_id == scheme_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound("that journal")
    return found


def same_line(made: BudgetTransfer) -> BudgetTransfer | None:
    """The scheme's transfer with the same journal and budget line, in any case of letters."""
    return db.session.scalars(
        select(BudgetTransfer).where(
            BudgetTransfer.scheme_id == made.scheme_id,
            func.lower(BudgetTransfer.journal_ref) == made.journal_ref.lower(),
            func.lower(BudgetTransfer.cost_centre) == made.cost_centre.lower(),
            func.lower(BudgetTransfer.account) == made.account.lower(),
        )
    ).first()


def is_reversed(transfer_id: int) -> bool:
    """Whether another one reverses it."""
    reversing = select(BudgetTransfer.id).where(BudgetTransfer.reverses_id == transfer_id)
    return db.session.scalar(reversing) is not None


def transacted(scheme_id: int, year: FinancialYear) -> Pence:
    """What left budgets in the year, less what was put back."""
    pence = added(BudgetTransfer.recurrent + BudgetTransfer.non_recurrent)
    statement = select(pence).where(
        BudgetTransfer.scheme_id == scheme_id, BudgetTransfer.financial_year == year
    )
    return Pence(db.session.execute(statement).scalar_one())


def plan(scheme_id: int, year: FinancialYear) -> Pence:
    """The plan of the year."""
    statement = select(added(both("plan"))).where(
        SchemeMonth.scheme_id == scheme_id,
        SchemeMonth.month.between(year.months[0], year.months[-1]),
    )
    return Pence(db.session.execute(statement).scalar_one())


def plans(scheme_id: int) -> dict[FinancialYear, Pence]:
    """The plan of each financial year that has one."""
    rows = db.session.execute(
        select(SchemeMonth.month, both("plan")).where(SchemeMonth.scheme_id == scheme_id)
    )
    found: dict[FinancialYear, Pence] = {}
    for month, pence in rows:
        year = month.financial_year
        found[year] = Pence(found.get(year, 0) + pence)
    return {year: pence for year, pence in found.items() if pence}
