"""The facts that the rules rate by, for all workstreams of a programme at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, select, true

from app.core.actor import Actor
from app.db import db
from app.dependencies import rules as dependency_rules
from app.dependencies.models import Dependency
from app.milestones import rules as milestone_rules
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes.models import Workstream
from app.programmes.queries import seen_records
from app.quality.queries import rated as quality
from app.quality.rules import rating as quality_rules
from app.risks import rules as risk_rules
from app.risks.models import Risk, RiskStatus


@dataclass
class Gathered:
    """Facts by workstream's id, and the references that the reader may not see."""

    milestones: Mapping[int, Sequence[milestone_rules.Facts]]
    open_risks: Mapping[int, Sequence[risk_rules.Facts]]
    has_risks: frozenset[int]
    received: Mapping[int, Sequence[dependency_rules.Facts]]
    assessed: Mapping[int, Sequence[quality_rules.Facts]]
    hidden: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Within:
    """A programme, or one of its workstreams where only that is asked for."""

    programme_id: int
    workstream_id: int | None = None

    def holds(self, workstream_id: Any) -> ColumnElement[bool]:
        """A condition on a record's column: that it is of the one workstream, if there is one."""
        return true() if self.workstream_id is None else workstream_id == self.workstream_id


def gather(within: Within, as_at: date, visible_to: Actor) -> Gathered:
    """Six reads, whatever the number of workstreams and records."""
    hidden: set[str] = set()
    open_risks, has_risks = _risks(within, visible_to, hidden)
    return Gathered(
        milestones=_milestones(within, visible_to, hidden),
        open_risks=open_risks,
        has_risks=has_risks,
        received=_received(within, visible_to, hidden),
        assessed=quality.by_workstream(within.programme_id, as_at, within.workstream_id),
        hidden=hidden,
    )


def _milestones(
    within: Within, actor: Actor, hidden: set[str]
) -> Mapping[int, Sequence[milestone_rules.Facts]]:
    rows = _milestone_rows(within, actor)
    found: dict[int, list[milestone_rules.Facts]] = defaultdict(list)
    for place, hides, *facts in rows:
        ref, title, baseline, forecast, done, critical, gate = facts
        known = milestone_rules.Facts(
            ref=ref,
            title=title,
            baseline=baseline,
            forecast=forecast,
            completed_on=done,
            is_critical=critical,
            is_gate=gate,
        )
        _keep(found[place], known, hides, hidden)
    return found


def _keep(listed: list[Any], known: Any, hides: bool, hidden: set[str]) -> None:
    listed.append(known)
    if hides:
        hidden.add(known.ref)


def _milestone_rows(within: Within, actor: Actor) -> Any:
    return db.session.execute(
        select(
            Milestone.workstream_id,
            _hides(actor, Milestone),
            Milestone.ref,
            Milestone.title,
            Milestone.current_baseline,
            Milestone.forecast,
            Milestone.completed_on,
            Milestone.is_critical,
            Milestone.is_gate,
        )
        .join(Workstream, Workstream.id == Milestone.workstream_id)
        .where(Workstream.programme_id == within.programme_id)
        .where(within.holds(Milestone.workstream_id))
        .where(Milestone.status != MilestoneStatus.WITHDRAWN)
        .order_by(Milestone.ref, Milestone.id)
    )


def _risks(
    within: Within, actor: Actor, hidden: set[str]
) -> tuple[Mapping[int, Sequence[risk_rules.Facts]], frozenset[int]]:
    found: dict[int, list[risk_rules.Facts]] = defaultdict(list)
    recorded = set()
    for place, hides, status, *facts in _risk_rows(within, actor):
        recorded.add(place)
        ref, title, score, owner, review, target = facts
        known = risk_rules.Facts(
            ref=ref,
            title=title,
            score=score,
            has_owner=owner is not None,
            next_review=review,
            target_date=target,
        )
        _keep(found[place] if status is RiskStatus.OPEN else [], known, hides, hidden)
    return found, frozenset(recorded)


def _risk_rows(within: Within, actor: Actor) -> Any:
    return db.session.execute(
        select(
            Risk.workstream_id,
            _hides(actor, Risk),
            Risk.status,
            Risk.ref,
            Risk.title,
            Risk.current_consequence * Risk.current_likelihood,
            Risk.owner_id,
            Risk.next_review_on,
            Risk.target_date,
        )
        .join(Workstream, Workstream.id == Risk.workstream_id)
        .where(Workstream.programme_id == within.programme_id)
        .where(within.holds(Risk.workstream_id))
        .order_by(Risk.ref, Risk.id)
    )


def _received(
    within: Within, actor: Actor, hidden: set[str]
) -> Mapping[int, Sequence[dependency_rules.Facts]]:
    found: dict[int, list[dependency_rules.Facts]] = defaultdict(list)
    for place, hides, *facts in _received_rows(within, actor):
        ref, title, status, need_by, promise, float_days = facts
        known = dependency_rules.Facts(
            ref=ref,
            title=title,
            status=status,
            need_by=need_by,
            promise=promise,
            float_days=float_days,
        )
        _keep(found[place], known, hides, hidden)
    return found


def _received_rows(within: Within, actor: Actor) -> Any:
    return db.session.execute(
        select(
            Dependency.receiver_id,
            _hides(actor, Dependency),
            Dependency.ref,
            Dependency.title,
            Dependency.status,
            Dependency.need_by,
            Dependency.promise,
            Dependency.float_days,
        )
        .where(Dependency.programme_id == within.programme_id)
        .where(within.holds(Dependency.receiver_id))
        .where(Dependency.receiver_id.is_not(None))
        .order_by(Dependency.ref, Dependency.id)
    )


def _hides(actor: Actor, model: Any) -> Any:
    return case((seen_records(actor, model), False), else_=True)
