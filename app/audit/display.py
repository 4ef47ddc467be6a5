"""A record's life as a readable story: who did what, when, why, and what it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.audit.models import AuditEvent
from app.core import dates

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
NOTHING = "nothing"

DEEDS = {
    "add": "added it",
    "edit": "changed it",
    "reforecast": "moved the forecast",
    "complete": "marked it complete",
    "reopen": "opened it again",
    "withdraw": "withdrew it",
    "close": "closed it",
    "review": "reviewed it",
    "score": "scored it",
    "sign": "signed it",
    "deliver": "marked it delivered",
    "accept": "accepted it",
    "dispute": "disputed it",
    "name_reader": "named someone who may see it",
}

Names = Mapping[str, Mapping[int, str]]
Words = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Chapter:
    """One event of the story."""

    at: datetime
    who: str
    deed: str
    reason: str
    changes: Sequence[Change]


def story(
    events: Iterable[AuditEvent],
    *,
    labels: Words | None = None,
    deeds: Words | None = None,
    names: Names | None = None,
) -> list[Chapter]:
    """The events in words, in their order.

    `labels` name fields, `deeds` the verbs after an action's dot, `names` what an id stands for:
    `names={"owner_id": {7: "Ann Lee"}}`.
    """
    verbs = {**DEEDS, **(deeds or {})}
    return [
        Chapter(
            at=event.at,
            who=_who(event),
            deed=_deed(event.action, verbs),
            reason=event.reason,
            changes=_changes(event.differences, labels or {}, names or {}),
        )
        for event in events
    ]


def _who(event: AuditEvent) -> str:
    return f"{event.actor_name} (for {event.acting_for})" if event.acting_for else event.actor_name


def _deed(action: str, verbs: Words) -> str:
    verb = action.rpartition(".")[2]
    return verbs.get(verb, verb.replace("_", " ").replace("-", " "))


def _changes(differences: Mapping[str, Sequence[Any]], labels: Words, names: Names) -> list[Change]:
    return [
        Change(_label(field, labels), _said(field, before, names), _said(field, after, names))
        for field, (before, after) in differences.items()
        if _said(field, before, names) != _said(field, after, names)
    ]


def _label(field: str, labels: Words) -> str:
    return labels.get(field) or field.removesuffix("_id").replace("_", " ").capitalize()


def _said(field: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field in names:
        return names[field].get(value, f"number {value}")
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return dates.long(date.fromisoformat(value))
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or NOTHING
    return str(value)
