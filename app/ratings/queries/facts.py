"""The facts that the rules rate by, for all workstreams of a programme at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, select

from app.core.actor import Actor
from app.db import db
from app.dependencies import rules as dependency_rules
from app.dependencies.models import Dependency
from app.milestones import rules as milestone_rules
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes.models import Workstream
from app.programmes.queries import seen_records
from app.risks import rules as risk_rules
from app.risks.models import Risk, RiskStatus


@dataclass
class Gathered:
    """Facts by workstream's id, and the references that the reader may not see."""

    milestones: Mapping[int, Sequence[milestone_rules.Facts]]
    open_risks: Mapping[int, Sequence[risk_rules.Facts]]
    has_risks: frozenset[int]
    received: Mapping[int, Sequence[dependency_rules.Facts]]
    hidden: set[str] = field(default_factory=set)


def gather(programme_id: int, visible_to: Actor) -> Gathered:
    """Three reads, whatever the number of workstreams and records."""
    hidden: set[str] = set()
    open_risks, has_risks = _risks(programme_id, visible_to, hidden)
    return Gathered(
        milestones=_milestones(programme_id, visible_to, hidden),
        open_risks=open_risks,
        has_risks=has_risks,
        received=_received(programme_id, visible_to, hidden),
        hidden=hidden,
    )


def _milestones(
    programme_id: int, actor: Actor, hidden: set[str]
) -> Mapping[int, Sequence[milestone_rules.Facts]]:
    rows = db.session.execute(
        select(
            Milestone.workstream_id,
            Milestone.ref,
            Milestone.title,
            Milestone.current_baseline,
            Milestone.forecast,
            Milestone.completed_on,
            Milestone.is_critical,
            Milestone.is_gate,
            _hides(actor, Milestone),
        )
        .join(Workstream, Workstream.id == Milestone.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .where(Milestone.status != MilestoneStatus.WITHDRAWN)
        .order_by(Milestone.ref, Milestone.id)
    )
    found: dict[int, list[milestone_rules.Facts]] = defaultdict(list)
    for place, ref, title, baseline, forecast, done, critical, gate, hides in rows:
        found[place].append(
            milestone_rules.Facts(
                ref=ref,
                title=title,
                baseline=baseline,
                forecast=forecast,
                completed_on=done,
                is_critical=critical,
                is_gate=gate,
            )
        )
        if hides:
            hidden.add(ref)
    return found


def _risks(
    programme_id: int, actor: Actor, hidden: set[str]
) -> tuple[Mapping[int, Sequence[risk_rules.Facts]], frozenset[int]]:
    score = Risk.current_consequence * Risk.current_likelihood
    rows = db.session.execute(
        select(
            Risk.workstream_id,
            Risk.ref,
            Risk.title,
            score,
            Risk.owner_id,
            Risk.next_review_on,
            Risk.target_date,
            Risk.status,
            _hides(actor, Risk),
        )
        .join(Workstream, Workstream.id == Risk.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .order_by(Risk.ref, Risk.id)
    )
    found: dict[int, list[risk_rules.Facts]] = defaultdict(list)
    recorded = set()
    for place, ref, title, value, owner, review, target, status, hides in rows:
        recorded.add(place)
        if hides:
            hidden.add(ref)
        if status is RiskStatus.OPEN:
            found[place].append(
                risk_rules.Facts(
                    ref=ref,
                    title=title,
                    score=value,
                    has_owner=owner is not None,
                    next_review=review,
                    target_date=target,
                )
            )
    return found, frozenset(recorded)


def _received(
    programme_id: int, actor: Actor, hidden: set[str]
) -> Mapping[int, Sequence[dependency_rules.Facts]]:
    rows = db.session.execute(
        select(
            Dependency.receiver_id,
            Dependency.ref,
            Dependency.title,
            Dependency.status,
            Dependency.need_by,
            Dependency.promise,
            Dependency.float_days,
            _hides(actor, Dependency),
        )
        .where(Dependency.programme_id == programme_id)
        .where(Dependency.receiver_id.is_not(None))
        .order_by(Dependency.ref, Dependency.id)
    )
    found: dict[int, list[dependency_rules.Facts]] = defaultdict(list)
    for place, ref, title, status, need_by, promise, float_days, hides in rows:
        found[place].append(
            dependency_rules.Facts(
                ref=ref,
                title=title,
                status=status,
                need_by=need_by,
                promise=promise,
                float_days=float_days,
            )
        )
        if hides:
            hidden.add(ref)
    return found


def _hides(actor: Actor, model: Any) -> Any:
    return case((seen_records(actor, model), False), else_=True)
