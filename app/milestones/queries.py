"""Reads of milestones and of how their forecasts moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from app.core.actor import Actor
from app.db import db
from app.milestones import rules
from app.milestones.models import ForecastChange, Milestone, MilestoneStatus
from app.programmes.queries import placed


def get(milestone_id: int, visible_to: Actor) -> Milestone:
    """The milestone with its place and owner. Raises NotFound, also when it may not be seen."""
    return placed.get(Milestone, milestone_id, visible_to)


def of_workstream(workstream_id: int, visible_to: Actor) -> Sequence[Milestone]:
    """Those not withdrawn, earliest forecast first."""
    statement = (
        placed.records(Milestone, visible_to)
        .where(Milestone.workstream_id == workstream_id)
        .where(Milestone.status != MilestoneStatus.WITHDRAWN)
        .order_by(Milestone.forecast.asc().nulls_last(), Milestone.id)
    )
    return db.session.scalars(statement).all()


def listed(visible_to: Actor) -> Select[Any]:
    """What the register shows of each milestone, before it is narrowed and ordered."""
    columns = (
        Milestone.id,
        Milestone.ref,
        Milestone.title,
        Milestone.first_baseline,
        Milestone.current_baseline,
        Milestone.forecast,
        Milestone.completed_on,
        Milestone.is_gate,
        Milestone.is_critical,
        Milestone.status,
        Milestone.disclosure,
    )
    return placed.listed(Milestone, columns, visible_to)


def with_texts(statement: Select[Any]) -> Select[Any]:
    """The register's statement with what only a file holds: long texts, and how often it moved."""
    moved = (
        select(func.count())
        .select_from(ForecastChange)
        .where(ForecastChange.milestone_id == Milestone.id, ForecastChange.before.is_not(None))
        .correlate(Milestone)
        .scalar_subquery()
    )
    wider: Any = statement.add_columns(
        Milestone.description,
        Milestone.evidence,
        Milestone.evidence_link,
        Milestone.closing_reason,
        moved.label("times_moved"),
    )
    found: Select[Any] = wider
    return found


def forecast_changes(milestone_id: int) -> Sequence[ForecastChange]:
    """Every move of its forecast, newest first."""
    return db.session.scalars(
        select(ForecastChange)
        .where(ForecastChange.milestone_id == milestone_id)
        .order_by(ForecastChange.id.desc())
    ).all()


def facts(row: Any) -> rules.Facts:
    """What the rules need of a milestone, or of a row of the register."""
    return rules.Facts(
        ref=row.ref,
        title=row.title,
        baseline=row.current_baseline,
        forecast=row.forecast,
        completed_on=row.completed_on,
        is_critical=row.is_critical,
        is_gate=row.is_gate,
    )


def rows(statement: Select[Any]) -> Sequence[Any]:
    """All rows of the register's statement."""
    return db.session.execute(statement).all()
