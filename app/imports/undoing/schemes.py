"""Schemes and their months as they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.imports.applying.tables import scheme_months
from app.imports.models import ImportedChange
from app.imports.undoing.taking_back import Taking, before, typed
from app.savings import commands
from app.savings.models import Scheme, SchemeStatus

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
    """It stays on record and counts in no total."""
    commands.withdraw(record, reason=taking.reason, actor=taking.actor, at=taking.at)


def restore(record: Scheme, change: ImportedChange, taking: Taking) -> list[str]:
    """What it is, its cells, what presses against it; withdrawn again if it was."""
    was = before(change)
    if plain := typed(Scheme, was, PLAIN):
        commands.edit(record, plain, declared_elsewhere=True, actor=taking.actor, at=taking.at)
    if cells := scheme_months.unflat(was):
        commands.set_months(record, cells, reason=taking.reason, actor=taking.actor, at=taking.at)
    _pressures(record, was, taking)
    if was.get("status") == SchemeStatus.WITHDRAWN:
        withdraw(record, taking)
    return []


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
