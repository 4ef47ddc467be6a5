"""The shape of the year, added up by the database: what the tests of honesty look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, null, select

from app.core import money
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
LASTING = ("forecast", "actual")
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
        "full_year_forecast": func.coalesce(
            Scheme.signed_full_year_effect, MONTHS * _in(march, _march(month))
        ),
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

    `unknown`: the months, April is 1, in which a scheme with a plan gave no actual. `full_year`:
    what the schemes save in a full year, of their forecast, and once March is over; see `_lasting`.
    """

    figures: YearFigures
    forecast_changed_on: date | None = None
    unknown: frozenset[int] = frozenset()
    full_year: tuple[Pence | None, Pence | None] = (None, None)


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
            *(_lasting(measure).label(f"full_year_{measure}") for measure in LASTING),
            *(_doubtful(measure).label(f"doubtful_{measure}") for measure in LASTING),
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
    by_share = [each.share for each in given]
    split = rules.split_year(whole.figures, by_share)
    lasting = zip(*(_spread(pence, by_share) for pence in whole.full_year), strict=True)
    return [
        (each.workstream_id, replace(whole, figures=part, full_year=(forecast, actual)))
        for each, part, (forecast, actual) in zip(given, split, lasting, strict=True)
    ]


def _spread(pence: Pence | None, by_share: Sequence[int]) -> Sequence[Pence | None]:
    return [None] * len(by_share) if pence is None else money.spread(pence, by_share)


def _together(parts: Sequence[PlaceYear]) -> PlaceYear:
    """A workstream's own schemes, and its shares of others."""
    if len(parts) == 1:
        return parts[0]
    changed = [each.forecast_changed_on for each in parts if each.forecast_changed_on is not None]
    return PlaceYear(
        rules.added_years([each.figures for each in parts]),
        max(changed, default=None),
        frozenset[int]().union(*(each.unknown for each in parts)),
        (_lasting_of(parts, 0), _lasting_of(parts, 1)),
    )


def _lasting_of(parts: Sequence[PlaceYear], which: int) -> Pence | None:
    """Together; not known where it is not known of a part that has a recurrent plan in March."""
    known = [each.full_year[which] for each in parts if each.full_year[which] is not None]
    doubtful = any(
        each.full_year[which] is None and each.figures.plan.recurrent[-1] for each in parts
    )
    return None if doubtful or not known else Pence(sum(each or 0 for each in known))


def of_place(place: PlaceYear, month: Month, stall_months: int) -> YearShape:
    """The shape of the workstream's year to the month."""
    found = honesty.shape(
        place.figures,
        month.number,
        of=month.financial_year,
        stall_months=stall_months,
        forecast_changed_on=place.forecast_changed_on,
        unknown=place.unknown,
    )
    return replace(found, full_year_forecast=place.full_year[month.number == MONTHS])


def _year(found: Mapping[Month, Any], year: FinancialYear) -> PlaceYear:
    changed = [row.changed_on for row in found.values() if row.changed_on is not None]
    figures = YearFigures(
        plan=_split(found, year, "plan"),
        forecast=_split(found, year, "forecast"),
        actual=_split(found, year, "actual"),
    )
    unknown = frozenset(month.number for month, row in found.items() if row.missing)
    march = found.get(year.months[-1])
    return PlaceYear(figures, max(changed, default=None), unknown, _full_year(march))


def _full_year(march: Any) -> tuple[Pence | None, Pence | None]:
    """Not known where it is not known of one that has a recurrent plan in March."""
    if march is None:
        return None, None
    forecast, actual = (
        None if getattr(march, f"doubtful_{measure}") else getattr(march, f"full_year_{measure}")
        for measure in LASTING
    )
    return forecast, actual


def _lasting(measure: str) -> ColumnElement[int]:
    """Each scheme's signed full-year effect, else its recurrent value × 12, added up."""
    column = getattr(SchemeMonth, f"{measure}_recurrent")
    return cast(
        func.sum(func.coalesce(Scheme.signed_full_year_effect, column * MONTHS)), BigInteger
    )


def _doubtful(measure: str) -> ColumnElement[int]:
    """The schemes with a recurrent plan of which neither is known."""
    column = getattr(SchemeMonth, f"{measure}_recurrent")
    known = func.coalesce(Scheme.signed_full_year_effect, column).is_not(None)
    planned = func.coalesce(SchemeMonth.plan_recurrent, 0) != 0
    return added(case((and_(planned, ~known), 1), else_=0))


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
    """What the month has; nothing, which is not 0, where it was not given."""
    return cast(func.sum(case((SchemeMonth.month == month, amount), else_=None)), BigInteger)


def _march(month: Month) -> Any:
    is_over = month.number == MONTHS
    return SchemeMonth.actual_recurrent if is_over else SchemeMonth.forecast_recurrent
