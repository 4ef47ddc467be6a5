"""A month's validated savings to date beside the ledger and the finance paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast, func, or_, select, true

from app.core import money
from app.core.actor import Actor, Permission
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure, Programme, Workstream
from app.savings.models import (
    Against,
    FinancePaper,
    FinanceSignOff,
    LedgerLine,
    ReconcilingItem,
    Scheme,
    SchemeMonth,
    SchemeStatus,
)
from app.savings.queries import validated
from app.savings.queries.totals import added, both
from app.savings.rules import validation as rules
from app.savings.rules.validation import Agreement, ValidationTolerances

FIGURES = ("validated", "claimed", "ledger", "paper")


@dataclass(frozen=True)
class Figures:
    """Of the whole programme, from April to the month; pence. `ledger` is None without a line."""

    claimed: Pence
    validated: Pence
    matched: Pence
    unmatched: Pence
    lines: int
    unmatched_lines: int

    @property
    def ledger(self) -> Pence | None:
        """All that the ledger shows, whether or not it says of which scheme."""
        return Pence(self.matched + self.unmatched) if self.lines else None

    @property
    def not_validated(self) -> Pence:
        """Claimed, and not validated: a line of its own."""
        return Pence(self.claimed - self.validated)


@dataclass(frozen=True)
class Reconciliation:
    """The month as its page, the month's strip and the sign-off read it."""

    month: Month
    figures: Figures
    paper: FinancePaper | None
    items: Sequence[ReconcilingItem]
    signed: FinanceSignOff | None
    tolerances: ValidationTolerances

    @property
    def to_ledger(self) -> Agreement | None:
        """None while the ledger has no line of the year to date."""
        theirs = self.figures.ledger
        return None if theirs is None else self._agreement(theirs, Against.LEDGER)

    @property
    def to_paper(self) -> Agreement | None:
        """None until finance enters what its paper prints."""
        return None if self.paper is None else self._agreement(self.paper.pence, Against.PAPER)

    @property
    def now(self) -> dict[str, int | None]:
        """The figures that a sign-off keeps, as they are now."""
        return {
            "validated": self.figures.validated,
            "claimed": self.figures.claimed,
            "ledger": self.figures.ledger,
            "paper": self.paper.pence if self.paper else None,
        }

    @property
    def shown(self) -> dict[str, int | None]:
        """What its page shows of it, and who signs has read: with what is explained of each."""
        explained = {
            f"explained to the {against.value}": self._explained(against) for against in Against
        }
        return {**self.now, **explained}

    @property
    def moved(self) -> list[str]:
        """What has moved since it was signed; empty while unsigned.

        A signature does not keep what was explained: where no figure moved, and it could not be
        signed now, that did.
        """
        if self.signed is None:
            return []
        then = {name: getattr(self.signed, name) for name in FIGURES}
        return rules.moved(then, self.now) or (["explained"] if self.blocks else [])

    @property
    def blocks(self) -> list[str]:
        """Why the month cannot be signed yet, in sentences; empty when it can."""
        said = []
        if self.to_ledger is not None:
            said += _unexplained(self.to_ledger, "the ledger")
        if self.to_paper is None:
            said.append("Enter what the finance paper prints as saved to date")
        else:
            said += _unexplained(self.to_paper, "the finance paper")
        return said

    def items_of(self, against: str) -> list[ReconcilingItem]:
        """What was explained of the difference to one of the two."""
        return [item for item in self.items if item.against == against]

    def _agreement(self, theirs: Pence, against: Against) -> Agreement:
        explained = self._explained(against)
        return rules.agreement(self.figures.validated, theirs, explained, self.tolerances)

    def _explained(self, against: Against) -> Pence:
        return Pence(sum(item.pence for item in self.items_of(against)))


def _unexplained(agreement: Agreement, what: str) -> list[str]:
    if agreement.is_agreed:
        return []
    left = money.exact(abs(agreement.unexplained))
    return [f"{left} of the difference to {what} is not explained, which is above tolerance"]


def sees_whole(programme: Programme, actor: Actor) -> bool:
    """Whether the person may learn the sums of the whole programme: finance, which signs them, and
    who may see each of its schemes. Beside the other pages they would tell what is withheld."""
    if actor.can(Permission.VALIDATE_SAVINGS, programme.place):
        return True
    reads = actor.can(Permission.READ_PROGRAMME, programme.place)
    return reads and not programmes.withheld(actor, Scheme, programme.id)


def disclosure(programme_id: int) -> Disclosure:
    """Of the programme's sums: as sensitive as the most sensitive of its schemes."""
    sensitive = (
        select(Scheme.id)
        .join(Workstream)
        .where(Workstream.programme_id == programme_id, Scheme.disclosure == Disclosure.WORKFORCE)
    )
    held = db.session.scalar(select(sensitive.exists()))
    return Disclosure.WORKFORCE if held else Disclosure.PRIVATE


def of_month(
    programme_id: int,
    month: Month,
    tolerances: ValidationTolerances,
    *,
    visible_to: Actor | None = None,
) -> Reconciliation:
    """Of the whole programme, workforce-sensitive schemes too.

    With `visible_to` the figures leave out what that reader may not see, claims and ledger alike:
    its agreements are then of no use beside the finance paper, which holds them all.
    """
    shown = programmes.seen_records(visible_to, Scheme) if visible_to else true()
    return Reconciliation(
        month=month,
        figures=_figures(programme_id, month, shown),
        paper=paper(programme_id, month),
        items=_items(programme_id, month),
        signed=signed(programme_id, month),
        tolerances=tolerances,
    )


def paper(programme_id: int, month: Month) -> FinancePaper | None:
    """What the finance paper of the month prints."""
    return db.session.scalars(
        select(FinancePaper).where(
            FinancePaper.programme_id == programme_id, FinancePaper.month == month
        )
    ).one_or_none()


def item(programme_id: int, item_id: int) -> ReconcilingItem | None:
    """An explained part of the programme's difference."""
    found = db.session.get(ReconcilingItem, item_id)
    return found if found is not None and found.programme_id == programme_id else None


def signed(programme_id: int, month: Month) -> FinanceSignOff | None:
    """The sign-off that stands."""
    return db.session.scalars(
        select(FinanceSignOff)
        .where(FinanceSignOff.programme_id == programme_id, FinanceSignOff.month == month)
        .where(FinanceSignOff.withdrawn_at.is_(None))
        .order_by(FinanceSignOff.id.desc())
        .limit(1)
    ).one_or_none()


def withdrawn(programme_id: int, month: Month) -> Sequence[FinanceSignOff]:
    """Sign-offs that were taken back, newest first."""
    return db.session.scalars(
        select(FinanceSignOff)
        .where(FinanceSignOff.programme_id == programme_id, FinanceSignOff.month == month)
        .where(FinanceSignOff.withdrawn_at.is_not(None))
        .order_by(FinanceSignOff.id.desc())
    ).all()


def to_carry_over(programme_id: int, month: Month) -> list[ReconcilingItem]:
    """What was explained of the month before, in the same year, and is not explained here yet."""
    last = month.previous
    if last.financial_year != month.financial_year:
        return []
    here = {(item.against, item.pence, item.reason) for item in _items(programme_id, month)}
    before = _items(programme_id, last)
    return [item for item in before if (item.against, item.pence, item.reason) not in here]


def _items(programme_id: int, month: Month) -> Sequence[ReconcilingItem]:
    return db.session.scalars(
        select(ReconcilingItem)
        .where(ReconcilingItem.programme_id == programme_id, ReconcilingItem.month == month)
        .where(ReconcilingItem.is_withdrawn.is_(False))
        .order_by(ReconcilingItem.id)
    ).all()


def _figures(programme_id: int, month: Month, shown: ColumnElement[bool]) -> Figures:
    ledger = _ledger(programme_id, month, shown)
    return Figures(
        claimed=_claimed(programme_id, month, shown),
        validated=_validated(programme_id, month, shown),
        matched=Pence(ledger.matched or 0),
        unmatched=Pence(ledger.unmatched or 0),
        lines=ledger.lines,
        unmatched_lines=ledger.unmatched_lines,
    )


def _claimed(programme_id: int, month: Month, shown: ColumnElement[bool]) -> Pence:
    year = month.financial_year
    found = db.session.scalar(
        select(added(both("actual")))
        .select_from(SchemeMonth)
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(SchemeMonth.month.between(year.months[0], month), shown)
    )
    return Pence(found or 0)


def _validated(programme_id: int, month: Month, shown: ColumnElement[bool]) -> Pence:
    sums = validated.validated_sums(month.financial_year, month, programme_id)
    found = db.session.scalar(
        select(added(sums.c.pence))
        .select_from(Scheme)
        .join(sums, sums.c.scheme_id == Scheme.id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(shown)
    )
    return Pence(found or 0)


def _ledger(programme_id: int, month: Month, shown: ColumnElement[bool]) -> Any:
    is_unmatched = LedgerLine.scheme_id.is_(None)
    year = month.financial_year
    return db.session.execute(
        select(
            cast(func.sum(case((is_unmatched, 0), else_=LedgerLine.pence)), BigInteger).label(
                "matched"
            ),
            cast(func.sum(case((is_unmatched, LedgerLine.pence), else_=0)), BigInteger).label(
                "unmatched"
            ),
            func.count().label("lines"),
            func.count().filter(is_unmatched).label("unmatched_lines"),
        )
        .select_from(LedgerLine)
        .outerjoin(Scheme, Scheme.id == LedgerLine.scheme_id)
        .where(LedgerLine.programme_id == programme_id, LedgerLine.is_withdrawn.is_(False))
        .where(LedgerLine.month.between(year.months[0], month), or_(is_unmatched, shown))
    ).one()
