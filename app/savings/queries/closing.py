"""Which months are closed, and what was corrected in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.core.financial_year import Month
from app.db import db
from app.savings.models import Adjustment, ClosedMonth, GateDecision, Scheme, SchemeMonth
from app.savings.rules import closing
from app.savings.rules.lifecycle import Gate, Verdict


def last_closed(programme_id: int) -> Month | None:
    """The last month whose savings are closed; None while none is."""
    return db.session.scalar(
        select(ClosedMonth.month).where(ClosedMonth.programme_id == programme_id)
    )


def closed(programme_id: int) -> closing.Closed:
    """As the rules read it."""
    return closing.Closed(last_closed(programme_id))


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
