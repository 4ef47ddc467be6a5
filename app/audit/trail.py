"""The audit trail as a register: its columns, and what narrows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement

from app.audit import queries
from app.audit.models import AuditEvent
from app.core import dates
from app.web import register
from app.web.clock import LONDON
from app.web.filters import short_date
from app.web.register import Column, Filter, Kind, Listing

Condition = ColumnElement[bool]

RECENT = {"today": ("Today", 0), "week": ("The last 7 days", 6), "month": ("The last 30 days", 29)}
KINDS = {
    "role_assignment": "Role",
    "audit_event": "Audit event",
    "workstream_update": "Update",
    "import_file": "Import",
}


def listing(visible: Condition, today: date) -> Listing:
    """The events for which the condition holds, newest first."""
    return Listing(
        name="audit",
        columns=columns(),
        filters=[*_by_value(visible), _by_date(visible, today)],
        searched=(AuditEvent.record_name, AuditEvent.reason, AuditEvent.actor_name),
        sort="number",
        descending=True,
        last=(),
    )


def columns() -> list[Column]:
    """What the page and the files show."""
    page = register.links_to("audit.detail", "number")
    return [
        Column(
            key="number",
            heading="Event",
            kind=Kind.NUMBER,
            value=lambda row: row.number,
            sort=AuditEvent.number,
            href=lambda row: page(row.number),
        ),
        Column(
            key="at",
            heading="When",
            value=lambda row: f"{local(row.at):%Y-%m-%d %H:%M:%S}",
            shown=lambda row: f"{short_date(local(row.at).date())}, {local(row.at):%H:%M}",
        ),
        Column(key="who", heading="Who", value=who),
        Column(key="action", heading="What", value=lambda row: action_in_words(row.action)),
        Column(
            key="kind",
            heading="Kind",
            value=lambda row: kind_in_words(row.record_kind),
            on_page=False,
        ),
        Column(key="record", heading="Record", value=lambda row: row.record_name),
        Column(key="reason", heading="Why", value=lambda row: row.reason),
        Column(key="changes", heading="Changes", value=lambda row: row.changes, on_page=False),
        Column(key="hash", heading="Hash", value=lambda row: row.hash, on_page=False),
    ]


def local(moment: datetime) -> datetime:
    """As clocks in London show it."""
    return moment.astimezone(LONDON)


def who(row: Any) -> str:
    """The name, and for whom the person stood in."""
    return f"{row.actor_name} (for {row.acting_for})" if row.acting_for else str(row.actor_name)


def kind_in_words(kind: str) -> str:
    """`role_assignment` as people say it."""
    return KINDS.get(kind, kind.replace("_", " ").capitalize())


def action_in_words(action: str) -> str:
    """`milestone.reforecast` as `Milestone: reforecast`."""
    kind, _, deed = action.rpartition(".")
    return f"{kind_in_words(kind)}: {deed.replace('-', ' ').replace('_', ' ')}"


def _by_value(visible: Condition) -> list[Filter]:
    """One drop-down for each of three columns, with the values that the reader may see."""
    asked: dict[str, tuple[str, Any, Callable[[str], str]]] = {
        "who": ("Who", AuditEvent.actor_name, str),
        "kind": ("Kind of record", AuditEvent.record_kind, kind_in_words),
        "action": ("What was done", AuditEvent.action, action_in_words),
    }
    return [
        Filter(
            key=key,
            label=label,
            options=[(value, words(value)) for value in queries.values(column, visible)],
            condition=column.__eq__,
        )
        for key, (label, column, words) in asked.items()
    ]


def _by_date(visible: Condition, today: date) -> Filter:
    months = _months(queries.oldest(visible), today)
    options = [(key, words) for key, (words, _) in RECENT.items()]
    options += [(f"{day:%Y-%m}", _month_name(day)) for day in months]
    return Filter(
        key="when",
        label="When",
        options=options,
        condition=lambda value: _within(value, today),
        every="Any time",
    )


def _within(value: str, today: date) -> Condition:
    if value in RECENT:
        return AuditEvent.at >= _midnight(today - timedelta(days=RECENT[value][1]))
    first = date.fromisoformat(f"{value}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    return (AuditEvent.at >= _midnight(first)) & (AuditEvent.at < _midnight(after))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _months(oldest: datetime | None, today: date) -> Sequence[date]:
    """The first day of each month since the oldest event, newest first."""
    if oldest is None:
        return []
    first = oldest.astimezone(LONDON).date().replace(day=1)
    day, found = today.replace(day=1), []
    while day >= first:
        found.append(day)
        day = (day - timedelta(days=1)).replace(day=1)
    return found


def _month_name(day: date) -> str:
    return f"{dates.MONTH_NAMES[day.month - 1]} {day.year}"
