"""Adding, editing, signing, completing and withdrawing a scheme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.audit.commands import record
from app.core import answers, dates, money
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.core.money import Pence
from app.db import db
from app.db.model import Changes, apply, apply_all
from app.programmes import queries as programmes
from app.programmes import roles
from app.programmes.commands import keep_in_sight
from app.programmes.models import Disclosure, Workstream, WorkstreamStatus
from app.savings.commands import decisions, lifecycle
from app.savings.models import DevelopmentStatus, Scheme, SchemeStatus, Stage
from app.savings.queries import closing, line, signing
from app.savings.rules import closing as rules

EDITABLE = frozenset(
    {
        "title",
        "description",
        "development_status",
        "delivery_risk",
        "category",
        "cash_class",
        "starts_on",
        "recurrent_full_year",
        "running_cost",
        "set_up_cost",
        "costs_nothing",
        "wte_budgeted",
        "wte_contracted",
        "has_estimated_split",
        "owner_id",
        "disclosure",
    }
)
PAY = "Pay:"
IN_HUNDREDTHS = frozenset({"wte_budgeted", "wte_contracted"})
IN_PENCE = frozenset(
    {"recurrent_full_year", "running_cost", "set_up_cost", "signed_full_year_effect"}
)


def add(
    workstream: Workstream,
    *,
    title: str,
    ref: str | None = None,
    through_gates: bool = False,
    declared_elsewhere: bool = False,
    actor: Actor,
    at: datetime,
    **fields: Any,
) -> Scheme:
    """A new scheme of the workstream; without a reference it gets the next one.

    `through_gates`: it begins as the actor's idea, and the gates say how far it is developed.
    `declared_elsewhere`: a tracker says so, which is not refused but held by the quality gate.
    """
    actor.must(Permission.EDIT_SAVINGS, workstream.place)
    if workstream.status is WorkstreamStatus.CLOSED:
        raise RuleBroken("workstream_id", "This workstream is closed: choose another")
    values = {**fields, "title": answers.title(title)}
    scheme = Scheme(workstream=workstream, disclosure=Disclosure.PRIVATE)
    _check(scheme, values, actor)
    begun = decisions.begin(scheme, actor=actor, at=at) if through_gates else {}
    _check_status(scheme, values, actor=actor, at=at, declared_elsewhere=declared_elsewhere)
    scheme.ref = ref or programmes.next_ref(Scheme, workstream, "S")
    changes = {"ref": (None, scheme.ref), **begun, **apply_all(scheme, values)}
    db.session.add(scheme)
    given = {name: both for name, both in changes.items() if both[1] not in (None, "", 0)}
    record("scheme.add", scheme, _readable(given), actor=actor, at=at)
    keep_in_sight(scheme, actor=actor, at=at)
    return scheme


def edit(
    scheme: Scheme,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    declared_elsewhere: bool = False,
    actor: Actor,
    at: datetime,
) -> None:
    """Changes what the scheme is; its money is changed by month.

    `declared_elsewhere`: a tracker says so, which is not refused but held by the quality gate.
    """
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_be_open()
    _must_not_be_closed(scheme)
    scheme.must_be(version)
    _check(scheme, values, actor)
    _check_status(scheme, values, actor=actor, at=at, declared_elsewhere=declared_elsewhere)
    if values.get("owner_id", scheme.owner_id) != scheme.owner_id:
        refusal = signing.owner_refusal(scheme, values["owner_id"], dates.in_london(at))
        if refusal:
            raise RuleBroken("owner_id", refusal)
    if "title" in values:
        values = {**values, "title": answers.title(values["title"])}
    changes = apply_all(scheme, values)
    if changes:
        record("scheme.edit", scheme, _readable(changes), actor=actor, at=at)
    if "disclosure" in changes or "owner_id" in changes:
        keep_in_sight(scheme, actor=actor, at=at)
    lifecycle.reopen_if_value_moved(scheme, actor=actor, at=at)


def sign_full_year_effect(
    scheme: Scheme,
    *,
    pence: Pence | None,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Finance's own figure in place of March × 12; None goes back to the computed one."""
    actor.must(Permission.SIGN_FULL_YEAR_EFFECT, scheme.place)
    if actor.person_id in line.own(scheme):
        raise NotAllowed("Nobody signs a figure of their own scheme: another finance lead does")
    scheme.must_count()
    scheme.must_be(version)
    reason = answers.reason(reason, "Say why, for example that it is still growing in March")
    changes = apply(
        scheme,
        signed_full_year_effect=pence,
        signed_by="" if pence is None else actor.name,
        signed_on=None if pence is None else dates.in_london(at),
        signed_reason="" if pence is None else reason,
    )
    if changes:
        action = "scheme.sign_full_year_effect"
        record(action, scheme, _readable(changes), actor=actor, at=at, reason=reason)
    lifecycle.reopen_if_value_moved(scheme, actor=actor, at=at)


def complete(
    scheme: Scheme, *, reason: str, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """Transacted: taken out of budgets in full, recurrently. For those from before the gates."""
    if scheme.is_gated:
        raise RuleBroken(
            None, "This scheme goes through the gates: it becomes complete when G6 is signed"
        )
    reason = answers.reason(reason, "Say how it was transacted, for example the journal reference")
    _close(scheme, SchemeStatus.COMPLETE, reason, version=version, actor=actor, at=at)


def withdraw(
    scheme: Scheme, *, reason: str, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """It will not be done. It stays on record and counts in no total.

    Raises RuleBroken where that would take a closed or validated saving out of the totals.
    """
    _must_not_be_closed(scheme)
    reason = answers.reason(reason, "Say why it is withdrawn")
    if settled := closing.settled_months(scheme):
        raise RuleBroken(None, rules.still_saves(settled))
    _close(scheme, SchemeStatus.WITHDRAWN, reason, version=version, actor=actor, at=at)


def reopen(
    scheme: Scheme, *, reason: str, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """A scheme that was completed or withdrawn by mistake, or is to be done after all."""
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    if scheme.status is SchemeStatus.OPEN:
        raise RuleBroken(None, "This scheme is already open")
    if scheme.is_gated and scheme.status is SchemeStatus.COMPLETE:
        raise RuleBroken(None, "This scheme goes through the gates: reject it at G7 to reopen it")
    scheme.must_be(version)
    reason = answers.reason(reason, "Say why it is opened again")
    changes = apply(scheme, status=SchemeStatus.OPEN, closing_reason="")
    record("scheme.reopen", scheme, changes, actor=actor, at=at, reason=reason)


def _close(
    scheme: Scheme,
    status: SchemeStatus,
    reason: str,
    *,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_be_open()
    scheme.must_be(version)
    changes = apply(scheme, status=status, closing_reason=reason)
    verb = "complete" if status is SchemeStatus.COMPLETE else "withdraw"
    record(f"scheme.{verb}", scheme, changes, actor=actor, at=at, reason=reason)


def _check_wte(scheme: Scheme, values: Mapping[str, Any]) -> None:
    """Posts stand beside the pounds of pay schemes only."""
    is_pay = str(values.get("category", scheme.category) or "").startswith(PAY)
    for name in ("wte_budgeted", "wte_contracted"):
        wte = values.get(name, getattr(scheme, name))
        if wte is not None and wte < 0:
            raise RuleBroken(name, "Enter the posts that leave, as 0 or more")
        if wte and not is_pay:
            raise RuleBroken(
                name, "Only a pay scheme has WTE: choose a category of pay, or leave this empty"
            )


def _check(scheme: Scheme, values: Mapping[str, Any], actor: Actor) -> None:
    unknown = set(values) - EDITABLE
    if unknown:
        raise TypeError(f"A scheme has no {', '.join(sorted(unknown))} to set")
    for name in ("running_cost", "set_up_cost"):
        if (values.get(name) or 0) < 0:
            raise RuleBroken(name, "Enter the cost as an amount of 0 or more")
    answers.day(values.get("starts_on"), "starts_on", "Start date")
    _check_wte(scheme, values)
    if values.get("disclosure", scheme.disclosure) != scheme.disclosure:
        roles.must_disclose(actor, scheme.place)


def _must_not_be_closed(scheme: Scheme) -> None:
    if scheme.stage is Stage.CLOSED:
        raise RuleBroken(None, "This scheme is closed: it has passed every gate")


def _check_status(
    scheme: Scheme,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    declared_elsewhere: bool,
) -> None:
    """The gates write a gated scheme's status; nobody types "fully developed" without quality."""
    status = values.get("development_status", scheme.development_status)
    if status is scheme.development_status:
        return
    if scheme.is_gated:
        raise RuleBroken(
            "development_status",
            "The gates say how far this scheme is developed: sign the next gate instead",
        )
    is_said_here = not (actor.is_system or declared_elsewhere)
    is_developed = status is DevelopmentStatus.FULLY_DEVELOPED
    if is_said_here and is_developed and not scheme.is_quality_valid(dates.in_london(at)):
        raise RuleBroken(
            "development_status",
            "A scheme is fully developed only once the medical director and the chief nurse have "
            "approved its effect on quality: choose plans in progress until then",
        )


def _readable(changes: Changes) -> Changes:
    """Pence and posts as people write them: the trail is read by people."""
    return {name: _said(name, both) for name, both in changes.items()}


def _said(name: str, both: tuple[Any, Any]) -> tuple[Any, Any]:
    if name in IN_PENCE:
        return _written(both)
    if name in IN_HUNDREDTHS:
        before, after = (None if side is None else f"{side / 100:.2f}" for side in both)
        return before, after
    return both


def _written(both: tuple[Any, Any]) -> tuple[Any, Any]:
    before, after = (None if side is None else money.exact(side) for side in both)
    return before, after
