"""Lines of the ledger: of one scheme, and those that nobody has matched to a scheme."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from app.core.errors import NotFound
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Workstream
from app.savings.models import LedgerLine, Scheme


def get(line_id: int, programme_id: int) -> LedgerLine:
    """The programme's line. Raises NotFound."""
    found = db.session.get(LedgerLine, line_id)
    if found is None or found.programme_id != programme_id:
        raise NotFound("that ledger line")
    return found


def scheme_of(line: LedgerLine) -> Scheme | None:
    """The scheme that the line is matched to, whoever may see it, with its place."""
    if line.scheme_id is None:
        return None
    return db.session.scalars(
        select(Scheme)
        .where(Scheme.id == line.scheme_id)
        .options(joinedload(Scheme.workstream).joinedload(Workstream.programme))
    ).one()


def next_occurrence(line: LedgerLine, scheme_ref: str) -> int:
    """The number that tells the line from those alike it, once it has that reference."""
    highest = db.session.scalar(
        select(func.max(LedgerLine.occurrence)).where(
            LedgerLine.programme_id == line.programme_id,
            LedgerLine.month == line.month,
            LedgerLine.cost_centre == line.cost_centre,
            LedgerLine.account == line.account,
            LedgerLine.scheme_ref == scheme_ref,
        )
    )
    return (highest or 0) + 1


def of_scheme(scheme_id: int, month: Month) -> Sequence[LedgerLine]:
    """What the ledger shows of the scheme in the month."""
    return db.session.scalars(
        select(LedgerLine)
        .where(LedgerLine.scheme_id == scheme_id, LedgerLine.month == month)
        .where(LedgerLine.is_withdrawn.is_(False))
        .order_by(LedgerLine.cost_centre, LedgerLine.account, LedgerLine.id)
    ).all()


def by_scheme(scheme_ids: Collection[int], month: Month) -> dict[int, Pence]:
    """What the ledger shows of each of the schemes in the month."""
    rows = db.session.execute(
        select(LedgerLine.scheme_id, func.sum(LedgerLine.pence))
        .where(LedgerLine.scheme_id.in_(scheme_ids), LedgerLine.month == month)
        .where(LedgerLine.is_withdrawn.is_(False))
        .group_by(LedgerLine.scheme_id)
    )
    return {scheme_id: Pence(int(pence)) for scheme_id, pence in rows if scheme_id}


def unmatched(programme_id: int, month: Month) -> Select[LedgerLine]:
    """The month's lines that name no scheme of the programme."""
    return (
        select(LedgerLine)
        .where(_is_unmatched(programme_id, month))
        .order_by(LedgerLine.scheme_ref, LedgerLine.cost_centre, LedgerLine.id)
    )


def unmatched_sum(programme_id: int, month: Month) -> tuple[int, int]:
    """How many lines of the month are unmatched, and what they add up to."""
    count, pence = db.session.execute(
        select(func.count(), func.coalesce(func.sum(LedgerLine.pence), 0)).where(
            _is_unmatched(programme_id, month)
        )
    ).one()
    return count, int(pence)


def lines_in_month(programme_id: int, month: Month) -> int:
    """How many lines the ledger has of the month."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(LedgerLine)
            .where(LedgerLine.programme_id == programme_id, LedgerLine.month == month)
            .where(LedgerLine.is_withdrawn.is_(False))
        )
        or 0
    )


def _is_unmatched(programme_id: int, month: Month) -> ColumnElement[bool]:
    return and_(
        LedgerLine.programme_id == programme_id,
        LedgerLine.month == month,
        LedgerLine.scheme_id.is_(None),
        LedgerLine.is_withdrawn.is_(False),
    )
