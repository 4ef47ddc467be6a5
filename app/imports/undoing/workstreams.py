"""Workstreams as they were: described, judged by the SRO, and costed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.imports.models import ImportedChange
from app.imports.undoing.taking_back import Taking, after, before, typed
from app.programmes import commands, queries
from app.programmes.models import Workstream, WorkstreamStatus

PLAIN = (
    "name",
    "purpose",
    "category",
    "sponsor_id",
    "lead_id",
    "clinical_lead_id",
    "finance_lead_id",
    "status",
)
CONFIDENCE = ("delivery_confidence", "confidence_reason")


def load(ids: list[int]) -> Sequence[Workstream]:
    """With their programme."""
    return db.session.scalars(
        select(Workstream).where(Workstream.id.in_(ids)).options(joinedload(Workstream.programme))
    ).all()


def withdraw(record: Workstream, taking: Taking) -> None:
    """Closed: it counts no more, and its reference is not used again."""
    closed = {"status": WorkstreamStatus.CLOSED}
    commands.edit_workstream(record, closed, actor=taking.actor, at=taking.at)


def restore(record: Workstream, change: ImportedChange, taking: Taking) -> list[str]:
    """What is said of it, its confidence, and the costs that nobody has set since."""
    was = before(change)
    if plain := typed(Workstream, was, PLAIN):
        commands.edit_workstream(record, plain, actor=taking.actor, at=taking.at)
    given = typed(Workstream, was, CONFIDENCE)
    if given:
        commands.give_confidence(
            record,
            colour=given["delivery_confidence"],
            reason=given.get("confidence_reason") or taking.reason,
            stated_in=taking.reason,
            actor=taking.actor,
            at=taking.at,
        )
    return list(_costs(record, was, after(change), taking=taking))


def _costs(
    record: Workstream, was: dict[str, Any], now: dict[str, Any], *, taking: Taking
) -> Iterator[str]:
    for key, amounts in was.items():
        kind, _, text = key.partition(" ")
        if kind != "cost":
            continue
        year = FinancialYear.parse(text)
        cost = queries.cost_row(record.id, year)
        if cost is None or [cost.baseline, cost.forecast] != now[key]:
            yield f"Its cost of {year} was changed since, so it was left as it is"
            continue
        baseline, forecast = (None if each is None else Pence(each) for each in amounts)
        commands.set_cost(
            record,
            year=year,
            baseline=baseline,
            forecast=forecast,
            reason=taking.reason,
            actor=taking.actor,
            at=taking.at,
        )
