"""The money of a scheme: its monthly cells, and what presses against it in a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.audit.commands import record
from app.core import dates, money
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.db.model import Changes, apply
from app.savings.models import CELLS, Scheme, SchemeMonth, SchemePressure

Given = Mapping[Month, Mapping[str, Pence | None]]
MOST_PENCE = 10**15


def set_months(
    scheme: Scheme,
    months: Given,
    *,
    estimated: bool = False,
    version: int | None = None,
    reason: str = "",
    require_reason: bool = False,
    known: Mapping[Month, SchemeMonth] | None = None,
    actor: Actor,
    at: datetime,
) -> Changes:
    """Writes the cells that differ, and counts as one save of the scheme.

    `months` may hold some months and some cells only; what it leaves out stays. None empties a
    cell. With `require_reason`, a plan that was given before is changed only with a reason.
    `known` are the stored months, where the caller has just loaded them for many schemes.
    Returns {"2026-10 plan, recurrent": (before, after)} in pence.
    """
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_be_open()
    scheme.must_be(version)
    _check(months)
    stored = _stored(scheme, months) if known is None else known
    differing = _differing(stored, months)
    _must_have_begun(differing, dates.in_london(at))
    if require_reason and _moves_plan(differing) and not reason.strip():
        raise RuleBroken("reason", "Say why the plan changes")
    for month, cells in differing.items():
        row = stored.get(month) or SchemeMonth(scheme_id=scheme.id, month=month)
        after = {cell: new for cell, (_, new) in cells.items()}
        apply(row, **after, has_estimated_phasing=estimated)
        db.session.add(row)
    changes = _named(differing)
    if changes:
        scheme.version += 1
        record("scheme.set_months", scheme, _written(changes), actor=actor, at=at, reason=reason)
    return changes


def set_pressure(
    scheme: Scheme, *, year: FinancialYear, pence: Pence, actor: Actor, at: datetime
) -> None:
    """An adverse amount against the scheme in the year, kept apart from its actual."""
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_be_open()
    found = db.session.scalars(
        select(SchemePressure).where(
            SchemePressure.scheme_id == scheme.id, SchemePressure.financial_year == year
        )
    ).one_or_none()
    before = found.pence if found else None
    if before == pence:
        return
    if found:
        apply(found, pence=pence)
    else:
        db.session.add(SchemePressure(scheme_id=scheme.id, financial_year=year, pence=pence))
    scheme.version += 1
    changes = _written({f"pressure in {year}": (before, pence)})
    record("scheme.set_pressure", scheme, changes, actor=actor, at=at)


def _differing(stored: Mapping[Month, SchemeMonth], months: Given) -> dict[Month, Changes]:
    """Month by month, the cells whose amount is not the stored one: {cell: (before, after)}."""
    found: dict[Month, Changes] = {}
    for month in sorted(months):
        row = stored.get(month)
        before = {cell: getattr(row, cell) if row else None for cell in months[month]}
        cells = {
            cell: (before[cell], after)
            for cell, after in months[month].items()
            if before[cell] != after
        }
        if cells:
            found[month] = cells
    return found


def _must_have_begun(differing: Mapping[Month, Changes], today: date) -> None:
    """An actual is what was saved: a month that has not begun has saved nothing."""
    for month, cells in differing.items():
        if month.first <= today:
            continue
        if any(cell.startswith("actual") and after for cell, (_, after) in cells.items()):
            sentence = f"{month.name} has not begun: give a forecast, not an actual"
            raise RuleBroken("months", sentence)


def _moves_plan(differing: Mapping[Month, Changes]) -> bool:
    """Whether a plan that was given before is changed."""
    return any(
        cell.startswith("plan") and before is not None
        for cells in differing.values()
        for cell, (before, _) in cells.items()
    )


def _named(differing: Mapping[Month, Changes]) -> Changes:
    return {
        f"{month} {_words(cell)}": both
        for month, cells in differing.items()
        for cell, both in cells.items()
    }


def _words(cell: str) -> str:
    """`plan_non_recurrent` as a person says it: `plan, non-recurrent`."""
    measure, _, kind = cell.partition("_")
    return f"{measure}, {kind.replace('_', '-')}"


def _stored(scheme: Scheme, months: Given) -> dict[Month, SchemeMonth]:
    if scheme.id is None or not months:
        return {}
    rows = db.session.scalars(
        select(SchemeMonth)
        .where(SchemeMonth.scheme_id == scheme.id)
        .where(SchemeMonth.month.between(min(months), max(months)))
        .execution_options(populate_existing=True)
    )
    return {row.month: row for row in rows}


def _check(months: Given) -> None:
    for month, given in months.items():
        unknown = set(given) - set(CELLS)
        if unknown:
            raise TypeError(f"A month has no {', '.join(sorted(unknown))}")
        if any(abs(pence or 0) > MOST_PENCE for pence in given.values()):
            raise RuleBroken("months", f"An amount in {month.name} is too large to be real")


def _written(changes: Mapping[str, tuple[Any, Any]]) -> Changes:
    return {name: (_exact(before), _exact(after)) for name, (before, after) in changes.items()}


def _exact(amount: int | None) -> str | None:
    return None if amount is None else money.exact(amount)
