"""How each kind of record is withdrawn, and how its earlier values come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.imports.models import ImportedChange
from app.imports.undoing import (
    dependencies,
    ledger,
    milestones,
    others,
    risks,
    schemes,
    workstreams,
)
from app.imports.undoing.taking_back import Taking


@dataclass(frozen=True)
class Handler:
    """`restore` returns what it could not bring back, in sentences."""

    load: Callable[[list[int]], Sequence[Any]]
    withdraw: Callable[[Any, Taking], None]
    restore: Callable[[Any, ImportedChange, Taking], list[str]]


HANDLERS = {
    "milestone": Handler(milestones.load, milestones.withdraw, milestones.restore),
    "scheme": Handler(schemes.load, schemes.withdraw, schemes.restore),
    "ledger_line": Handler(ledger.load, ledger.withdraw, ledger.restore),
    "risk": Handler(risks.load, risks.withdraw, risks.restore),
    "dependency": Handler(dependencies.load, dependencies.withdraw, dependencies.restore),
    "workstream": Handler(workstreams.load, workstreams.withdraw, workstreams.restore),
    "workstream_update": Handler(
        others.load_updates, others.withdraw_update, others.restore_update
    ),
    "person": Handler(others.load_people, others.keep_person, others.restore_person),
}
