"""The mandate in words: its KPIs with how long they are held, and what belongs to the scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core import quantity
from app.core.financial_year import Month
from app.mandates import queries
from app.mandates.models import Kpi, KpiReading
from app.milestones.models import Milestone
from app.risks.models import Risk, ScoreKind

MONTHS_OFFERED = 18


@dataclass(frozen=True)
class Reading:
    """One month of a KPI, in words."""

    month: str
    value: str
    stood: str  # At target · Not at target
    note: str
    by: str


@dataclass(frozen=True)
class Measure:
    """A KPI with its readings, the newest month first."""

    kpi: Kpi
    baseline: str
    target: str
    last: str
    held: str
    readings: Sequence[Reading]


def measures(
    kpis: Sequence[Kpi], stood: Mapping[int, queries.Readings], *, begun: date | None
) -> list[Measure]:
    """Every KPI of a scheme in words; how long it is held counts from the day it began."""
    return [_measure(each, stood.get(each.id, queries.NO_READINGS), begun) for each in kpis]


def _measure(kpi: Kpi, stood: queries.Readings, begun: date | None) -> Measure:
    side = "or more" if kpi.is_better_above else "or less"
    rows = [_reading(kpi, stood[month]) for month in sorted(stood, reverse=True)]
    return Measure(
        kpi=kpi,
        baseline=quantity.in_words(kpi.baseline, kpi.unit),
        target=f"{quantity.in_words(kpi.target, kpi.unit)} {side}",
        last=f"{rows[0].value}, {rows[0].month}" if rows else "Not read yet",
        held=_held(queries.months_held(kpi, stood, begun)) if rows else "–",
        readings=rows,
    )


def _held(months: int) -> str:
    if not months:
        return "Not at its target"
    return f"{months} month{'s' if months > 1 else ''} in a row"


def _reading(kpi: Kpi, row: KpiReading) -> Reading:
    return Reading(
        month=row.month.label,
        value=quantity.in_words(row.value, kpi.unit),
        stood="At target" if kpi.is_held_at(row.value) else "Not at target",
        note=row.note,
        by=row.by,
    )


def months_to_read(today: Month) -> list[Month]:
    """The months that a reading may be of, the newest first."""
    return [today.plus(-back) for back in range(MONTHS_OFFERED)]


def milestone_choices(rows: Sequence[Milestone]) -> list[tuple[int, str]]:
    """What may be ticked: reference and title."""
    return [(each.id, f"{each.ref} {each.title}") for each in rows]


def risk_choices(rows: Sequence[Risk]) -> list[tuple[int, str]]:
    """What may be ticked: reference, title and score."""
    return [(each.id, f"{each.ref} {each.title}{_scored(each)}") for each in rows]


def score(risk: Risk) -> str:
    """The current score, or that there is none."""
    found = risk.score(ScoreKind.CURRENT)
    return "Not scored" if found is None else str(found)


def _scored(risk: Risk) -> str:
    found = risk.score(ScoreKind.CURRENT)
    return "" if found is None else f" (score {found})"
