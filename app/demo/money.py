"""What a month saved, and what its end made of the forecasts for the months to come."""

from __future__ import annotations

from datetime import datetime

from app.core.financial_year import Month
from app.core.money import Pence
from app.demo import registers, story
from app.demo.stage import TELLER, Stage
from app.demo.story import forecasts
from app.demo.story.schemes import SchemeTold
from app.programmes.commands import standing
from app.savings import commands as savings

THOUSAND = 1_000_00
COSTS_MOVE = -3
"""The month at whose end costs are forecast anew."""

Cells = dict[Month, dict[str, Pence | None]]


def save(stage: Stage, offset: int, at: datetime, *, late: frozenset[str]) -> None:
    """Each scheme's actual, and its forecast where it has moved."""
    for place, (told, scheme) in enumerate(zip(story.SCHEMES, stage.schemes, strict=True)):
        planned = registers.plan(stage, told)
        cells = _moved(stage, told, planned, offset)
        month = stage.month(offset)
        if month in planned and told.workstream not in late:
            cells[month] = _actual(told, planned[month], forecasts.came(told, place, offset))
        if cells:
            savings.set_months(scheme, cells, actor=stage.lead(told.workstream), at=at)
    if offset == COSTS_MOVE:
        _forecast_costs(stage, at)


def _moved(stage: Stage, told: SchemeTold, planned: dict[Month, Pence], offset: int) -> Cells:
    """The forecasts of the months to come, where the month's end made them others."""
    percent = forecasts.forecast(told, offset)
    if percent == forecasts.forecast(told, offset - 1):
        return {}
    now = stage.month(offset)
    return {
        month: {"forecast_recurrent": Pence(pence * percent // 100)}
        for month, pence in planned.items()
        if month > now
    }


def _actual(told: SchemeTold, planned: Pence, percent: int) -> dict[str, Pence | None]:
    return {
        "actual_recurrent": Pence(planned * percent // 100),
        "actual_non_recurrent": Pence(told.once * THOUSAND) if told.once else None,
    }


def _forecast_costs(stage: Stage, at: datetime) -> None:
    for ref, (baseline, forecast) in story.COSTS.items():
        standing.set_cost(
            stage.workstreams[ref],
            year=stage.open.financial_year,
            baseline=Pence(baseline * THOUSAND),
            forecast=Pence(forecast * THOUSAND),
            actor=TELLER,
            at=at,
        )
