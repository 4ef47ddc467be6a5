"""How the year may end, and how forecasts came out: what a month's document says of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from app.core.financial_year import Month
from app.reporting import frozen
from app.reporting.queries import forecasts
from app.reporting.rules import outlook, past
from app.reporting.rules.past import Line, Stood
from app.savings.rules import outturn_range


def year_end(
    programme: str, month: Month, listed: Sequence[frozen.Scheme], months: Sequence[Stood]
) -> frozen.YearEnd | None:
    """The range of the counted outturn; None without schemes."""
    if not listed:
        return None
    seed = outturn_range.seed(programme, str(month))
    history = past.history(months)
    found = outlook.drawn(seed, listed, history)
    return frozen.YearEnd(
        p10=found.p10,
        p50=found.p50,
        p90=found.p90,
        method=outturn_range.method(),
        seed=seed,
        draws=outturn_range.DRAWS,
        observations=found.observations,
        by_history=found.by_history,
        by_weight=found.by_weight,
        history=tuple(frozen.Past(**asdict(each)) for each in history),
    )


def accuracy(months: Sequence[Stood]) -> tuple[frozen.Accuracy, ...]:
    """Every record with an observation: of the programme, its workstreams and its schemes."""
    return tuple(
        frozen.Accuracy(subject=subject, ref=ref, **asdict(record))
        for subject, ref, record in past.records(months)
    )


def months(
    programme_id: int, month: Month, listed: Sequence[frozen.Scheme], whole: frozen.Months
) -> list[Stood]:
    """The locked months before this one, and this one as it stands."""
    lines = {each.ref: _line(each) for each in listed}
    now = Stood(month, Line("", "", "", whole.forecast, whole.actual), lines)
    return [*forecasts.stood(programme_id, month), now]


def _line(scheme: frozen.Scheme) -> Line:
    cells = scheme.months
    return Line(
        ref=scheme.ref,
        workstream=scheme.workstream,
        status=scheme.development_status,
        forecast=forecasts.added(cells.forecast_recurrent, cells.forecast_non_recurrent),
        actual=forecasts.added(cells.actual_recurrent, cells.actual_non_recurrent),
        to_date=scheme.figures.ytd_actual,
    )
