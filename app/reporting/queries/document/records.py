"""The milestones, risks and dependencies of a month's document."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.financial_year import Month
from app.db import db
from app.dependencies import rules as dependency_rules
from app.dependencies.models import Dependency, DependencyStatus
from app.milestones import rules as milestone_rules
from app.milestones.models import ForecastChange, Milestone, MilestoneStatus
from app.programmes.models import Workstream
from app.ratings.queries import Standing
from app.reporting import frozen
from app.reporting.queries.document.rated import frozen_rating
from app.risks import rules as risk_rules
from app.risks.models import Risk, RiskScore, RiskStatus, ScoreKind


def milestones(standing: Standing) -> tuple[frozen.Milestone, ...]:
    """Each that is not withdrawn, by reference."""
    programme_id = standing.programme.id
    moved = _times_moved(programme_id)
    rows = db.session.scalars(
        select(Milestone)
        .join(Workstream, Workstream.id == Milestone.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .where(Milestone.status != MilestoneStatus.WITHDRAWN)
        .options(joinedload(Milestone.workstream), joinedload(Milestone.owner))
        .order_by(Milestone.ref, Milestone.id)
    )
    return tuple(_milestone(row, standing, moved.get(row.id, 0)) for row in rows)


def _milestone(row: Milestone, standing: Standing, moved: int) -> frozen.Milestone:
    return frozen.Milestone(
        ref=row.ref,
        title=row.title,
        workstream=row.workstream.ref,
        rated=_milestone_rating(row, standing),
        owner=row.owner.name if row.owner else "",
        first_baseline=row.first_baseline,
        current_baseline=row.current_baseline,
        forecast=row.forecast,
        completed_on=row.completed_on,
        evidence=row.evidence,
        evidence_link=row.evidence_link,
        is_gate=row.is_gate,
        is_critical=row.is_critical,
        is_late=milestone_rules.is_late(
            row.current_baseline, row.forecast, row.completed_on, standing.as_at
        ),
        times_moved=moved,
        disclosure=row.disclosure.value,
    )


def _milestone_rating(row: Milestone, standing: Standing) -> frozen.Rated:
    facts = milestone_rules.Facts(
        ref=row.ref,
        title=row.title,
        baseline=row.current_baseline,
        forecast=row.forecast,
        completed_on=row.completed_on,
        is_critical=row.is_critical,
        is_gate=row.is_gate,
    )
    limits = standing.thresholds.delivery
    return frozen_rating(milestone_rules.rate(facts, standing.as_at, limits))


def _times_moved(programme_id: int) -> Mapping[int, int]:
    rows = db.session.execute(
        select(ForecastChange.milestone_id, func.count())
        .join(Milestone, Milestone.id == ForecastChange.milestone_id)
        .join(Workstream, Workstream.id == Milestone.workstream_id)
        .where(Workstream.programme_id == programme_id, ForecastChange.before.is_not(None))
        .group_by(ForecastChange.milestone_id)
    )
    return {row[0]: row[1] for row in rows}


def risks(standing: Standing, month: Month) -> tuple[frozen.Risk, ...]:
    """Each open one, by reference, with the score it had before the month."""
    programme_id = standing.programme.id
    earlier = _earlier_scores(programme_id, month)
    rows = db.session.scalars(
        select(Risk)
        .join(Workstream, Workstream.id == Risk.workstream_id)
        .where(Workstream.programme_id == programme_id, Risk.status == RiskStatus.OPEN)
        .options(joinedload(Risk.workstream), joinedload(Risk.owner))
        .order_by(Risk.ref, Risk.id)
    )
    return tuple(_risk(row, standing, earlier.get(row.id)) for row in rows)


def _risk(row: Risk, standing: Standing, earlier: tuple[int, int] | None) -> frozen.Risk:
    limits = standing.thresholds.risk
    score = _product(row.current_consequence, row.current_likelihood)
    return frozen.Risk(
        ref=row.ref,
        title=row.title,
        workstream=row.workstream.ref,
        rated=_risk_rating(row, score, standing),
        cause=row.cause,
        event=row.event,
        effect=row.effect,
        category=row.category,
        controls=row.controls,
        owner=row.owner.name if row.owner else "",
        consequence=row.current_consequence,
        likelihood=row.current_likelihood,
        band=risk_rules.band(score, limits).value if score else "",
        inherent=_product(row.inherent_consequence, row.inherent_likelihood),
        target=_product(row.target_consequence, row.target_likelihood),
        target_date=row.target_date,
        next_review=row.next_review_on,
        previous_consequence=earlier[0] if earlier else None,
        previous_likelihood=earlier[1] if earlier else None,
        disclosure=row.disclosure.value,
    )


def _risk_rating(row: Risk, score: int | None, standing: Standing) -> frozen.Rated:
    facts = risk_rules.Facts(
        ref=row.ref,
        title=row.title,
        score=score,
        has_owner=row.owner_id is not None,
        next_review=row.next_review_on,
        target_date=row.target_date,
    )
    return frozen_rating(risk_rules.rate(facts, standing.as_at, standing.thresholds.risk))


def _product(consequence: int | None, likelihood: int | None) -> int | None:
    return consequence * likelihood if consequence and likelihood else None


def _earlier_scores(programme_id: int, month: Month) -> Mapping[int, tuple[int, int]]:
    rows = db.session.execute(
        select(RiskScore.risk_id, RiskScore.consequence, RiskScore.likelihood)
        .join(Risk, Risk.id == RiskScore.risk_id)
        .join(Workstream, Workstream.id == Risk.workstream_id)
        .where(Workstream.programme_id == programme_id, RiskScore.kind == ScoreKind.CURRENT)
        .where(RiskScore.scored_on < month.first)
        .order_by(RiskScore.scored_on, RiskScore.id)
    )
    return {row.risk_id: (row.consequence, row.likelihood) for row in rows}


def dependencies(standing: Standing) -> tuple[frozen.Dependency, ...]:
    """Each that is not withdrawn, by reference."""
    rows = db.session.scalars(
        select(Dependency)
        .where(Dependency.programme_id == standing.programme.id)
        .where(Dependency.status != DependencyStatus.WITHDRAWN)
        .options(joinedload(Dependency.giver), joinedload(Dependency.receiver))
        .order_by(Dependency.ref, Dependency.id)
    )
    return tuple(_dependency(row, standing) for row in rows)


def _dependency(row: Dependency, standing: Standing) -> frozen.Dependency:
    facts = dependency_rules.Facts(
        ref=row.ref,
        title=row.title,
        status=row.status,
        need_by=row.need_by,
        promise=row.promise,
        float_days=row.float_days,
    )
    rating = dependency_rules.rate(facts, standing.as_at, standing.thresholds.dependencies)
    return frozen.Dependency(
        ref=row.ref,
        title=row.title,
        giver=row.giver.ref if row.giver else row.giver_body,
        receiver=row.receiver.ref if row.receiver else row.receiver_body,
        rated=frozen_rating(rating),
        status=row.status.value,
        need_by=row.need_by,
        promise=row.promise,
        float_days=row.float_days,
        gap_days=dependency_rules.gap(row.need_by, row.promise),
        is_late=dependency_rules.is_late(row.status, row.need_by, row.promise, standing.as_at),
        is_agreed=row.status.is_agreed,
        disclosure=row.disclosure.value,
    )
