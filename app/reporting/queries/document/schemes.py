"""The schemes of a month's document, and their sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import money
from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Workstream
from app.ratings.queries import Standing
from app.reporting import frozen
from app.reporting.queries.document.rated import frozen_rating
from app.savings import queries as savings
from app.savings import rules
from app.savings.models import Scheme, SchemeMonth, SchemePressure, SchemeStatus
from app.savings.rules import Totals


def programme_totals(standing: Standing, listed: Sequence[frozen.Scheme]) -> frozen.Savings:
    """The whole programme's sums."""
    return with_more(standing.savings, [each.figures for each in listed])


def with_more(totals: Totals, parts: Sequence[frozen.Savings]) -> frozen.Savings:
    """Sums as a frozen month keeps them; full-year effects and pressures come from the parts."""
    return frozen.Savings(
        schemes=totals.schemes,
        plan=totals.plan,
        forecast=totals.forecast,
        ytd_plan=totals.ytd_plan,
        ytd_actual=totals.ytd_actual,
        recurrent_forecast=totals.recurrent_forecast,
        risk_adjusted_forecast=totals.risk_adjusted_forecast,
        full_year_effect=money.total(each.full_year_effect for each in parts),
        pressures=money.total(each.pressures for each in parts),
    )


def months(programme_id: int, year: FinancialYear, reader: Actor) -> frozen.Months:
    """Plan, actual and forecast of each month, April first."""
    rows = savings.by_month(programme_id, year, reader)
    return frozen.Months(
        plan=tuple(row.plan for row in rows),
        actual=tuple(row.actual for row in rows),
        forecast=tuple(row.forecast for row in rows),
    )


def lines(standing: Standing) -> tuple[frozen.Scheme, ...]:
    """Each scheme that is not withdrawn, by reference."""
    programme_id, month = standing.programme.id, standing.month
    sums = {each.sums.ref: each.sums for each in standing.schemes}
    schemes = _schemes(programme_id)
    cells = _cells(programme_id, month.financial_year)
    pressures = _pressures(programme_id, month.financial_year)
    return tuple(
        _line(
            scheme,
            sums[scheme.ref],
            cells[scheme.id],
            standing,
            pressure=pressures.get(scheme.id, 0),
        )
        for scheme in schemes
        if scheme.ref in sums
    )


def _line(
    scheme: Scheme,
    sums: rules.SchemeSums,
    cells: Sequence[SchemeMonth],
    standing: Standing,
    *,
    pressure: int,
) -> frozen.Scheme:
    limits = standing.thresholds
    effect = _full_year_effect(scheme, cells, standing.month)
    figures = with_more(rules.added_up([sums], limits.weights), [])
    figures = frozen.Savings(
        **{**vars(figures), "full_year_effect": effect or 0, "pressures": pressure}
    )
    return frozen.Scheme(
        ref=scheme.ref,
        title=scheme.title,
        workstream=scheme.workstream.ref,
        rated=frozen_rating(rules.rate_sums(sums, limits.savings)),
        development_status=scheme.development_status.value,
        delivery_risk=scheme.delivery_risk.value if scheme.delivery_risk else "",
        category=scheme.category,
        cash_class=scheme.cash_class.value if scheme.cash_class else "",
        owner=scheme.owner.name if scheme.owner else "",
        status=scheme.status.value,
        disclosure=scheme.disclosure.value,
        figures=figures,
        is_full_year_effect_signed=scheme.signed_full_year_effect is not None,
        has_estimated_split=scheme.has_estimated_split,
        has_estimated_phasing=any(each.has_estimated_phasing for each in cells),
    )


def _full_year_effect(scheme: Scheme, cells: Sequence[SchemeMonth], month: Month) -> Pence | None:
    by_month = {each.month: each for each in cells}
    recurrent: list[Pence | None] = []
    for each in month.financial_year.months:
        cell = by_month.get(each)
        value = None
        if cell is not None:
            value = cell.actual_recurrent if each <= month else cell.forecast_recurrent
        recurrent.append(value)
    measure = rules.Split(recurrent=tuple(recurrent))
    return rules.fye(measure, scheme.signed_full_year_effect)


def _schemes(programme_id: int) -> Sequence[Scheme]:
    return db.session.scalars(
        select(Scheme)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .options(joinedload(Scheme.workstream), joinedload(Scheme.owner))
        .order_by(Scheme.ref, Scheme.id)
    ).all()


def _cells(programme_id: int, year: FinancialYear) -> Mapping[int, Sequence[SchemeMonth]]:
    rows = db.session.scalars(
        select(SchemeMonth)
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
        .order_by(SchemeMonth.scheme_id, SchemeMonth.month)
    )
    found: dict[int, list[SchemeMonth]] = defaultdict(list)
    for row in rows:
        found[row.scheme_id].append(row)
    return found


def _pressures(programme_id: int, year: FinancialYear) -> Mapping[int, int]:
    rows = db.session.execute(
        select(SchemePressure.scheme_id, SchemePressure.pence)
        .join(Scheme, Scheme.id == SchemePressure.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, SchemePressure.financial_year == year)
    )
    return {row.scheme_id: row.pence for row in rows}
