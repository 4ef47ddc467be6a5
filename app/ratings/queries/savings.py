"""The year's savings of each scheme, with where it belongs and whether the reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, case, func, select

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Workstream
from app.programmes.queries import seen_records
from app.savings import queries as savings
from app.savings import rules
from app.savings.models import Scheme, SchemeMonth, SchemeStatus
from app.savings.queries import held, shares
from app.savings.queries.shares import Share, Shares
from app.savings.queries.totals import schemes_of
from app.savings.queries.validated import validated_sums
from app.savings.rules.totals import held_of


@dataclass(frozen=True, slots=True)
class PlacedSums:
    """One scheme's year, in pence, with where it belongs and whether the reader may see it.

    `shares`: of each workstream, where the scheme is cross-cutting; the sums are of all of it.
    """

    workstream_id: int
    is_hidden: bool
    sums: rules.SchemeSums
    scheme_id: int
    shares: Sequence[Share] = ()

    def is_in(self, workstreams: Collection[int]) -> bool:
        """Whether it belongs to one of them, or one of them has a share."""
        shared = any(each.workstream_id in workstreams for each in self.shares)
        return shared or self.workstream_id in workstreams


_FACTS = (
    Scheme.ref,
    Scheme.title,
    Scheme.development_status,
    Scheme.delivery_risk,
    Scheme.status,
)


def with_shares(
    programme_id: int, month: Month, visible_to: Actor, as_at: date, *, only: int | None
) -> tuple[Sequence[PlacedSums], Shares]:
    """The `scheme_sums`, and the shares of those that are cross-cutting."""
    shared = shares.of_programme(programme_id, visible_to)
    found = scheme_sums(programme_id, month, visible_to, as_at, only=only, shared=shared)
    return found, shared


def scheme_sums(
    programme_id: int,
    month: Month,
    visible_to: Actor,
    as_at: date | None = None,
    *,
    only: int | None = None,
    shared: Shares = shares.NONE,
) -> Sequence[PlacedSums]:
    """Each scheme that is not withdrawn, by reference, with its year up to and after the month.

    `as_at`: the day on which the quality gate is asked; else the last of the month. `only`: the id
    of the one workstream whose schemes are asked for, and those with a share there.
    """
    validated = validated_sums(month.financial_year, month, programme_id)
    mine = shares.there(only, shared)
    cells = _cells(schemes_of(programme_id).where(mine), month)
    hidden = case((seen_records(visible_to, Scheme), False), else_=True)
    statement = (
        select(
            Scheme.id,
            Scheme.workstream_id,
            hidden,
            *_FACTS,
            held.is_held(as_at or month.last),
            func.coalesce(validated.c.pence, 0),
            *(func.coalesce(cells.c[name], 0) for name in savings.sums(month)),
        )
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(cells, cells.c.scheme_id == Scheme.id)
        .outerjoin(validated, validated.c.scheme_id == Scheme.id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(mine)
        .order_by(Scheme.ref, Scheme.id)
    )
    return [_placed(row, shared) for row in db.session.execute(statement)]


def by_workstream(
    schemes: Sequence[PlacedSums], shared: Shares
) -> Mapping[int, Sequence[PlacedSums]]:
    """By workstream's id, its own schemes and its parts of cross-cutting ones: each pound once."""
    found: dict[int, list[PlacedSums]] = defaultdict(list)
    for each in schemes:
        for place, sums in shared.parts(each.scheme_id, each.workstream_id, each.sums):
            found[place].append(each if sums is each.sums else replace(each, sums=sums))
    return found


def _cells(schemes: Select[int], month: Month) -> Subquery:
    """The cells by scheme, found through the list of schemes: so they need not be sorted."""
    year = month.financial_year
    return (
        select(
            SchemeMonth.scheme_id,
            *(each.label(name) for name, each in savings.sums(month).items()),
        )
        .where(SchemeMonth.scheme_id.in_(schemes))
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
        .group_by(SchemeMonth.scheme_id)
        .subquery("cells")
    )


def _placed(row: Any, shared: Shares) -> PlacedSums:
    key, place, hidden, ref, title, status, risk, stands, is_held, validated, *cells = row
    plan, ytd_plan, ytd_actual, remaining, recurrent = cells
    sums = rules.SchemeSums(
        ref=ref,
        title=title,
        status=status,
        risk=risk,
        is_transacted=stands is SchemeStatus.COMPLETE,
        plan=plan,
        ytd_plan=ytd_plan,
        ytd_actual=ytd_actual,
        remaining_forecast=remaining,
        recurrent_forecast=recurrent,
        held=held_of(remaining) if is_held else Pence(0),
        validated=validated,
    )
    return PlacedSums(place, bool(hidden), sums, key, shared.of.get(key, ()))
