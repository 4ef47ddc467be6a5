"""Reads of risks, of their scores, and of how many stand in each cell of the 5×5."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from app.core.actor import Actor
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.programmes.queries import placed
from app.risks import rules
from app.risks.models import Risk, RiskScore, RiskStatus, ScoreKind

Statement = Select[*tuple[Any, ...]]

CURRENT = Risk.current_consequence * Risk.current_likelihood
INHERENT = Risk.inherent_consequence * Risk.inherent_likelihood
TARGET = Risk.target_consequence * Risk.target_likelihood


def _previous(axis: Any) -> Any:
    """One axis of the current score before the last one; NULL for a risk scored once."""
    return _scored(axis).order_by(RiskScore.id.desc()).limit(1).offset(1).scalar_subquery()


def _before(axis: Any, day: date) -> Any:
    """One axis of the last current score given before the day; NULL where there was none."""
    earlier = _scored(axis).where(RiskScore.scored_on < day)
    latest = earlier.order_by(RiskScore.scored_on.desc(), RiskScore.id.desc())
    return latest.limit(1).scalar_subquery()


def _scored(axis: Any) -> Select[Any]:
    return (
        select(axis)
        .where(RiskScore.risk_id == Risk.id, RiskScore.kind == ScoreKind.CURRENT)
        .correlate(Risk)
    )


COLUMNS = (
    Risk.id,
    Risk.ref,
    Risk.title,
    Risk.status,
    Risk.category,
    Risk.disclosure,
    Risk.current_consequence,
    Risk.current_likelihood,
    CURRENT.label("current"),
    INHERENT.label("inherent"),
    TARGET.label("target"),
    _previous(RiskScore.consequence).label("previous_consequence"),
    _previous(RiskScore.likelihood).label("previous_likelihood"),
    Risk.next_review_on,
    Risk.last_reviewed_on,
    Risk.target_date,
    Risk.owner_id,
)


def get(risk_id: int, visible_to: Actor) -> Risk:
    """The risk with its place and owner. Raises NotFound, also when it may not be seen."""
    return placed.get(Risk, risk_id, visible_to)


def of_workstream(workstream_id: int, visible_to: Actor) -> Sequence[Risk]:
    """The open ones, highest score first."""
    statement = (
        placed.records(Risk, visible_to)
        .where(Risk.workstream_id == workstream_id, Risk.status == RiskStatus.OPEN)
        .order_by(CURRENT.desc().nulls_last(), Risk.ref, Risk.id)
    )
    return db.session.scalars(statement).all()


def scores(risk_id: int) -> Sequence[RiskScore]:
    """Every scoring of all three kinds, newest first."""
    return db.session.scalars(
        select(RiskScore).where(RiskScore.risk_id == risk_id).order_by(RiskScore.id.desc())
    ).all()


def listed(visible_to: Actor) -> Statement:
    """What the register shows of each risk, before it is narrowed and ordered."""
    return placed.listed(Risk, COLUMNS, visible_to)


def row(risk_id: int, visible_to: Actor) -> Any:
    """The register's row of one risk."""
    return db.session.execute(listed(visible_to).where(Risk.id == risk_id)).one()


def with_texts(statement: Statement) -> Statement:
    """The register's statement with the long texts, which only a file holds."""
    return statement.add_columns(
        Risk.cause,
        Risk.event,
        Risk.effect,
        Risk.controls,
        Risk.response,
        Risk.proximity,
        Risk.raised_on,
        Risk.closed_on,
        Risk.closing_reason,
        Risk.closing_note,
    )


def standing(visible_to: Actor, since: date, *places: Any) -> Sequence[Any]:
    """Where each open and scored risk of the places stands, and where it stood before a day."""
    statement = (
        select(
            Risk.ref,
            Risk.current_consequence,
            Risk.current_likelihood,
            _before(RiskScore.consequence, since).label("previous_consequence"),
            _before(RiskScore.likelihood, since).label("previous_likelihood"),
        )
        .select_from(Risk)
        .join(Workstream, Workstream.id == Risk.workstream_id)
        .where(Risk.status == RiskStatus.OPEN, CURRENT.is_not(None), *places)
        .order_by(CURRENT.desc(), Workstream.ref, Risk.ref, Risk.id)
    )
    return db.session.execute(programmes.seen(statement, visible_to, Risk)).all()


def withheld(visible_to: Actor, *places: Any) -> int:
    """How many open risks of the places the reader may not see, for sensitivity."""
    hidden = (
        select(func.count())
        .select_from(Risk)
        .join(Workstream, Workstream.id == Risk.workstream_id)
        .where(programmes.seen_workstreams(visible_to), *places)
        .where(Risk.status == RiskStatus.OPEN, ~programmes.seen_records(visible_to, Risk))
    )
    return db.session.scalar(hidden) or 0


def facts(row: Any) -> rules.Facts:
    """What the rules need of a row of the register."""
    return rules.Facts(
        ref=row.ref,
        title=row.title,
        score=row.current,
        has_owner=row.owner_id is not None,
        next_review=row.next_review_on,
        target_date=row.target_date,
    )
