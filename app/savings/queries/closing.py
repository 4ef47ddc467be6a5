"""Which months are closed, and what was corrected in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import false, select

from app.core.financial_year import Month
from app.db import db
from app.programmes.models import Programme
from app.savings.models import (
    Adjustment,
    ClosedMonth,
    GateDecision,
    Scheme,
    SchemeMonth,
    Validation,
)
from app.savings.queries import claims
from app.savings.queries.totals import both
from app.savings.rules import closing
from app.savings.rules.lifecycle import Gate, Verdict
from app.savings.rules.validation import Finding


def last_closed(programme_id: int) -> Month | None:
    """The last month whose savings are closed; None while none is."""
    return db.session.scalar(
        select(ClosedMonth.month).where(ClosedMonth.programme_id == programme_id)
    )


def closed(programme_id: int) -> closing.Closed:
    """As the rules read it."""
    return closing.Closed(last_closed(programme_id))


def held_open(programme_id: int) -> closing.Closed:
    """As `closed`, and nobody closes another month until the transaction ends; others may write.

    Who writes cells asks this: what PostgreSQL shows a transaction may be older than its commit.
    """
    _hold(programme_id, alone=False)
    return closed(programme_id)


def hold_alone(programme_id: int) -> None:
    """Waits for everybody who writes cells of the programme, then keeps others from writing."""
    _hold(programme_id, alone=True)


def _hold(programme_id: int, *, alone: bool) -> None:
    # a row locked by its key alone stays free to be pointed at by new records
    held = select(Programme.id).where(Programme.id == programme_id)
    db.session.scalars(held.with_for_update(read=not alone, key_share=alone)).one()


def adjustments(scheme_id: int) -> Sequence[Adjustment]:
    """The newest first."""
    return db.session.scalars(
        select(Adjustment).where(Adjustment.scheme_id == scheme_id).order_by(Adjustment.id.desc())
    ).all()


def months_of(scheme_id: int) -> dict[Month, SchemeMonth]:
    """Every stored month of the scheme, whatever the year."""
    rows = db.session.scalars(select(SchemeMonth).where(SchemeMonth.scheme_id == scheme_id))
    return {row.month: row for row in rows}


def frozen_on(scheme: Scheme) -> date | None:
    """The day on which G5 was signed, where the plan is frozen and the signature is on record."""
    if not closing.is_plan_frozen(scheme.stage):
        return None
    return db.session.scalar(
        select(GateDecision.given_on)
        .where(GateDecision.scheme_id == scheme.id, GateDecision.gate == Gate.G5)
        .where(GateDecision.verdict == Verdict.SIGNED)
        .order_by(GateDecision.id.desc())
        .limit(1)
    )


def settled_months(scheme: Scheme) -> list[Month]:
    """The months of which a saving is on the books, earliest first: closed with an actual, or
    validated by finance."""
    last = last_closed(scheme.workstream.programme_id)
    closed_months = (
        select(SchemeMonth.month)
        .where(SchemeMonth.scheme_id == scheme.id, both("actual") != 0)
        .where(SchemeMonth.month <= last if last else false())
    )
    return sorted({*validated_months(scheme), *db.session.scalars(closed_months)})


def validated_months(scheme: Scheme) -> list[Month]:
    """The months of which finance's newest word validates a saving, earliest first."""
    said = claims.newest(Validation.scheme_id == scheme.id)
    validated = (
        select(Validation.month)
        .join(said, said.c.id == Validation.id)
        .where(Validation.verdict == Finding.VALIDATED)
        .where(Validation.recurrent + Validation.non_recurrent != 0)
    )
    return sorted(db.session.scalars(validated))
