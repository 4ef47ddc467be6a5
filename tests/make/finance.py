"""Ledger lines, and schemes that claim something for a month."""

from __future__ import annotations

from typing import Any

from app.core.financial_year import Month
from app.db import db
from app.savings.models import LedgerLine, Scheme, SchemeMonth
from tests.make.savings import scheme
from tests.make.store import numbers, stored

OCTOBER = Month(2026, 10)


def ledger_line(of: Scheme | None = None, **given: Any) -> LedgerLine:
    """A line of October; of a scheme, or of none."""
    defaults: dict[str, Any] = {
        "month": OCTOBER,
        "scheme_id": of.id if of else None,
        "scheme_ref": of.ref if of else "X1",
        "cost_centre": f"CC{next(numbers)}",
        "is_withdrawn": False,
    }
    if of is not None and "programme_id" not in given:
        defaults["programme_id"] = of.workstream.programme_id
    return stored(LedgerLine(**{**defaults, **given}))


def claim(
    recurrent: int | None = None,
    non_recurrent: int | None = None,
    *,
    ledger: int | None = None,
    month: Month = OCTOBER,
    **given: Any,
) -> Scheme:
    """A scheme that claims so many pence for October, with so many in the ledger."""
    made = scheme(**given)
    cells = {"actual_recurrent": recurrent, "actual_non_recurrent": non_recurrent}
    db.session.add(SchemeMonth(scheme_id=made.id, month=month, **cells))
    db.session.commit()
    if ledger is not None:
        programme_id = made.workstream.programme_id
        ledger_line(made, pence=ledger, month=month, programme_id=programme_id)
    return made
