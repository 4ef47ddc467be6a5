"""One scheme's year as finance sees it: claimed, in the ledger, validated, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, cast, func, select

from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.savings.models import LedgerLine, Scheme, Validation
from app.savings.queries import schemes, threads
from app.savings.queries.claims import newest
from app.savings.rules.validation import (
    Claim,
    Decided,
    Evidence,
    Finding,
    Standing,
    ValidationTolerances,
    standing,
)


@dataclass(frozen=True)
class FinanceMonth:
    """A month of the scheme in which something is claimed, in the ledger, or decided."""

    month: Month
    claim: Claim
    ledger: Pence | None
    word: Validation | None
    standing: Standing
    is_asked: bool = False

    @property
    def validated(self) -> Pence:
        """What finance validated; never more than is claimed now."""
        if self.word is None or self.word.verdict is not Finding.VALIDATED:
            return Pence(0)
        return Claim(self.word.recurrent, self.word.non_recurrent).at_most(self.claim).total

    @property
    def evidence(self) -> Evidence | None:
        return self.word.evidence if self.word else None


def months(
    scheme: Scheme, year: FinancialYear, within: ValidationTolerances
) -> Sequence[FinanceMonth]:
    """April first; a month in which there is nothing is left out."""
    cells = schemes.cells(scheme.id, year)
    claims = {
        month: Claim(row.actual_recurrent, row.actual_non_recurrent) for month, row in cells.items()
    }
    ledger, words = _ledger(scheme.id, year), _words(scheme.id, year)
    asked = {each.query.month for each in threads.open_on([scheme.id]).get(scheme.id, [])}
    facts = {
        each: (claims.get(each, Claim()), ledger.get(each), words.get(each)) for each in year.months
    }
    made = [
        _month(each, *given, within=within, is_asked=each in asked) for each, given in facts.items()
    ]
    return [each for each in made if each.claim.total or each.ledger or each.word]


def _month(
    month: Month,
    claim: Claim,
    ledger: Pence | None,
    word: Validation | None,
    *,
    within: ValidationTolerances,
    is_asked: bool,
) -> FinanceMonth:
    then = None
    if word is not None:
        then = Decided(word.verdict, Claim(word.recurrent, word.non_recurrent), word.ledger)
    stands = standing(claim, ledger, then, within, is_asked=is_asked)
    return FinanceMonth(month, claim, ledger, word, stands, is_asked)


def _ledger(scheme_id: int, year: FinancialYear) -> dict[Month, Pence]:
    rows = db.session.execute(
        select(LedgerLine.month, cast(func.sum(LedgerLine.pence), BigInteger))
        .where(LedgerLine.scheme_id == scheme_id, LedgerLine.is_withdrawn.is_(False))
        .where(LedgerLine.month.between(year.months[0], year.months[-1]))
        .group_by(LedgerLine.month)
    )
    return {month: Pence(pence) for month, pence in rows}


def _words(scheme_id: int, year: FinancialYear) -> dict[Month, Validation]:
    last = newest(
        Validation.scheme_id == scheme_id,
        Validation.month.between(year.months[0], year.months[-1]),
    )
    rows = db.session.scalars(select(Validation).join(last, last.c.id == Validation.id))
    return {row.month: row for row in rows}
