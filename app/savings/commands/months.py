"""The money of a scheme: its monthly cells, and what presses against it in a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from app.audit.commands import record
from app.core import dates
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.db.model import Changes, apply
from app.savings.commands import lifecycle
from app.savings.models import CELLS, KINDS, Scheme, SchemeMonth, SchemePressure
from app.savings.queries import closing as queries
from app.savings.rules import cells as names
from app.savings.rules import closing

Given = Mapping[Month, Mapping[str, Pence | None]]


def set_months(
    scheme: Scheme,
    months: Given,
    *,
    estimated: bool = False,
    version: int | None = None,
    reason: str = "",
    require_reason: bool = False,
    known: Mapping[Month, SchemeMonth] | None = None,
    closed: closing.Closed | None = None,
    actor: Actor,
    at: datetime,
) -> Changes:
    """Writes the cells that differ, and counts as one save of the scheme.

    `months` may hold some months and some cells only; what it leaves out stays. None empties a
    cell. With `require_reason`, a plan that was given before is changed only with a reason.
    `known` are the stored months of those financial years, and `closed` the programme's last closed
    month, held open, where the caller has just loaded them for many schemes.
    A complete scheme still saves: its actual and forecast are given as any other's.
    Raises RuleBroken for a closed month, and for a plan that is frozen.
    Returns {"2026-10 plan, recurrent": (before, after)} in pence.
    """
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_count()
    scheme.must_be(version)
    _check(months)
    stored = _stored(scheme, months) if known is None else known
    differing = _differing(stored, months)
    _must_be_free(scheme, differing, stored, closed)
    _must_have_begun(differing, dates.in_london(at))
    if require_reason and _moves_plan(differing) and not reason.strip():
        raise RuleBroken("reason", "Say why the plan changes")
    forecast_moves = _moves_forecast(differing, stored)
    _write(scheme, differing, stored, estimated)
    changes = _named(differing)
    if changes:
        scheme.version += 1
        if forecast_moves:
            scheme.forecast_changed_on = dates.in_london(at)
        record("scheme.set_months", scheme, _written(changes), actor=actor, at=at, reason=reason)
        lifecycle.reopen_if_value_moved(scheme, actor=actor, at=at)
    return changes


def set_pressure(
    scheme: Scheme, *, year: FinancialYear, pence: Pence, actor: Actor, at: datetime
) -> None:
    """An adverse amount against the scheme in the year, kept apart from its actual."""
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_count()
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


def _write(
    scheme: Scheme,
    differing: Mapping[Month, Changes],
    stored: Mapping[Month, SchemeMonth],
    estimated: bool,
) -> None:
    for month, cells in differing.items():
        row = stored.get(month) or SchemeMonth(scheme_id=scheme.id, month=month)
        after = {cell: new for cell, (_, new) in cells.items()}
        apply(row, **after, has_estimated_phasing=estimated)
        db.session.add(row)


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


def _must_be_free(
    scheme: Scheme,
    differing: Mapping[Month, Changes],
    stored: Mapping[Month, SchemeMonth],
    closed: closing.Closed | None,
) -> None:
    """Closed months are corrected by adjustment, and a frozen plan by an approved change."""
    if not differing:
        return
    closed = closed or queries.held_open(scheme.workstream.programme_id)
    if closed.holds(min(differing)):
        raise RuleBroken("months", closed.sentence)
    if frozen := scheme.frozen_plan:
        planned = {month.financial_year for month, row in stored.items() if row.has_plan}
        if any(month.financial_year in planned for month in _planning(differing)):
            raise RuleBroken("months", frozen)


def _planning(differing: Mapping[Month, Changes]) -> list[Month]:
    return [
        month
        for month, cells in differing.items()
        if any(cell.startswith("plan") for cell in cells)
    ]


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


def _moves_forecast(
    differing: Mapping[Month, Changes], stored: Mapping[Month, SchemeMonth]
) -> bool:
    """Whether a forecast that was given is another, and the year's outturn with it.

    Not where months only change places, nor where an actual comes in and nobody forecasts anew.
    """
    forecasts = (
        both
        for cells in differing.values()
        for cell, both in cells.items()
        if cell.startswith("forecast")
    )
    if not any(before is not None for before, _ in forecasts):
        return False
    return (
        sum(
            _expected(stored.get(month), {cell: after for cell, (_, after) in cells.items()})
            - _expected(stored.get(month), {})
            for month, cells in differing.items()
        )
        != 0
    )


def _expected(row: SchemeMonth | None, given: Mapping[str, Pence | None]) -> int:
    """The month in the outturn: its actual where one is given, else its forecast."""
    cells = {name: getattr(row, name, None) for name in CELLS} | dict(given)
    actual, forecast = (
        [cells[f"{measure}_{kind}"] for kind in KINDS] for measure in ("actual", "forecast")
    )
    landed = [each for each in actual if each is not None]
    return sum(landed) if landed else sum(each or 0 for each in forecast)


def _named(differing: Mapping[Month, Changes]) -> Changes:
    return {
        names.in_trail(month, cell): both
        for month, cells in differing.items()
        for cell, both in cells.items()
    }


def _stored(scheme: Scheme, months: Given) -> dict[Month, SchemeMonth]:
    if scheme.id is None or not months:
        return {}
    first, last = min(months).financial_year.months[0], max(months).financial_year.months[-1]
    rows = db.session.scalars(
        select(SchemeMonth)
        .where(SchemeMonth.scheme_id == scheme.id)
        .where(SchemeMonth.month.between(first, last))
        .execution_options(populate_existing=True)
    )
    return {row.month: row for row in rows}


def _check(months: Given) -> None:
    for month, given in months.items():
        unknown = set(given) - set(CELLS)
        if unknown:
            raise TypeError(f"A month has no {', '.join(sorted(unknown))}")
        if any(abs(pence or 0) > names.MOST_PENCE for pence in given.values()):
            raise RuleBroken("months", f"An amount in {month.name} is too large to be real")


def _written(changes: Changes) -> Changes:
    return {name: names.written(both) for name, both in changes.items()}
