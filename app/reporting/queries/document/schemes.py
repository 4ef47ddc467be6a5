"""The schemes of a month's document, and their sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.core.financial_year import FinancialYear, Month
from app.db import db
from app.programmes.models import Workstream
from app.ratings.queries import Standing
from app.reporting import frozen
from app.reporting.queries.document import year
from app.reporting.queries.document.rated import frozen_rating
from app.savings import rules
from app.savings.models import BudgetTransfer, Scheme, SchemeMonth, SchemePressure, SchemeStatus
from app.savings.queries import validated
from app.savings.queries.totals import added
from app.savings.rules import Totals

KEPT = [each.name for each in fields(frozen.Savings)]
SUMMED = [name for name in KEPT if name in Totals.__dataclass_fields__]
FROM_PARTS = [name for name in KEPT if name not in SUMMED]


def programme_totals(standing: Standing, listed: Sequence[frozen.Scheme]) -> frozen.Savings:
    """The whole programme's sums."""
    return with_more(standing.savings, [each.figures for each in listed])


def with_more(totals: Totals, parts: Sequence[frozen.Savings]) -> frozen.Savings:
    """Sums as a frozen month keeps them; what `Totals` does not hold comes from the parts."""
    summed = {name: getattr(totals, name) for name in SUMMED}
    added = {name: sum(getattr(each, name) for each in parts) for name in FROM_PARTS}
    return frozen.Savings(**summed, **added)


def lines(standing: Standing, *, with_months: bool = True) -> tuple[frozen.Scheme, ...]:
    """Each scheme that is not withdrawn, by reference.

    Without months: what is summed for every page, and of the months only the cells of this one
    that no actual was given for.
    """
    programme_id, month = standing.programme.id, standing.month
    placed = {each.scheme_id: each for each in standing.schemes}
    twelve = month.financial_year
    more = _read(programme_id, twelve) if with_months else _More(_silent(programme_id, month))
    return tuple(
        replace(
            _line(scheme, placed[scheme.id].sums, standing, more),
            shares={each.ref: each.share for each in placed[scheme.id].shares},
        )
        for scheme in sorted(_schemes(programme_id), key=lambda each: (each.ref, each.id))
        if scheme.id in placed
    )


@dataclass(frozen=True)
class _More:
    """What is read beside the schemes, by their ids."""

    cells: Mapping[int, Sequence[SchemeMonth]] = field(default_factory=dict)
    pressures: Mapping[int, int] = field(default_factory=dict)
    transacted: Mapping[int, int] = field(default_factory=dict)
    validated: Mapping[int, Mapping[Month, int]] = field(default_factory=dict)


def _read(programme_id: int, year: FinancialYear) -> _More:
    return _More(
        cells=_cells(programme_id, year),
        pressures=_pressures(programme_id, year),
        transacted=_transacted(programme_id, year),
        validated=validated.by_scheme(programme_id, year),
    )


def _line(scheme: Scheme, sums: rules.SchemeSums, standing: Standing, more: _More) -> frozen.Scheme:
    limits, cells = standing.thresholds, more.cells.get(scheme.id, ())
    effect = year.full_year_effect(scheme, cells, standing.month)
    figures = replace(
        with_more(rules.added_up([sums], limits.weights), []),
        full_year_effect=effect or 0,
        pressures=more.pressures.get(scheme.id, 0),
        transacted=more.transacted.get(scheme.id, 0),
        **year.more(scheme, cells, standing.month, effect),
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
        weight=rules.weight(sums, limits.weights),
        **year.kept(scheme, cells, more.validated.get(scheme.id, {}), standing),
    )


def _schemes(programme_id: int) -> Sequence[Scheme]:
    return db.session.scalars(
        select(Scheme)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .options(joinedload(Scheme.workstream), joinedload(Scheme.owner))
        .order_by(Scheme.ref, Scheme.id)
    ).all()


def _cells(programme_id: int, year: FinancialYear) -> Mapping[int, Sequence[SchemeMonth]]:
    return _by_scheme(programme_id, SchemeMonth.month.between(year.months[0], year.months[-1]))


def _silent(programme_id: int, month: Month) -> Mapping[int, Sequence[SchemeMonth]]:
    return _by_scheme(
        programme_id,
        SchemeMonth.month == month,
        SchemeMonth.actual_recurrent.is_(None),
        SchemeMonth.actual_non_recurrent.is_(None),
    )


def _by_scheme(
    programme_id: int, *which: ColumnElement[bool]
) -> Mapping[int, Sequence[SchemeMonth]]:
    rows = db.session.scalars(
        select(SchemeMonth)
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, *which)
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


def _transacted(programme_id: int, year: FinancialYear) -> Mapping[int, int]:
    """What left budgets for the year, with a journal; reversals taken off."""
    left = BudgetTransfer.recurrent + BudgetTransfer.non_recurrent
    rows = db.session.execute(
        select(BudgetTransfer.scheme_id, added(left).label("pence"))
        .join(Scheme, Scheme.id == BudgetTransfer.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, BudgetTransfer.financial_year == year)
        .group_by(BudgetTransfer.scheme_id)
    )
    return {row.scheme_id: row.pence for row in rows}
