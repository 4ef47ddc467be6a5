"""Schemes and their months as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.imports.applying.tables import scheme_months
from app.imports.models import ImportedChange
from app.imports.undoing.taking_back import Taking, before, typed
from app.savings import commands
from app.savings.commands import closing
from app.savings.models import Scheme, SchemeStatus
from app.savings.queries import closing as closed_months
from app.savings.queries import validated
from app.savings.rules import closing as rules

SINCE_CLOSED = (
    "Its months were closed since. To take the figures back, use Correct a closed month on its page"
)
VALIDATED_SINCE = (
    "Finance validated what it saved in {} since. To take the figures back, have finance reject "
    "those claims first; then change the months on its page"
)
ACTUALS = ("actual_recurrent", "actual_non_recurrent")
PLAIN = (
    "title",
    "description",
    "category",
    "cash_class",
    "development_status",
    "delivery_risk",
    "starts_on",
    "recurrent_full_year",
    "has_estimated_split",
    "owner_id",
)


def load(ids: list[int]) -> Sequence[Scheme]:
    """With their workstreams."""
    return db.session.scalars(
        select(Scheme).where(Scheme.id.in_(ids)).options(joinedload(Scheme.workstream))
    ).all()


def withdraw(record: Scheme, taking: Taking) -> None:
    """It stays on record and counts in no total; a correction leaves its closed months at 0."""
    if saved := closed_months.validated_months(record):
        raise RuleBroken(None, rules.still_saves(saved))
    if taking.is_correction:
        _empty_closed(record, taking)
    commands.withdraw(record, reason=taking.reason, actor=taking.actor, at=taking.at)


def restore(record: Scheme, change: ImportedChange, taking: Taking) -> list[str]:
    """What it is, its cells, what presses against it; withdrawn again if it was."""
    was = before(change)
    cells = scheme_months.unflat(was)
    _must_keep_validated(record, cells)
    closed = {month: cells.pop(month) for month in _closed(record, cells)}
    if closed and not taking.is_correction:
        raise RuleBroken("months", SINCE_CLOSED)
    plain = typed(Scheme, was, PLAIN)
    if record.is_gated:  # since then the gates say how far it is developed
        plain.pop("development_status", None)
    if plain:
        commands.edit(record, plain, declared_elsewhere=True, actor=taking.actor, at=taking.at)
    reason, actor, at = taking.reason, taking.actor, taking.at
    if closed:
        closing.correct_months(record, closed, reason=reason, actor=actor, at=at)
    if cells:
        commands.set_months(record, cells, reason=reason, actor=actor, at=at)
    _pressures(record, was, taking)
    if was.get("status") == SchemeStatus.WITHDRAWN:
        withdraw(record, taking)
    return []


def _must_keep_validated(record: Scheme, cells: scheme_months.Cells) -> None:
    """Raises RuleBroken where less would be claimed of a month than finance validated since."""
    counted = validated.of_months(record.id)
    lost = [
        month.label
        for month in sorted(cells.keys() & counted.keys())
        for kind, pence in counted[month].items()
        if (cells[month].get(f"actual_{kind}", pence) or 0) < pence
    ]
    if lost:
        raise RuleBroken("months", VALIDATED_SINCE.format(", ".join(dict.fromkeys(lost))))


def _closed(record: Scheme, cells: Iterable[Month]) -> list[Month]:
    """The closed months among them: one that was open when the file came may be closed now."""
    found = closed_months.closed(record.workstream.programme_id)
    return [month for month in cells if found.holds(month)]


def _empty_closed(record: Scheme, taking: Taking) -> None:
    stored = closed_months.months_of(record.id)
    saved = {
        month: {cell: Pence(0) for cell in ACTUALS if getattr(stored[month], cell)}
        for month in _closed(record, stored)
    }
    closing.correct_months(
        record,
        {month: cells for month, cells in saved.items() if cells},
        reason=taking.reason,
        actor=taking.actor,
        at=taking.at,
    )


def _pressures(record: Scheme, was: dict[str, Any], taking: Taking) -> None:
    for key, amount in was.items():
        kind, _, year = key.partition(" ")
        if kind == "pressure":
            commands.set_pressure(
                record,
                year=FinancialYear.parse(year),
                pence=Pence(amount or 0),
                actor=taking.actor,
                at=taking.at,
            )
