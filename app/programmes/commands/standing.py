"""What people say of a workstream: its cost, what does not apply to it, the SRO's confidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.core.errors import Conflict, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.core.rating import Colour, Dimension
from app.db import db
from app.db.model import apply
from app.programmes import queries, rules
from app.programmes.models import DimensionNotApplicable, Workstream, WorkstreamCost

CONFIDENCE = (Colour.GREEN, Colour.AMBER, Colour.RED)


def set_cost(
    workstream: Workstream,
    *,
    year: FinancialYear,
    baseline: Pence | None,
    forecast: Pence | None,
    reason: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> WorkstreamCost:
    """What it was to cost in the year, and is forecast to. `version` is the year's; 0 at first.

    Once there is a baseline, only those who set up the programme may move it: else a workstream
    could make its own cost green.
    """
    actor.must(Permission.EDIT_SAVINGS, workstream.place)
    _must_be_costs(baseline, forecast)
    cost = queries.cost_row(workstream.id, year)
    if version is not None and version != (cost.version if cost else 0):
        raise Conflict(f"Someone else set the cost for {year} while you were working on it")
    if cost is None:
        cost = WorkstreamCost(workstream_id=workstream.id, financial_year=year)
        db.session.add(cost)
    elif cost.baseline is not None and cost.baseline != baseline:
        actor.must(Permission.MANAGE_PROGRAMME, workstream.place)
    changes = apply(cost, baseline=baseline, forecast=forecast)
    if changes:
        said = {f"{field} cost {year}": rules.in_pounds(both) for field, both in changes.items()}
        reason = rules.limited("reason", reason)
        record("workstream.set_cost", workstream, said, actor=actor, at=at, reason=reason)
    return cost


def decide_not_applicable(
    workstream: Workstream, *, dimension: str, reason: str, actor: Actor, at: datetime
) -> DimensionNotApplicable:
    """From now on the dimension is not rated. A lead cannot decide it of their own workstream."""
    actor.must(Permission.GRANT_RATING, workstream.place)
    known = _dimension(dimension)
    reason = rules.required("reason", reason, ask="Say why it does not apply")
    if queries.not_applicable_now(workstream.id, known):
        raise RuleBroken("dimension", f"{known.label} already does not apply")
    decision = DimensionNotApplicable(
        workstream_id=workstream.id,
        dimension=known.value,
        reason=reason,
        decided_by=actor.name,
        decided_at=at,
    )
    db.session.add(decision)
    said: dict[str, Any] = {known.value: ("rated", "not applicable")}
    record("workstream.decide_not_applicable", workstream, said, actor=actor, at=at, reason=reason)
    return decision


def make_applicable(
    workstream: Workstream, *, dimension: str, reason: str, actor: Actor, at: datetime
) -> None:
    """The dimension is rated again. The earlier decision stays, marked as withdrawn."""
    actor.must(Permission.GRANT_RATING, workstream.place)
    known = _dimension(dimension)
    reason = rules.required("reason", reason, ask="Say why it applies again")
    decision = queries.not_applicable_now(workstream.id, known)
    if decision is None:
        raise RuleBroken("dimension", f"{known.label} already applies")
    decision.withdrawn_at = at
    said: dict[str, Any] = {known.value: ("not applicable", "rated")}
    record("workstream.make_applicable", workstream, said, actor=actor, at=at, reason=reason)


def give_confidence(
    workstream: Workstream,
    *,
    colour: Colour | None,
    reason: str,
    stated_in: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The SRO's own judgement whether it will deliver; never rated, and None takes it back.

    A portfolio file states it for the SRO: then `stated_in` names the file, who may import may
    enter it, and the page says where it comes from.
    """
    may = Permission.IMPORT if stated_in else Permission.GIVE_CONFIDENCE
    actor.must(may, workstream.place)
    workstream.must_be(version)
    if colour is not None and colour not in CONFIDENCE:
        raise RuleBroken("delivery_confidence", "Choose green, amber or red")
    why = rules.required("confidence_reason", reason, ask="Say what makes you judge so")
    changes = apply(workstream, delivery_confidence=colour, confidence_reason=why)
    if changes:
        workstream.confidence_by = f"stated in {stated_in}"[:200] if stated_in else actor.name
        workstream.confidence_at = at
        record("workstream.give_confidence", workstream, changes, actor=actor, at=at, reason=why)


def _dimension(text: str) -> Dimension:
    try:
        return Dimension(text)
    except ValueError:
        raise RuleBroken("dimension", "Choose what does not apply") from None


def _must_be_costs(baseline: Pence | None, forecast: Pence | None) -> None:
    for field, amount in (("baseline", baseline), ("forecast", forecast)):
        if amount is not None and amount < 0:
            raise RuleBroken(field, "Enter a cost of £0 or more")
