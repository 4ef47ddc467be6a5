"""Setting a value: a new row from a date on; the old ones stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from app.audit.commands import record
from app.core.actor import Actor, Permission, Place
from app.core.errors import Conflict, RuleBroken
from app.db import db
from app.settings import queries, registry, rules
from app.settings.models import Setting
from app.settings.rules import Declared

EARLIEST = date(2000, 1, 1)
FURTHEST = timedelta(days=5 * 366)
LONGEST_OWNER, LONGEST_REASON = 200, 5000


def set_value(
    key: str,
    value: Any,
    programme_id: int | None,
    *,
    effective_from: date,
    owner: str,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Setting:
    """The setting has this value from that day on, in the programme, or (None) in all of them.

    `version` is the id of the newest value that the person saw; a newer one is a Conflict.
    """
    actor.must(Permission.MANAGE_SETTINGS, Place(programme_id))
    setting = registry.setting(key)
    new = rules.read(setting, value if isinstance(value, str) else rules.written(value))
    _must_say_why(owner, reason)
    if not EARLIEST <= effective_from <= at.date() + FURTHEST:
        raise RuleBroken("effective_from", "Enter a date from 2000 to five years from now")
    last = queries.last_set(key, programme_id)
    if version is not None and version != (last.version if last else 0):
        raise Conflict("Someone else set this while you were working on it")
    _must_agree_with_its_group(setting, new, programme_id, effective_from)
    before = queries.as_at(programme_id, effective_from).used(setting).value
    row = _row(setting, new, programme_id, owner=owner, reason=reason)
    row.effective_from, row.set_by, row.set_at = effective_from, actor.name, at
    db.session.add(row)
    changes = {
        "value": (rules.written(before), row.value),
        "effective_from": (None, effective_from),
    }
    record("setting.set", row, changes, actor=actor, at=at, reason=row.reason)
    return row


def _row(
    setting: Declared, value: Any, programme_id: int | None, *, owner: str, reason: str
) -> Setting:
    return Setting(
        key=setting.key,
        programme_id=programme_id,
        value=rules.written(value),
        owner=owner.strip(),
        reason=reason.strip(),
    )


def _must_say_why(owner: str, reason: str) -> None:
    if not owner.strip():
        raise RuleBroken("owner", "Enter who answers for this value")
    if len(owner.strip()) > LONGEST_OWNER:
        raise RuleBroken("owner", f"The owner must be {LONGEST_OWNER} characters or fewer")
    if not reason.strip():
        raise RuleBroken("reason", "Say why the value changes")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("reason", f"The reason must be {LONGEST_REASON:,} characters or fewer")


def _must_agree_with_its_group(
    setting: Declared, new: Any, programme_id: int | None, starts: date
) -> None:
    """On the day that it starts, and on each later day that another of its group changes."""
    prefix = setting.group.prefix
    for day in (starts, *queries.changes_after(prefix, programme_id, starts)):
        values = queries.as_at(programme_id, day)
        known = values.used(setting).row
        if known and known.programme_id == programme_id and known.effective_from > starts:
            return  # from here on a later value of the same setting holds
        filled = {each.name: values.used(each).value for each in rules.declared(setting.group)}
        rules.must_be_in_order(setting, {**filled, setting.name: new})
