"""Holding a month while it is written, so that nobody locks it meanwhile, or writes once locked."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.audit import commands as audit
from app.db import db
from app.programmes.models import Programme
from app.reporting.models import Period
from app.savings.queries import closing as savings

STATE = ("status", "version", "approved_by", "approved_at")


def hold(period: Period) -> None:
    """Until the transaction ends nobody can lock the month; others may write in it too.

    Reads its state anew: a lock that came first is seen. SQLite has one writer at a time anyway.
    """
    db.session.flush()
    db.session.refresh(period, STATE, with_for_update={"read": True})


def hold_alone(period: Period) -> None:
    """Waits for everybody who writes in the month, then keeps others out of it."""
    db.session.flush()
    db.session.refresh(period, STATE, with_for_update=True)


def hold_still(period: Period) -> None:
    """Alone in the month, and nothing that is audited is saved anywhere until the end.

    Whatever was read before is read again, so that one moment is frozen, not several.
    """
    hold_alone(period)
    savings.hold_alone(period.programme_id)
    audit.hold_head()
    period_id = period.id
    db.session.expire_all()
    db.session.scalars(
        select(Period)
        .where(Period.id == period_id)
        .options(joinedload(Period.programme).joinedload(Programme.organisation))
    ).one()
