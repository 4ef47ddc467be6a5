"""The facts that the data-quality rules look at: of all records that the reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select

from app.core.actor import Actor, Permission
from app.core.financial_year import Month
from app.db import db
from app.dependencies.models import Dependency, DependencyStatus
from app.milestones.models import ForecastChange, Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Workstream, WorkstreamStatus
from app.ratings.queries import checked_schemes
from app.ratings.rules.findings import (
    DependencyFacts,
    MilestoneFacts,
    Record,
    RiskFacts,
    SchemeFacts,
    WorkstreamFacts,
)
from app.risks.models import Response, Risk, RiskStatus
from app.savings.models import Scheme
from app.savings.rules.honesty import HonestyThresholds


@dataclass(frozen=True)
class Records:
    """Facts of every kind; `counts` says how many records each workstream holds, by reference."""

    workstreams: Sequence[WorkstreamFacts]
    milestones: Sequence[MilestoneFacts]
    schemes: Sequence[SchemeFacts]
    risks: Sequence[RiskFacts]
    dependencies: Sequence[DependencyFacts]
    counts: dict[str, int]


def records(
    programme_id: int, month: Month, visible_to: Actor, limits: HonestyThresholds
) -> Records:
    """All that is to be checked, in a fixed number of reads."""
    milestones = _milestones(programme_id, visible_to)
    schemes = checked_schemes.schemes(programme_id, month, visible_to, limits.stall_months)
    risks = _risks(programme_id, visible_to)
    dependencies = _dependencies(programme_id, visible_to)
    kinds: tuple[Sequence[_Facts], ...] = (milestones, schemes, risks, dependencies)
    counts = Counter(each.record.workstream for kind in kinds for each in kind)
    workstreams = _workstreams(programme_id, visible_to, counts)
    return Records(
        workstreams=workstreams,
        milestones=milestones,
        schemes=schemes,
        risks=risks,
        dependencies=dependencies,
        counts={one.ref: counts[one.ref] for one in workstreams},
    )


_Facts = MilestoneFacts | SchemeFacts | RiskFacts | DependencyFacts
_HELD: tuple[Any, ...] = (Milestone, Scheme, Risk)


def _workstreams(
    programme_id: int, visible_to: Actor, counts: Counter[str]
) -> list[WorkstreamFacts]:
    held = [exists().where(model.workstream_id == Workstream.id) for model in _HELD]
    rows = db.session.execute(
        select(Workstream.ref, Workstream.lead_id, Workstream.is_unassigned, or_(*held))
        .where(Workstream.programme_id == programme_id)
        .where(Workstream.status == WorkstreamStatus.OPEN)
        .where(programmes.seen_workstreams(visible_to))
        .order_by(Workstream.ref, Workstream.id)
    )
    return [
        WorkstreamFacts(
            ref=ref,
            records=counts[ref],
            is_empty=not holds,
            has_lead=lead is not None,
            is_unassigned=unassigned,
        )
        for ref, lead, unassigned, holds in rows
    ]


def _milestones(programme_id: int, visible_to: Actor) -> list[MilestoneFacts]:
    moves = (
        select(func.count())
        .select_from(ForecastChange)
        .where(ForecastChange.milestone_id == Milestone.id, ForecastChange.before.is_not(None))
        .scalar_subquery()
    )
    columns = (
        Milestone.current_baseline.label("baseline"),
        Milestone.forecast,
        Milestone.completed_on,
        or_(Milestone.evidence != "", Milestone.evidence_link != "").label("evidence"),
        Milestone.owner_id,
        moves.label("moves"),
    )
    statement = _of(Milestone, programme_id, visible_to, *columns)
    rows = db.session.execute(statement.where(Milestone.status != MilestoneStatus.WITHDRAWN))
    return [
        MilestoneFacts(
            record=_record("milestone", row),
            baseline=row.baseline,
            forecast=row.forecast,
            completed_on=row.completed_on,
            has_evidence=bool(row.evidence),
            has_owner=row.owner_id is not None,
            moves=row.moves,
        )
        for row in rows
    ]


def _risks(programme_id: int, visible_to: Actor) -> list[RiskFacts]:
    columns = (
        (Risk.inherent_consequence * Risk.inherent_likelihood).label("inherent"),
        (Risk.current_consequence * Risk.current_likelihood).label("current"),
        (Risk.target_consequence * Risk.target_likelihood).label("target"),
        and_(Risk.cause != "", Risk.event != "", Risk.effect != "").label("stated"),
        Risk.owner_id,
        Risk.response,
        Risk.next_review_on,
        Risk.target_date,
    )
    statement = _of(Risk, programme_id, visible_to, *columns)
    rows = db.session.execute(statement.where(Risk.status == RiskStatus.OPEN))
    return [_risk(row) for row in rows]


def _risk(row: Any) -> RiskFacts:
    return RiskFacts(
        record=_record("risk", row),
        inherent=row.inherent,
        current=row.current,
        target=row.target,
        has_owner=row.owner_id is not None,
        has_statement=bool(row.stated),
        has_response=row.response is not None,
        is_tolerated=row.response is Response.TOLERATE,
        next_review=row.next_review_on,
        target_date=row.target_date,
    )


def _of(model: Any, programme_id: int, visible_to: Actor, *columns: Any) -> Select[Any]:
    """The columns of those records of the programme that the reader may see, by reference."""
    statement = (
        select(model.id, model.ref, Workstream.ref.label("place"), *columns)
        .join(Workstream, Workstream.id == model.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .order_by(model.ref, model.id)
    )
    return programmes.seen(statement, visible_to, model)


def _record(kind: str, row: Any) -> Record:
    return Record(row.place, kind, row.ref, row.id)


def _dependencies(programme_id: int, visible_to: Actor) -> list[DependencyFacts]:
    """They stand with the receiver, else the giver; between outside bodies, with the programme."""
    placed = [programmes.seen_workstreams(visible_to)]
    whole = visible_to.programmes(Permission.READ_PROGRAMME)
    if whole is None or programme_id in whole:
        placed.append(Workstream.id.is_(None))
    side = func.coalesce(Dependency.receiver_id, Dependency.giver_id)
    rows = db.session.execute(
        select(
            Dependency.id,
            Dependency.ref,
            func.coalesce(Workstream.ref, "").label("place"),
            Dependency.status,
            Dependency.need_by,
            Dependency.promise,
        )
        .outerjoin(Workstream, Workstream.id == side)
        .where(Dependency.programme_id == programme_id)
        .where(Dependency.status != DependencyStatus.WITHDRAWN)
        .where(or_(*placed), programmes.seen_records(visible_to, Dependency))
        .order_by(Dependency.ref, Dependency.id)
    )
    return [
        DependencyFacts(
            record=_record("dependency", row),
            status=row.status,
            need_by=row.need_by,
            promise=row.promise,
        )
        for row in rows
    ]
