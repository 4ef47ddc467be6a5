"""Lines of the ledger as they were."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.imports.models import ImportedChange
from app.imports.undoing.taking_back import Taking, before, typed
from app.savings.commands import ledger as commands
from app.savings.models import LedgerLine
from app.savings.queries import ledger as queries

PLAIN = ("pence", "description", "scheme_id", "scheme_ref", "is_withdrawn")


def load(ids: list[int]) -> Sequence[LedgerLine]:
    """By their ids."""
    return db.session.scalars(select(LedgerLine).where(LedgerLine.id.in_(ids))).all()


def withdraw(record: LedgerLine, taking: Taking) -> None:
    """It stays on record and counts in no total."""
    commands.withdraw_line(record, reason=taking.reason, actor=taking.actor, at=taking.at)


def restore(record: LedgerLine, change: ImportedChange, taking: Taking) -> list[str]:
    """Its amount, description, reference and scheme; withdrawn again if it was."""
    was = typed(LedgerLine, before(change), PLAIN)
    if "scheme_ref" in was:  # another line may have its place among those alike by now
        was["occurrence"] = queries.next_occurrence(record, was["scheme_ref"])
    commands.correct_line(record, was, reason=taking.reason, actor=taking.actor, at=taking.at)
    return []
