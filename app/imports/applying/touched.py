"""What a file did to each record, kept so that it can be undone record by record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from app.db.model import Model
from app.imports.models import ImportedChange


@dataclass
class Touch:
    """One record: whether the file made it, and the values that it had and has."""

    record: Any
    created: bool
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


class Touched:
    """Every record that the file made or changed, in that order."""

    def __init__(self) -> None:
        self._touches: dict[int, Touch] = {}

    def __len__(self) -> int:
        return len(self._touches)

    def note(
        self,
        record: Model,
        *,
        created: bool = False,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """The first `before` and the last `after` of a value are kept."""
        touch = self._touches.setdefault(id(record), Touch(record, created))
        touch.before = {**(before or {}), **touch.before}
        touch.after = {**touch.after, **(after or {})}

    def rows(self, import_id: int) -> list[ImportedChange]:
        """What is stored; flush first, so that versions are those of the end."""
        return [
            ImportedChange(
                import_id=import_id,
                record_kind=touch.record.__tablename__,
                record_id=touch.record.id,
                created=touch.created,
                before=_json(touch.before),
                after=_json(touch.after),
                version_after=getattr(touch.record, "version", 0),
            )
            for touch in self._touches.values()
        ]


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, default=_plain, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else str(value)
