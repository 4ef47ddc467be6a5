"""Roll-ups of everything that is measured, computed by the database to the penny."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, literal, select

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.savings.models import CashClass, Scheme, SchemeShare
from app.savings.queries import shares
from app.savings.queries.measures import formulas
from app.savings.queries.measures.cells import per_scheme
from app.savings.queries.shares import Shares
from app.savings.rules import measures as rules
from app.savings.rules.measures import Dimension, Kind, Measures
from app.savings.rules.totals import DEFAULT_WEIGHTS, Weights

Key = Any
"""What a line is about: a workstream's id, a status, a category; None where it is not given."""


@dataclass(frozen=True)
class RollUp:
    """The programme's schemes by one dimension, and the same money by cash class."""

    dimension: Dimension
    lines: Mapping[Key, Measures]
    by_cash: Mapping[CashClass | None, Measures]

    @property
    def total(self) -> Measures:
        """All lines together."""
        return rules.together(self.lines.values())


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which schemes are measured, for whom, and as at when."""

    programme_id: int
    month: Month
    as_at: date
    visible_to: Actor
    weights: Weights = DEFAULT_WEIGHTS


def rolled_up(asked: Asked, dimension: Dimension) -> RollUp:
    """One statement; for workstreams one more, and a third where schemes are shared among them."""
    lines: dict[Key, list[Measures]] = defaultdict(list)
    by_cash: dict[CashClass | None, list[Measures]] = defaultdict(list)
    found = _by_kind(asked) if dimension is Dimension.KIND else _found(asked, dimension)
    for key, cash, measures in found:
        lines[key].append(measures)
        by_cash[cash].append(measures)
    return RollUp(
        dimension,
        {key: rules.together(parts) for key, parts in lines.items()},
        {key: rules.together(parts) for key, parts in by_cash.items()},
    )


Found = list[tuple[Key, CashClass | None, Measures]]


def _found(asked: Asked, dimension: Dimension) -> Found:
    if dimension is not Dimension.WORKSTREAM:
        return _grouped(asked, _KEYS.get(dimension))
    shared = shares.of_programme(asked.programme_id, asked.visible_to)
    if not shared:
        return _grouped(asked, "workstream_id")
    are_shared = select(SchemeShare.id).where(SchemeShare.scheme_id == Scheme.id).exists()
    whole = _grouped(asked, "workstream_id", ~are_shared)
    return whole + _split(_grouped(asked, "id", are_shared, also=shared.seen), shared)


_KEYS = {
    Dimension.CATEGORY: "category",
    Dimension.DEVELOPMENT: "development",
    Dimension.RISK: "risk",
    Dimension.CASH: "cash",
}


def _grouped(
    asked: Asked, name: str | None, *where: ColumnElement[bool], also: Collection[int] = ()
) -> Found:
    row = _row(asked, *where, also=also)
    key: ColumnElement[Any] = literal(None) if name is None else row.c[name]
    groups = (row.c.cash,) if name is None else (key, row.c.cash)
    sums = formulas.summed(asked.month.financial_year, asked.weights)
    statement = select(key, row.c.cash, *sums).select_from(row).group_by(*groups)
    return [(each[0], each[1], _measures(each[2:])) for each in db.session.execute(statement)]


def _by_kind(asked: Asked) -> Found:
    row = _row(asked)
    sums = formulas.summed_apart(asked.month.financial_year, asked.weights)
    statement = select(row.c.cash, *sums).select_from(row).group_by(row.c.cash)
    half = len(sums) // 2
    found: Found = []
    for cash, *values in db.session.execute(statement):
        found.append((Kind.RECURRENT, cash, _measures(values[:half])))
        found.append((Kind.NON_RECURRENT, cash, _measures(values[half:])))
    return found


def _split(found: Found, shared: Shares) -> Found:
    """Cross-cutting schemes by share: of those workstreams that the reader may read."""
    split: Found = []
    for scheme_id, cash, measures in found:
        places = shared.of[scheme_id]
        parts = rules.shared(measures, [each.share for each in places])
        split += [
            (place.workstream_id, cash, part)
            for place, part in zip(places, parts, strict=True)
            if place.is_seen
        ]
    return split


def _row(asked: Asked, *where: ColumnElement[bool], also: Collection[int] = ()) -> Subquery:
    statement = per_scheme(asked.programme_id, asked.month, asked.as_at, *where)
    return shares.seen(statement, asked.visible_to, also).subquery(formulas.ROW)


def _measures(values: Sequence[Any]) -> Measures:
    return Measures(**dict(zip(rules.NAMES, values, strict=True)))
