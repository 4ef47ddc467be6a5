"""Closing months, and correcting closed ones: a figure moves only by an adjustment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.audit.commands import record
from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.db.model import apply
from app.programmes.models import Programme
from app.savings.commands import lifecycle
from app.savings.models import KINDS, Adjustment, ClosedMonth, Scheme, SchemeMonth
from app.savings.queries import closing as queries
from app.savings.rules import cells
from app.savings.rules import closing as rules

Given = Mapping[Month, Mapping[str, Pence | None]]

NOTHING = Pence(0)
WHY = "Say why the figure of a closed month changes"


def close_months(programme: Programme, month: Month, *, actor: Actor, at: datetime) -> None:
    """The month and all before it are read-only from now; the close never moves back.

    Told by the lock of the month, whose own event is the one in the audit trail.
    """
    actor.must(Permission.RUN_MONTH, programme.place)
    found = db.session.scalars(
        select(ClosedMonth).where(ClosedMonth.programme_id == programme.id)
    ).one_or_none()
    before = found.month if found else None
    after = rules.later(before, month)
    if found is None:
        found = ClosedMonth(programme_id=programme.id)
        db.session.add(found)
    elif after == before:
        return
    apply(found, month=after, closed_by=actor.name, closed_at=at)


def adjust(
    scheme: Scheme,
    month: Month,
    *,
    recurrent: Pence = NOTHING,
    non_recurrent: Pence = NOTHING,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Adjustment:
    """Adds to the actual of a closed month; a negative amount takes away.

    The cell moves with it: it is its first value and the sum of its adjustments.
    """
    _may_correct(scheme, version, actor)
    if not queries.closed(scheme.workstream.programme_id).holds(month):
        raise RuleBroken("month", f"{month.label} is not closed: change its figure by month")
    reason = answers.reason(reason, WHY)
    by = {"recurrent": recurrent, "non_recurrent": non_recurrent}
    if not any(by.values()):
        raise RuleBroken("recurrent", "Enter the amount to add, or with a minus to take away")
    row = _row(scheme, month)
    made, changes = _adjust(scheme, row, by, Stated(reason, actor, at))
    scheme.version += 1
    record("scheme.adjust", scheme, changes, actor=actor, at=at, reason=reason)
    return made


def correct_months(
    scheme: Scheme,
    months: Given,
    *,
    reason: str,
    known: Mapping[Month, SchemeMonth] | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Closed months as a corrected file has them: each difference of an actual is an adjustment.

    A corrected plan or forecast is written as given: the audit trail keeps both. An actual that
    the file leaves empty becomes 0. Raises RuleBroken where the plan is frozen.
    """
    _may_correct(scheme, None, actor)
    reason = answers.reason(reason, WHY)
    changes: cells.Written = {}
    for month, given in sorted(months.items()):
        row = _row(scheme, month) if known is None else known.get(month)
        row = row or SchemeMonth(scheme_id=scheme.id, month=month)
        changes |= _corrected(scheme, row, given, Stated(reason, actor, at))
    if changes:
        scheme.version += 1
        record("scheme.correct_months", scheme, changes, actor=actor, at=at, reason=reason)
        lifecycle.reopen_if_value_moved(scheme, actor=actor, at=at)


@dataclass(frozen=True)
class Stated:
    """Why, by whom and when."""

    reason: str
    actor: Actor
    at: datetime


def _may_correct(scheme: Scheme, version: int | None, actor: Actor) -> None:
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_count()
    scheme.must_be(version)


def _row(scheme: Scheme, month: Month) -> SchemeMonth:
    found = db.session.scalars(
        select(SchemeMonth)
        .where(SchemeMonth.scheme_id == scheme.id, SchemeMonth.month == month)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        found = SchemeMonth(scheme_id=scheme.id, month=month)
        db.session.add(found)
    return found


def _corrected(
    scheme: Scheme, row: SchemeMonth, given: Mapping[str, Pence | None], stated: Stated
) -> cells.Written:
    """Raises RuleBroken before anything is written."""
    differing = {cell: new for cell, new in given.items() if getattr(row, cell) != new}
    if scheme.frozen_plan and any(cell.startswith("plan") for cell in differing):
        raise RuleBroken("months", scheme.frozen_plan)
    by = {
        kind: Pence((differing[cell] or 0) - (getattr(row, cell) or 0))
        for kind in KINDS
        if (cell := f"actual_{kind}") in differing
    }
    direct = {
        cell: new
        for cell, new in differing.items()
        if not by.get(cell.removeprefix("actual_"))
        and not (cell.startswith("actual") and new is None)
    }
    written = apply(row, **direct)
    db.session.add(row)
    changes = {
        cells.in_trail(row.month, cell): cells.written(both) for cell, both in written.items()
    }
    return changes | (_adjust(scheme, row, by, stated)[1] if any(by.values()) else {})


def _adjust(
    scheme: Scheme, row: SchemeMonth, by: Mapping[str, Pence], stated: Stated
) -> tuple[Adjustment, cells.Written]:
    """The adjustment, and what it does to the month's cells."""
    after = {
        f"actual_{kind}": rules.corrected(getattr(row, f"actual_{kind}"), [amount])
        for kind, amount in by.items()
    }
    if any(abs(amount or 0) > cells.MOST_PENCE for amount in after.values()):
        raise RuleBroken("recurrent", f"An amount in {row.month.name} is too large to be real")
    changes = apply(row, **after)
    db.session.add(row)
    made = Adjustment(
        scheme_id=scheme.id,
        month=row.month,
        made_on=dates.in_london(stated.at),
        reason=stated.reason,
        by=stated.actor.name,
        person_id=stated.actor.person_id,
        at=stated.at,
        **by,
    )
    db.session.add(made)
    return made, {
        cells.in_trail(row.month, cell): cells.written(both) for cell, both in changes.items()
    }
