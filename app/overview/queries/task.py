"""One thing that waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
    """One thing to do: which page, for what, and by when."""

    kind: str  # the page: see task_link
    programme: str
    month: str
    title: str
    detail: str
    due: date | None = None
    workstream: str = ""
    record_id: int | None = None
