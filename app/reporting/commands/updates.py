"""A lead's update: begun, saved, declared, submitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.core.rating import Colour
from app.db import db
from app.db.model import apply, apply_all
from app.programmes.models import Workstream
from app.ratings import rules as rating_rules
from app.reporting import queries, rules
from app.reporting.models import Period, PortfolioReturn, Update, UpdateStatus

WORDS = frozenset(
    {
        "happened",
        "needed",
        "nothing_else_changed",
        "path_action",
        "path_owner",
        "path_date",
        "path_decision",
    }
)


def begin_update(period: Period, workstream: Workstream, *, actor: Actor, at: datetime) -> Update:
    """The workstream's update for the month: the one that was begun, else a new one."""
    actor.must(Permission.SUBMIT_UPDATE, workstream.place)
    queries.hold(period)
    period.must_be_open()
    found = queries.find_update(period.id, workstream.id)
    if found is not None:
        return found
    if workstream.is_unassigned:
        raise RuleBroken(None, "Records without a workstream have no update")
    update = Update(period_id=period.id, workstream_id=workstream.id, status=UpdateStatus.DRAFT)
    update.period, update.workstream = period, workstream
    db.session.add(update)
    record("update.begin", update, actor=actor, at=at)
    return update


def save_update(
    update: Update,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Saves the two boxes, the path to green and the confirmation that nothing else changed."""
    actor.must(Permission.SUBMIT_UPDATE, update.place)
    queries.hold(update.period)
    update.must_be_editable()
    update.must_be(version)
    unknown = set(values) - WORDS
    if unknown:
        raise ValueError(f"An update has no {', '.join(sorted(unknown))}")
    changes = apply_all(update, values)
    if changes:
        record("update.save", update, changes, actor=actor, at=at)


def declare(
    update: Update,
    *,
    colour: Colour | None,
    reason: str = "",
    calculated: Colour,
    actor: Actor,
    at: datetime,
) -> None:
    """The lead's own rating. None, or the calculated one: no difference is declared.

    A worse one stands at once; a better one is a request, with a reason, until it is granted.
    """
    actor.must(Permission.SUBMIT_UPDATE, update.place)
    queries.hold(update.period)
    update.must_be_editable()
    chosen = None if colour is calculated else colour
    if chosen is not None and not chosen.is_rated:
        raise RuleBroken("declared", "Choose red, amber, green or complete")
    difference = rating_rules.divergence(calculated, chosen)
    if difference is not rating_rules.Divergence.NONE and not reason.strip():
        raise RuleBroken("declared_reason", "Say why you rate it differently")
    changes = apply(update, declared=chosen, declared_reason=reason if chosen else "")
    if not changes:
        return
    changes |= apply(update, granted_by="", granted_at=None, granted_reason="", refused_reason="")
    record("update.declare", update, changes, actor=actor, at=at, reason=reason)


def submit(
    update: Update, *, calculated: Colour, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Hands the update to the office. Red or amber needs a whole path to green."""
    actor.must(Permission.SUBMIT_UPDATE, update.place)
    queries.hold(update.period)
    update.must_be_editable()
    update.must_be(version)
    for gap in rules.gaps(update, calculated):
        raise RuleBroken(gap.field, gap.sentence)
    changes = apply(
        update,
        status=UpdateStatus.SUBMITTED,
        submitted_by=actor.name,
        submitted_at=at,
        on_behalf_of=_on_behalf_of(update.workstream, actor),
    )
    record("update.submit", update, changes, actor=actor, at=at)


def record_office_update(
    period: Period, workstream: Workstream, *, happened: str, actor: Actor, at: datetime
) -> Update:
    """An update that the office takes from a portfolio return: accepted as it is entered."""
    actor.must(Permission.REVIEW_UPDATE, workstream.place)
    period.must_be_open()
    update = queries.find_update(period.id, workstream.id)
    if update is None:
        update = Update(period_id=period.id, workstream_id=workstream.id)
        update.period, update.workstream = period, workstream
        db.session.add(update)
    changes = apply(
        update,
        status=UpdateStatus.ACCEPTED,
        happened=happened,
        submitted_by=actor.name,
        submitted_at=at,
        on_behalf_of=workstream.lead.name if workstream.lead else "the workstream",
        reviewed_by=actor.name,
        reviewed_at=at,
    )
    record("update.enter", update, changes, actor=actor, at=at)
    return update


def keep_return(
    workstream: Workstream, month: Month, *, happened: str, actor: Actor, at: datetime
) -> None:
    """What a portfolio return says of a month that was never opened: its update, once it is."""
    actor.must(Permission.REVIEW_UPDATE, workstream.place)
    kept = queries.portfolio_return(workstream.id, month)
    if kept is None:
        kept = PortfolioReturn(workstream_id=workstream.id, month=month, happened="")
        kept.workstream = workstream
        db.session.add(kept)
    changes = apply(kept, happened=happened)
    if changes:
        changes = {**changes, "month": (None, str(month))}
        record("update.keep-return", workstream, changes, actor=actor, at=at)


def _on_behalf_of(workstream: Workstream, actor: Actor) -> str:
    """Whom the actor speaks for, when it is not for themselves."""
    if workstream.lead is not None:
        return "" if workstream.lead.id == actor.person_id else workstream.lead.name
    named = workstream.id in actor.workstreams(Permission.SUBMIT_UPDATE)
    return "" if named else "the workstream"
