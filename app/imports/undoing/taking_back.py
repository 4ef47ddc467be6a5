"""Who takes back, when and why; and values as an import's change kept them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.imports.models import ImportedChange


@dataclass(frozen=True)
class Taking:
    """The act of undoing: its reason names the file."""

    actor: Actor
    at: datetime
    file_name: str
    is_correction: bool = False

    @property
    def reason(self) -> str:
        return f"The import of {self.file_name} was undone"


def before(change: ImportedChange) -> dict[str, Any]:
    """What the record had: `{name: value}`, in plain JSON."""
    found: dict[str, Any] = json.loads(change.before)
    return found


def after(change: ImportedChange) -> dict[str, Any]:
    """What the file gave it."""
    found: dict[str, Any] = json.loads(change.after)
    return found


def typed(model: Any, values: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The values of these attributes, in the attributes' own types again."""
    return {name: _typed(model, name, values[name]) for name in names if name in values}


def _typed(model: Any, name: str, value: Any) -> Any:
    if value is None:
        return None
    column = model.__table__.c[name].type
    words = getattr(column, "enum_class", None)
    if words is not None:
        return words(value)
    return date.fromisoformat(value) if column.python_type is date else value
