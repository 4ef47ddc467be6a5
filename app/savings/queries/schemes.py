"""One scheme, its months and its financial years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.financial_year import FinancialYear, Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings import rules
from app.savings.models import MEASURES, Scheme, SchemeMonth, SchemePressure


def get(scheme_id: int, visible_to: Actor) -> Scheme:
    """The scheme with its workstream, programme and owner. Raises NotFound."""
    statement = select(Scheme).join(Scheme.workstream).where(Scheme.id == scheme_id)
    found = db.session.scalars(
        programmes.seen(statement, visible_to, Scheme).options(
            contains_eager(Scheme.workstream).joinedload(Workstream.programme),
            joinedload(Scheme.owner),
        )
    ).one_or_none()
    if found is None:
        raise NotFound("that scheme")
    return found


def of_workstream(workstream_id: int, visible_to: Actor) -> Sequence[Scheme]:
    """The workstream's schemes that the actor may see, by reference, withdrawn ones included."""
    statement = select(Scheme).join(Scheme.workstream).where(Scheme.workstream_id == workstream_id)
    return db.session.scalars(
        programmes.seen(statement, visible_to, Scheme)
        .options(
            contains_eager(Scheme.workstream).joinedload(Workstream.programme),
            joinedload(Scheme.owner),
        )
        .order_by(Scheme.ref, Scheme.id)
    ).all()


def cells(scheme_id: int, year: FinancialYear) -> dict[Month, SchemeMonth]:
    """The scheme's stored months of the year; a month without any cell has no row."""
    rows = db.session.scalars(
        select(SchemeMonth)
        .where(SchemeMonth.scheme_id == scheme_id)
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
    )
    return {row.month: row for row in rows}


def figures(scheme_id: int, year: FinancialYear) -> rules.YearFigures:
    """The scheme's year as the rules read it."""
    return figures_of(cells(scheme_id, year), year)


def figures_by_scheme(
    programme_id: int, year: FinancialYear, visible_to: Actor
) -> dict[int, rules.YearFigures]:
    """The year of every scheme of the programme, by the scheme's id, in one query."""
    statement = (
        select(SchemeMonth)
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
    )
    found: dict[int, dict[Month, SchemeMonth]] = {}
    for row in db.session.scalars(programmes.seen(statement, visible_to, Scheme)):
        found.setdefault(row.scheme_id, {})[row.month] = row
    return {scheme_id: figures_of(months, year) for scheme_id, months in found.items()}


def years(scheme_id: int) -> list[FinancialYear]:
    """The financial years in which the scheme has months, earliest first."""
    months: Iterable[Month] = db.session.scalars(
        select(SchemeMonth.month).where(SchemeMonth.scheme_id == scheme_id)
    )
    return sorted({month.financial_year for month in months})


def pressure(scheme_id: int, year: FinancialYear) -> SchemePressure | None:
    """The adverse amount against the scheme in the year, if there is one."""
    return db.session.scalars(
        select(SchemePressure).where(
            SchemePressure.scheme_id == scheme_id, SchemePressure.financial_year == year
        )
    ).one_or_none()


def figures_of(months: Mapping[Month, SchemeMonth], year: FinancialYear) -> rules.YearFigures:
    """The stored months of a year as the rules read them."""

    def column(name: str) -> rules.Cells:
        return tuple(
            getattr(months[month], name) if month in months else None for month in year.months
        )

    splits: dict[str, rules.Split] = {
        measure: rules.Split(column(f"{measure}_recurrent"), column(f"{measure}_non_recurrent"))
        for measure in MEASURES
    }
    return rules.YearFigures(**splits)
