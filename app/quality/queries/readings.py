"""The measures that are watched, with their readings; and those that nobody reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.db import db
from app.quality.models import Assessment, MeasureReading, QualityMeasure
from app.quality.queries import panel
from app.quality.rules import measures
from app.quality.rules.measures import Standing


@dataclass(frozen=True)
class Reading:
    """One reading, and where it lay."""

    read_on: date
    value: str
    standing: Standing
    note: str
    by: str


@dataclass(frozen=True)
class Watched:
    """A measure with its limits in words and its readings, newest first."""

    measure: QualityMeasure
    limits: str
    readings: Sequence[Reading]
    is_due: bool

    @property
    def last(self) -> Reading | None:
        return self.readings[0] if self.readings else None


def watched(assessment: Assessment, on: date) -> list[Watched]:
    """The assessment's measures, in order. Two reads, and one for the settings."""
    found = db.session.scalars(
        select(QualityMeasure)
        .where(QualityMeasure.assessment_id == assessment.id)
        .order_by(QualityMeasure.id)
    ).all()
    rows: dict[int, list[MeasureReading]] = {}
    for row in db.session.scalars(
        select(MeasureReading)
        .where(MeasureReading.measure_id.in_([each.id for each in found]))
        .order_by(MeasureReading.read_on.desc(), MeasureReading.id.desc())
    ):
        rows.setdefault(row.measure_id, []).append(row)
    thresholds = panel.thresholds(assessment, on)
    approved = assessment.approved_on
    listed = []
    for measure in found:
        mine = [_reading(measure, row) for row in rows.get(measure.id, ())]
        last = mine[0].read_on if mine else None
        is_due = approved is not None and measures.is_reading_due(last, approved, on, thresholds)
        listed.append(Watched(measure, limits_in_words(measure), mine, is_due))
    return listed


def limits_in_words(measure: QualityMeasure) -> str:
    """`Warns above 20 a month, stops above 30 a month; it began at 10 a month`."""
    side = "above" if measure.is_worse_above else "below"
    said = (
        f"Warns {side} {measures.in_words(measure.threshold, measure.unit)}, "
        f"stops {side} {measures.in_words(measure.stop_trigger, measure.unit)}"
    )
    if measure.baseline is None:
        return said
    return f"{said}; it began at {measures.in_words(measure.baseline, measure.unit)}"


def _reading(measure: QualityMeasure, row: MeasureReading) -> Reading:
    return Reading(
        read_on=row.read_on,
        value=measures.in_words(row.value, measure.unit),
        standing=measure.standing(row.value),
        note=row.note,
        by=row.by,
    )
