"""Roll-ups of everything that is measured, computed by the database to the penny."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, literal, select

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.programmes.models import Workstream
from app.savings.models import CashClass, Scheme, SchemeShare
from app.savings.queries.measures import formulas
from app.savings.queries.measures.cells import per_scheme
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
Shares = Mapping[int, Sequence[tuple[int, int]]]


def _found(asked: Asked, dimension: Dimension) -> Found:
    if dimension is not Dimension.WORKSTREAM:
        return _grouped(asked, _KEYS.get(dimension))
    shares = _shares(asked)
    if not shares:
        return _grouped(asked, "workstream_id")
    are_shared = select(SchemeShare.id).where(SchemeShare.scheme_id == Scheme.id).exists()
    whole = _grouped(asked, "workstream_id", ~are_shared)
    return whole + _split(_grouped(asked, "id", are_shared), shares)


_KEYS = {
    Dimension.CATEGORY: "category",
    Dimension.DEVELOPMENT: "development",
    Dimension.RISK: "risk",
    Dimension.CASH: "cash",
}


def _grouped(asked: Asked, name: str | None, *where: ColumnElement[bool]) -> Found:
    row = _row(asked, *where)
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


def _split(found: Found, shares: Shares) -> Found:
    """Cross-cutting schemes, each in proportion to its shares."""
    split: Found = []
    for scheme_id, cash, measures in found:
        places = shares[scheme_id]
        parts = rules.shared(measures, [share for _, share in places])
        split += [(place, cash, part) for (place, _), part in zip(places, parts, strict=True)]
    return split


def _shares(asked: Asked) -> Shares:
    """By scheme's id, its workstreams with their shares, in order."""
    rows = db.session.execute(
        select(SchemeShare.scheme_id, SchemeShare.workstream_id, SchemeShare.share)
        .join(Scheme, Scheme.id == SchemeShare.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == asked.programme_id)
        .order_by(SchemeShare.scheme_id, SchemeShare.workstream_id)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for scheme_id, workstream_id, share in rows:
        found[scheme_id].append((workstream_id, share))
    return found


def _row(asked: Asked, *where: ColumnElement[bool]) -> Subquery:
    statement = per_scheme(asked.programme_id, asked.month, asked.visible_to, asked.as_at, *where)
    return statement.subquery(formulas.ROW)


def _measures(values: Sequence[Any]) -> Measures:
    return Measures(**dict(zip(rules.NAMES, values, strict=True)))
