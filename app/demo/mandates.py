"""The mandates of the schemes that go through the gates, written before anybody signs them."""

from __future__ import annotations

from datetime import date, datetime

from app.core.money import Pence
from app.demo.stage import TELLER, Stage
from app.demo.story.mandates import MANDATES, KpiTold, MandateTold
from app.mandates.commands import kpis, pages
from app.mandates.models import Kpi
from app.savings.models import Scheme


def write(stage: Stage, at: datetime) -> None:
    """The pages, their KPIs, and the milestones and risks that belong to the schemes."""
    for told in MANDATES:
        _write(stage, told, at)


def read(stage: Stage, offset: int, today: date) -> None:
    """What the KPIs stood at in the month, entered on its last day."""
    for told in MANDATES:
        for kpi in told.kpis:
            for month, value in kpi.readings:
                if month == offset and stage.month(month).last <= today:
                    _read(stage, kpi, offset, value)


def _write(stage: Stage, told: MandateTold, at: datetime) -> None:
    scheme = _scheme(stage, told)
    values = {
        "baseline_spend": Pence(told.spend * 100),
        "benchmark": told.benchmark,
        "benchmark_source": told.source,
        "no_benchmark": told.none_exists,
        "scope": told.scope,
    }
    pages.write(scheme, values, actor=TELLER, at=at)
    for kpi in told.kpis:
        measured = kpis.Measured(kpi.title, kpi.unit, False, kpi.baseline, kpi.target)
        stage.kpis[kpi.title] = kpis.add(scheme, measured, actor=TELLER, at=at)
    if told.milestones or told.risks:
        pages.link(
            scheme,
            milestones=[stage.milestones[title].id for title in told.milestones],
            risks=[stage.risks[title].id for title in told.risks],
            actor=TELLER,
            at=at,
        )


def _read(stage: Stage, told: KpiTold, offset: int, value: int) -> None:
    found: Kpi = stage.kpis[told.title]
    month = stage.month(offset)
    at = stage.moment(month.last, 15)
    kpis.read(found, month=month, value=value, actor=TELLER, at=at)


def _scheme(stage: Stage, told: MandateTold) -> Scheme:
    return next(each for each in stage.schemes if each.title == told.scheme)
