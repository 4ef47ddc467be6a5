"""What the quality dimension is rated by, for all workstreams of a programme at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, select, true
from sqlalchemy.orm import aliased

from app.actions.models import Action, ActionKind, ActionStatus
from app.core import dates
from app.db import db
from app.programmes.models import Workstream
from app.quality.models import Assessment, AssessmentStatus, MeasureReading, QualityMeasure
from app.quality.queries import editions
from app.quality.rules import measures, rating, reviews
from app.savings.models import DevelopmentStatus, Scheme, SchemeStatus, Stage

SOURCE = "assessment"
IN_DELIVERY = (Stage.IN_DELIVERY, Stage.DELIVERED)


@dataclass
class _Watched:
    """The measures of one scheme by their last reading, and what else its approval asks."""

    beyond: list[str] = field(default_factory=list)
    breached: list[str] = field(default_factory=list)
    overdue: int = 0
    approved: reviews.Approved | None = None
    reviewed_on: date | None = None


def by_workstream(
    programme_id: int, as_at: date, only: int | None = None
) -> Mapping[int, Sequence[rating.Facts]]:
    """The open schemes of each workstream, or of the only one asked for, by its id. Four reads."""
    watched: dict[int, _Watched] = defaultdict(_Watched)
    _measures(programme_id, as_at, watched)
    _conditions(programme_id, as_at, watched)
    for scheme_id, (approved, last) in editions.approvals(programme_id, as_at).items():
        watched[scheme_id].approved, watched[scheme_id].reviewed_on = approved, last
    found: dict[int, list[rating.Facts]] = defaultdict(list)
    mine = true() if only is None else Scheme.workstream_id == only
    for row in db.session.execute(_schemes(programme_id).where(mine)):
        found[row.workstream_id].append(_facts(row, watched.get(row.id, _Watched())))
    return found


def needs_one(stage: Stage | None, status: DevelopmentStatus) -> bool:
    """Whether a scheme may not be without a valid assessment: fully developed or in delivery."""
    return status is DevelopmentStatus.FULLY_DEVELOPED or stage in IN_DELIVERY


def _schemes(programme_id: int) -> Select[*tuple[Any, ...]]:
    last = editions.newest().subquery()
    return (
        select(
            Scheme.id,
            Scheme.workstream_id,
            Scheme.ref,
            Scheme.title,
            Scheme.stage,
            Scheme.development_status,
            Scheme.quality_cleared_until,
            Scheme.quality_stopped,
            Assessment.status,
            Assessment.submitted_at,
        )
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(last, last.c.scheme_id == Scheme.id)
        .outerjoin(
            Assessment,
            and_(Assessment.scheme_id == Scheme.id, Assessment.edition == last.c.edition),
        )
        .where(Workstream.programme_id == programme_id, Scheme.status == SchemeStatus.OPEN)
        .order_by(Scheme.ref, Scheme.id)
    )


def _facts(row: Row[Any], watched: _Watched) -> rating.Facts:
    with_panel = row.status is AssessmentStatus.WITH_PANEL and row.submitted_at
    return rating.Facts(
        ref=row.ref,
        title=row.title,
        needs_one=needs_one(row.stage, row.development_status),
        has_assessment=row.status is not None,
        cleared_until=row.quality_cleared_until,
        stopped=row.quality_stopped,
        refused=row.status is AssessmentStatus.REFUSED,
        paused=row.status is AssessmentStatus.PAUSED,
        with_panel_since=dates.in_london(row.submitted_at) if with_panel else None,
        overdue_conditions=watched.overdue,
        approved=watched.approved,
        reviewed_on=watched.reviewed_on,
        beyond=watched.beyond,
        breached=watched.breached,
    )


def _measures(programme_id: int, as_at: date, watched: dict[int, _Watched]) -> None:
    """By the last reading up to the day, of measures that an approval set."""
    for row in db.session.execute(last_readings(programme_id, as_at)):
        standing = measures.standing(
            row.value,
            threshold=row.threshold,
            stop_trigger=row.stop_trigger,
            is_worse_above=row.is_worse_above,
        )
        if standing is measures.Standing.BREACHED:
            watched[row.scheme_id].breached.append(row.title)
        elif standing is measures.Standing.BEYOND:
            watched[row.scheme_id].beyond.append(row.title)


def last_readings(programme_id: int, as_at: date) -> Select[*tuple[Any, ...]]:
    """Each watched measure of the programme's open schemes with its last reading to the day."""
    reading = aliased(MeasureReading)
    last = (
        select(reading.id)
        .where(reading.measure_id == QualityMeasure.id, reading.read_on <= as_at)
        .order_by(reading.read_on.desc(), reading.id.desc())
        .limit(1)
        .correlate(QualityMeasure)
        .scalar_subquery()
    )
    return (
        watched_measures(programme_id)
        .add_columns(MeasureReading.value, MeasureReading.read_on)
        .join(MeasureReading, MeasureReading.id == last)
    )


def watched_measures(programme_id: int) -> Select[*tuple[Any, ...]]:
    """The measures of the last approved edition of each open scheme of the programme."""
    edition = editions.approved().subquery()
    return (
        select(
            Assessment.scheme_id,
            Assessment.approved_on,
            QualityMeasure.id.label("measure_id"),
            QualityMeasure.title,
            QualityMeasure.threshold,
            QualityMeasure.stop_trigger,
            QualityMeasure.is_worse_above,
        )
        .select_from(QualityMeasure)
        .join(Assessment, Assessment.id == QualityMeasure.assessment_id)
        .join(
            edition,
            and_(
                edition.c.scheme_id == Assessment.scheme_id,
                edition.c.edition == Assessment.edition,
            ),
        )
        .join(Scheme, Scheme.id == Assessment.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status == SchemeStatus.OPEN)
        .order_by(Scheme.ref, QualityMeasure.id)
    )


def _conditions(programme_id: int, as_at: date, watched: dict[int, _Watched]) -> None:
    """Conditions of an approval that are not done by their day."""
    rows = db.session.execute(
        select(Assessment.scheme_id, func.count())
        .join(Action, and_(Action.source_kind == SOURCE, Action.source_id == Assessment.id))
        .join(Scheme, Scheme.id == Assessment.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .where(Action.kind == ActionKind.CONDITION, Action.status == ActionStatus.OPEN)
        .where(Action.due_on < as_at)
        .group_by(Assessment.scheme_id)
    )
    for scheme_id, count in rows:
        watched[scheme_id].overdue = count
