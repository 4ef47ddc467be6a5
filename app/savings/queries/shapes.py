"""The shape of the year, added up by the database: what the tests of honesty look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, null, select

from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Workstream
from app.savings.models import CELLS, Scheme, SchemeMonth, SchemeShare, SchemeStatus
from app.savings.queries import shares
from app.savings.queries.shares import Shares
from app.savings.queries.totals import added, both, sums
from app.savings.rules import honesty
from app.savings.rules import shares as rules
from app.savings.rules.figures import MONTHS, Split, YearFigures
from app.savings.rules.honesty import YearShape

QUARTER_FROM, HALF_FROM = 10, 7
NOT_SUMS = ("year", "m", "forecast_changed_on")
NAMES = tuple(each.name for each in fields(YearShape) if each.name not in NOT_SUMS)


@dataclass(frozen=True)
class Window:
    """The last months, in which savings may have stalled."""

    months: Sequence[Month]

    @classmethod
    def before(cls, month: Month, stall_months: int) -> Window:
        """Those of the month's own financial year, up to it."""
        first = max(1, month.number - stall_months + 1)
        return cls(month.financial_year.months[first - 1 : month.number])


def by_scheme(month: Month, stall_months: int) -> dict[str, ColumnElement[Any]]:
    """The sums of YearShape by name, for a statement that groups a scheme's months of the year."""
    plan, actual, march = both("plan"), both("actual"), month.financial_year.months[-1]
    given = func.coalesce(SchemeMonth.actual_recurrent, SchemeMonth.actual_non_recurrent)
    still = and_(given.is_not(None), actual == 0)
    within = SchemeMonth.month.in_(Window.before(month, stall_months).months)
    whole = sums(month)
    names = ("plan", "ytd_plan", "ytd_actual", "remaining_forecast", "recurrent_forecast")
    return {
        **{name: whole[name] for name in names},
        "second_half_plan": _from(month, HALF_FROM, plan),
        "last_quarter_plan": _from(month, QUARTER_FROM, plan),
        "recurrent_plan": added(func.coalesce(SchemeMonth.plan_recurrent, 0)),
        "full_year_plan": MONTHS * _in(march, SchemeMonth.plan_recurrent),
        "full_year_forecast": MONTHS * _in(march, _march(month)),
        "last_actual": func.max(
            case((SchemeMonth.month == month, case((given.is_not(None), actual))))
        ),
        "falls": added(case((and_(SchemeMonth.month <= month, actual < 0), 1), else_=0)),
        "still_months": added(case((and_(within, still), 1), else_=0)),
        "window_plan": added(case((within, plan), else_=0)),
    }


def of_row(values: Mapping[str, Any], month: Month, changed_on: date | None) -> YearShape:
    """The shape from a row of a statement with the `by_scheme` columns."""
    return YearShape(
        year=month.financial_year,
        m=month.number,
        forecast_changed_on=changed_on,
        **{name: values[name] for name in NAMES},
    )


@dataclass(frozen=True)
class PlaceYear:
    """A workstream's schemes together, month by month.

    `unknown`: the months, April is 1, in which a scheme with a plan gave no actual.
    """

    figures: YearFigures
    forecast_changed_on: date | None = None
    unknown: frozenset[int] = frozenset()


def by_workstream(
    programme_id: int, year: FinancialYear, only: int | None = None, shared: Shares = shares.NONE
) -> dict[int, PlaceYear]:
    """The year of each workstream, by its id: all its schemes, in one read of plain sums.

    `only`: the id of the one workstream that is asked for. `shared`: the programme's cross-cutting
    schemes, which are added up apart and put to their workstreams by share.
    """
    months: dict[tuple[int, int | None], dict[Month, Any]] = defaultdict(dict)
    for row in db.session.execute(_months(programme_id, year, only, shared)):
        months[row.workstream_id, row.shared][row.month] = row
    found: dict[int, list[PlaceYear]] = defaultdict(list)
    for (home, scheme), rows in months.items():
        for place, part in _parts(_year(rows, year), home, scheme, shared):
            found[place].append(part)
    return {key: _together(each) for key, each in found.items() if only in (None, key)}


def _months(
    programme_id: int, year: FinancialYear, only: int | None, shared: Shares
) -> Select[*tuple[Any, ...]]:
    """The workstream's months added up; those of a shared scheme, whose id is given, apart."""
    statement = (
        select(
            Scheme.workstream_id,
            SchemeMonth.month,
            func.max(Scheme.forecast_changed_on).label("changed_on"),
            added(case((_is_missing(), 1), else_=0)).label("missing"),
            *(func.sum(getattr(SchemeMonth, name)).label(name) for name in CELLS),
        )
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(shares.there(only, shared))
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
        .group_by(Scheme.workstream_id, SchemeMonth.month)
    )
    if not shared:
        return statement.add_columns(null().label("shared"))
    apart = select(SchemeShare.scheme_id).distinct().subquery("apart")
    return (
        statement.add_columns(apart.c.scheme_id.label("shared"))
        .outerjoin(apart, apart.c.scheme_id == Scheme.id)
        .group_by(apart.c.scheme_id)
    )


def _parts(
    whole: PlaceYear, home: int, scheme: int | None, shared: Shares
) -> list[tuple[int, PlaceYear]]:
    given = shared.of.get(scheme) if scheme is not None else None
    if given is None:
        return [(home, whole)]
    split = rules.split_year(whole.figures, [each.share for each in given])
    return [
        (each.workstream_id, replace(whole, figures=part))
        for each, part in zip(given, split, strict=True)
    ]


def _together(parts: Sequence[PlaceYear]) -> PlaceYear:
    """A workstream's own schemes, and its shares of others."""
    if len(parts) == 1:
        return parts[0]
    changed = [each.forecast_changed_on for each in parts if each.forecast_changed_on is not None]
    return PlaceYear(
        rules.added_years([each.figures for each in parts]),
        max(changed, default=None),
        frozenset[int]().union(*(each.unknown for each in parts)),
    )


def of_place(place: PlaceYear, month: Month, stall_months: int) -> YearShape:
    """The shape of the workstream's year to the month."""
    return honesty.shape(
        place.figures,
        month.number,
        of=month.financial_year,
        stall_months=stall_months,
        forecast_changed_on=place.forecast_changed_on,
        unknown=place.unknown,
    )


def _year(found: Mapping[Month, Any], year: FinancialYear) -> PlaceYear:
    changed = [row.changed_on for row in found.values() if row.changed_on is not None]
    figures = YearFigures(
        plan=_split(found, year, "plan"),
        forecast=_split(found, year, "forecast"),
        actual=_split(found, year, "actual"),
    )
    unknown = frozenset(month.number for month, row in found.items() if row.missing)
    return PlaceYear(figures, max(changed, default=None), unknown)


def _is_missing() -> ColumnElement[bool]:
    given = func.coalesce(SchemeMonth.actual_recurrent, SchemeMonth.actual_non_recurrent)
    return and_(given.is_(None), both("plan") != 0)


def _split(found: Mapping[Month, Any], year: FinancialYear, measure: str) -> Split:
    def cells(kind: str) -> tuple[Pence | None, ...]:
        rows = (found.get(month) for month in year.months)
        amounts = (None if row is None else getattr(row, f"{measure}_{kind}") for row in rows)
        return tuple(None if amount is None else Pence(int(amount)) for amount in amounts)

    return Split(cells("recurrent"), cells("non_recurrent"))


def _from(month: Month, number: int, amount: ColumnElement[Any]) -> ColumnElement[int]:
    first = month.financial_year.month(number)
    return added(case((SchemeMonth.month >= first, amount), else_=0))


def _in(month: Month, amount: Any) -> ColumnElement[int]:
    return added(case((SchemeMonth.month == month, amount), else_=0))


def _march(month: Month) -> Any:
    is_over = month.number == MONTHS
    return SchemeMonth.actual_recurrent if is_over else SchemeMonth.forecast_recurrent
