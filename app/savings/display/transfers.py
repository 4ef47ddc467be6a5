"""What left a scheme's budgets, year by year, against its plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core import money
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.savings.models import BudgetTransfer


@dataclass(frozen=True)
class YearLine:
    """One financial year: planned, transacted, and what is left."""

    year: FinancialYear
    plan: Pence
    recurrent: Pence
    non_recurrent: Pence

    @property
    def transacted(self) -> Pence:
        """Both together."""
        return Pence(self.recurrent + self.non_recurrent)

    @property
    def left(self) -> str:
        """What of the plan no journal has moved; more than the plan is said in words."""
        rest = self.plan - self.transacted
        if rest < 0:
            return f"{money.exact(-rest)} more than the plan"
        return money.exact(rest)


@dataclass(frozen=True)
class TransferLine:
    """One journal, and the one that it reverses or that reversed it."""

    transfer: BudgetTransfer
    note: str
    may_reverse: bool


def by_year(
    transfers: Iterable[BudgetTransfer], plans: dict[FinancialYear, Pence]
) -> list[YearLine]:
    """The years that have a plan or a journal, earliest first."""
    found = list(transfers)
    years = sorted({each.financial_year for each in found} | set(plans))
    return [
        YearLine(
            year,
            plans.get(year, Pence(0)),
            Pence(sum(each.recurrent for each in found if each.financial_year == year)),
            Pence(sum(each.non_recurrent for each in found if each.financial_year == year)),
        )
        for year in years
    ]


def lines(transfers: Sequence[BudgetTransfer]) -> list[TransferLine]:
    """Each journal with what it reverses, or what reversed it."""
    by_id = {each.id: each for each in transfers}
    reversed_by = {each.reverses_id: each for each in transfers if each.reverses_id}
    return [_line(each, by_id, reversed_by.get(each.id)) for each in transfers]


def _line(
    transfer: BudgetTransfer, by_id: dict[int, BudgetTransfer], back: BudgetTransfer | None
) -> TransferLine:
    if transfer.reverses_id is not None:
        return TransferLine(transfer, f"Reverses {by_id[transfer.reverses_id].journal_ref}", False)
    if back is not None:
        return TransferLine(transfer, f"Reversed by {back.journal_ref}", False)
    return TransferLine(transfer, "", True)
