"""What is done to actions: add, edit, complete, withdraw, reopen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.actions import queries
from app.actions.models import Action, ActionKind, ActionStatus
from app.audit.commands import record
from app.core import answers, dates, money
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.db.model import Changes, apply, apply_all
from app.programmes import queries as programmes
from app.programmes.commands import keep_in_sight
from app.programmes.models import Disclosure, Workstream, WorkstreamStatus

EDITABLE = frozenset(
    {"title", "description", "owner_id", "due_on", "expected", "financial_year", "disclosure"}
)
PROMISED = frozenset({ActionKind.GAP, ActionKind.MITIGATION, ActionKind.CONDITION})
MONEY = ("expected", "achieved")


def add(
    workstream: Workstream,
    *,
    title: str,
    kind: ActionKind = ActionKind.GENERAL,
    ref: str | None = None,
    owner_id: int | None = None,
    due_on: date | None = None,
    description: str = "",
    expected: Pence | None = None,
    financial_year: FinancialYear | None = None,
    source_kind: str = "",
    source_id: int | None = None,
    source_part: str = "",
    disclosure: Disclosure = Disclosure.PRIVATE,
    actor: Actor,
    at: datetime,
) -> Action:
    """Something to be done. One that a decision rests on has an owner and a date from the first."""
    actor.must(Permission.EDIT_ACTIONS, workstream.place)
    if workstream.status is WorkstreamStatus.CLOSED:
        raise RuleBroken("workstream_id", "This workstream is closed: choose another")
    values = {
        "title": answers.title(title),
        "description": description.strip(),
        "owner_id": owner_id,
        "due_on": due_on,
        "expected": expected,
        "financial_year": financial_year,
        "disclosure": disclosure,
    }
    action = Action(
        workstream=workstream,
        workstream_id=workstream.id,
        kind=kind,
        status=ActionStatus.OPEN,
        source_kind=source_kind,
        source_id=source_id,
        source_part=source_part,
    )
    _must_be_whole(kind, values)
    changes = apply_all(action, _dated(kind, values))
    _must_be_new(action, actor)
    action.ref = ref or programmes.next_ref(Action, workstream, "A")
    return _added(action, changes, actor=actor, at=at)


def edit(
    action: Action,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Changes what describes it. Of one that is closed, only who may learn of it."""
    actor.must(Permission.EDIT_ACTIONS, action.place)
    action.must_be(version)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"edit cannot change {', '.join(sorted(unknown))}")
    wanted = dict(values)
    if "title" in wanted:
        wanted["title"] = answers.title(wanted["title"])
    moved = {name for name, value in wanted.items() if getattr(action, name) != value}
    if moved - {"disclosure"}:
        action.must_be_open()
        whole = {name: wanted.get(name, getattr(action, name)) for name in EDITABLE}
        _must_be_whole(action.kind, whole)
        wanted = wanted | _dated(action.kind, whole)
    if changes := apply_all(action, wanted):
        record("action.edit", action, _said(changes), actor=actor, at=at)
        keep_in_sight(action, actor=actor, at=at)


def complete(
    action: Action,
    *,
    on: date,
    outcome: str,
    achieved: Pence | None = None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Marks it done, and says what came of it. Its owner may, without any other right."""
    _must_own_or_edit(action, actor)
    action.must_be(version)
    action.must_be_open()
    if on > dates.in_london(at):
        raise RuleBroken("completed_on", "Completion date must be today or in the past")
    answers.day(on, "completed_on", "Completion date")
    came = answers.reason(outcome, "Say in a sentence what came of it", "outcome")
    if action.kind is ActionKind.GAP and achieved is None:
        raise RuleBroken("achieved", "Enter what it brought in pounds: 0 if it brought nothing")
    _must_not_be_negative(achieved, "achieved", "What it brought")
    changes = apply(
        action,
        status=ActionStatus.COMPLETE,
        completed_on=on,
        outcome=came,
        achieved=achieved,
    )
    record("action.complete", action, _said(changes), actor=actor, at=at)


def withdraw(
    action: Action,
    *,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """It will not be done. It stays in the register, with its reference and its history."""
    actor.must(Permission.EDIT_ACTIONS, action.place)
    action.must_be(version)
    action.must_be_open()
    because = answers.reason(reason, "Say why it is withdrawn")
    changes = apply(action, status=ActionStatus.WITHDRAWN, closing_reason=because)
    record("action.withdraw", action, changes, actor=actor, at=at, reason=because)


def reopen(
    action: Action,
    *,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Opens again what was complete or withdrawn. What came of it stays in the history."""
    actor.must(Permission.EDIT_ACTIONS, action.place)
    action.must_be(version)
    if action.status is ActionStatus.OPEN:
        raise RuleBroken(None, "This action is open already")
    because = answers.reason(reason, "Say why it is open again")
    changes = apply(
        action,
        status=ActionStatus.OPEN,
        completed_on=None,
        outcome="",
        achieved=None,
        closing_reason="",
    )
    record("action.reopen", action, _said(changes), actor=actor, at=at, reason=because)


def _added(action: Action, changes: Changes, *, actor: Actor, at: datetime) -> Action:
    db.session.add(action)
    changes["kind"] = (None, action.kind)
    if action.source_part:
        changes["source_part"] = (None, action.source_part)
    given = {name: both for name, both in changes.items() if both[1] not in (None, "")}
    record("action.add", action, _said(given), actor=actor, at=at)
    keep_in_sight(action, actor=actor, at=at)
    return action


def _must_be_new(action: Action, actor: Actor) -> None:
    """A form that is sent twice asks nobody twice, nor counts its pounds twice."""
    if known := queries.alike(action, actor):
        asks = "asks the same of the same person by the same date"
        raise RuleBroken("title", f"{known.ref} {asks}: change that one, or say what differs")


def _must_own_or_edit(action: Action, actor: Actor) -> None:
    if actor.person_id is None or actor.person_id != action.owner_id:
        actor.must(Permission.EDIT_ACTIONS, action.place)


def _must_be_whole(kind: ActionKind, values: Mapping[str, Any]) -> None:
    """What a decision rests on has an owner and a date; what closes a gap, pounds."""
    answers.day(values["due_on"], "due_on", "Date")
    _must_not_be_negative(values["expected"], "expected", "What it is expected to bring")
    if kind in PROMISED and values["owner_id"] is None:
        raise RuleBroken("owner_id", "Choose who will do it")
    if kind in PROMISED and values["due_on"] is None:
        raise RuleBroken("due_on", "Enter the date by which it will be done")
    if kind is ActionKind.GAP and not values["expected"]:
        raise RuleBroken("expected", "Enter how many pounds it is expected to bring this year")


def _must_not_be_negative(amount: Pence | None, field: str, what: str) -> None:
    if amount is not None and amount < 0:
        raise RuleBroken(field, f"{what} must be £0 or more")


def _dated(kind: ActionKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """With the financial year of its date, where a gap is closed and no year was given."""
    due = values["due_on"]
    if kind is ActionKind.GAP and values["financial_year"] is None and due is not None:
        return {**values, "financial_year": FinancialYear.of(due)}
    return dict(values)


def _said(changes: Changes) -> Changes:
    """The changes with pounds as a person reads them, not pence."""

    def words(amount: int | None) -> str | None:
        return None if amount is None else money.exact(amount)

    return {
        name: (words(both[0]), words(both[1])) if name in MONEY else both
        for name, both in changes.items()
    }
