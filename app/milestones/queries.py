"""Reads of milestones and of how their forecasts moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.errors import NotFound
from app.db import db
from app.milestones import rules
from app.milestones.models import ForecastChange, Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream

WITH_PLACE = (joinedload(Milestone.workstream).joinedload(Workstream.programme),)


def get(milestone_id: int, visible_to: Actor) -> Milestone:
    """The milestone with its place and owner. Raises NotFound, also when it may not be seen."""
    statement = select(Milestone).join(Milestone.workstream).where(Milestone.id == milestone_id)
    found = db.session.scalars(
        programmes.seen(statement, visible_to, Milestone).options(
            *WITH_PLACE, joinedload(Milestone.owner)
        )
    ).one_or_none()
    if found is None:
        raise NotFound("that milestone")
    return found


def of_workstream(workstream_id: int, visible_to: Actor) -> Sequence[Milestone]:
    """Those not withdrawn, earliest forecast first."""
    statement = (
        select(Milestone)
        .join(Milestone.workstream)
        .where(Milestone.workstream_id == workstream_id)
        .where(Milestone.status != MilestoneStatus.WITHDRAWN)
        .options(*WITH_PLACE, joinedload(Milestone.owner))
        .order_by(Milestone.forecast.asc().nulls_last(), Milestone.id)
    )
    return db.session.scalars(programmes.seen(statement, visible_to, Milestone)).all()


def listed(visible_to: Actor) -> Select[Any]:
    """What the register shows of each milestone, before it is narrowed and ordered."""
    statement: Any = (
        select(
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
            Workstream.id.label("workstream_id"),
            Workstream.ref.label("workstream_ref"),
            Workstream.name.label("workstream_name"),
            Programme.id.label("programme_id"),
            Programme.code.label("programme_code"),
            Person.name.label("owner_name"),
        )
        .select_from(Milestone)
        .join(Workstream, Workstream.id == Milestone.workstream_id)
        .join(Programme, Programme.id == Workstream.programme_id)
        .outerjoin(Person, Person.id == Milestone.owner_id)
    )
    found: Select[Any] = programmes.seen(statement, visible_to, Milestone)
    return found


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
