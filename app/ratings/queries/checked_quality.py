"""The facts of schemes' quality that the data-quality rules look at."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.quality.models import MeasureReading, QualityMeasure
from app.quality.queries import editions, rated
from app.quality.rules import measures
from app.quality.rules.thresholds import PanelThresholds
from app.ratings.rules.findings import QualityFacts, Record
from app.savings.models import Scheme, SchemeMonth, SchemeStatus
from app.savings.queries.totals import added, both, held_sum


def schemes(
    programme_id: int,
    month: Month,
    as_at: date,
    *,
    visible_to: Actor,
    limits: PanelThresholds,
) -> list[QualityFacts]:
    """Each open scheme that the reader may see, by reference, in three reads."""
    approvals = editions.approvals(programme_id, as_at)
    unread = _unread(programme_id, as_at, limits)
    rows = db.session.execute(_statement(programme_id, month, as_at, visible_to))
    return [
        QualityFacts(
            record=Record(row.place, "scheme", row.ref, row.id),
            held=row.held,
            saved=row.saved,
            cleared_until=row.quality_cleared_until,
            is_stopped=bool(row.quality_stopped),
            unread=unread.get(row.id, ()),
            approved=(known := approvals.get(row.id, (None, None)))[0],
            reviewed_on=known[1],
        )
        for row in rows
    ]


def _statement(
    programme_id: int, month: Month, as_at: date, visible_to: Actor
) -> Select[*tuple[Any, ...]]:
    year = month.financial_year.months
    cells = and_(SchemeMonth.scheme_id == Scheme.id, SchemeMonth.month.between(year[0], year[-1]))
    has_saved = and_(Scheme.stage.is_(None), SchemeMonth.month <= month)
    statement = (
        select(
            Scheme.id,
            Scheme.ref,
            Workstream.ref.label("place"),
            Scheme.quality_cleared_until,
            Scheme.quality_stopped,
            held_sum(month, as_at).label("held"),
            added(case((has_saved, both("actual")), else_=0)).label("saved"),
        )
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(SchemeMonth, cells)
        .where(Workstream.programme_id == programme_id, Scheme.status == SchemeStatus.OPEN)
        .group_by(Scheme.id, Workstream.id)
        .order_by(Scheme.ref, Scheme.id)
    )
    return programmes.seen(statement, visible_to, Scheme)


def _unread(programme_id: int, as_at: date, limits: PanelThresholds) -> dict[int, list[str]]:
    """The titles of measures whose reading is due, by the scheme's id."""
    last = (
        select(func.max(MeasureReading.read_on))
        .where(MeasureReading.measure_id == QualityMeasure.id)
        .where(MeasureReading.read_on <= as_at)
        .correlate(QualityMeasure)
        .scalar_subquery()
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.session.execute(
        rated.watched_measures(programme_id).add_columns(last.label("last"))
    ):
        if measures.is_reading_due(row.last, row.approved_on, as_at, limits):
            found[row.scheme_id].append(row.title)
    return found
