"""Savings that may be counted twice: found in a fixed number of reads, and what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import case, select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure, Workstream
from app.savings.models import (
    OverlapDecision,
    Scheme,
    SchemeBudgetLine,
    SchemeMonth,
    SchemeShare,
    SchemeStatus,
)
from app.savings.queries.totals import added, both
from app.savings.rules import overlaps as rules
from app.savings.rules.overlaps import Line, Named, Overlap

MOST_AT_ONCE = 500
Sums = tuple[int, int]


def found(programme_id: int) -> list[Overlap]:
    """Everything that may be counted twice, settled or not. Withdrawn schemes count nowhere."""
    return [
        *rules.on_one_line(_lines(programme_id)),
        *rules.not_whole(_shares(programme_id)),
        *rules.twins(_with_plans(rules.alike(_named(programme_id), fuzz.ratio))),
    ]


def decisions(programme_id: int) -> dict[str, OverlapDecision]:
    """The newest decision on each key."""
    rows = db.session.scalars(
        select(OverlapDecision)
        .where(OverlapDecision.programme_id == programme_id)
        .order_by(OverlapDecision.id)
    )
    return {row.key: row for row in rows}


def unresolved(programme_id: int) -> list[Overlap]:
    """What nobody has settled, or what was settled and has changed since."""
    settled = {key for key, each in decisions(programme_id).items() if each.is_settled}
    return [each for each in found(programme_id) if each.key not in settled]


def unresolved_of(scheme: Scheme) -> list[Overlap]:
    """Those of one scheme: it cannot pass finance validation while there are any."""
    return [
        each for each in unresolved(scheme.workstream.programme_id) if scheme.id in each.schemes
    ]


def unresolved_by_scheme(programme_id: int) -> dict[int, list[str]]:
    """How each scheme may be counted twice, without a word of the other one.

    Of a pair with a workforce-sensitive scheme only that one is told: nothing may point at it.
    """
    hidden = sensitive(programme_id)
    found: dict[int, list[str]] = defaultdict(list)
    for overlap in unresolved(programme_id):
        told = [each for each in overlap.schemes if each in hidden] or overlap.schemes
        for scheme_id in told:
            found[scheme_id].append(overlap.kind.value)
    return found


def schemes(ids: Collection[int], visible_to: Actor) -> dict[int, Scheme]:
    """Those that the reader may see, with their workstreams and programme."""
    loaded = contains_eager(Scheme.workstream).joinedload(Workstream.programme)
    found: dict[int, Scheme] = {}
    for some in _parts(ids):
        statement = select(Scheme).join(Scheme.workstream).where(Scheme.id.in_(some))
        rows = db.session.scalars(programmes.seen(statement, visible_to, Scheme).options(loaded))
        found |= {row.id: row for row in rows}
    return found


def sensitive(programme_id: int) -> frozenset[int]:
    """The programme's workforce-sensitive schemes: nothing may point at them."""
    return frozenset(
        db.session.scalars(
            select(Scheme.id)
            .join(Workstream, Workstream.id == Scheme.workstream_id)
            .where(Workstream.programme_id == programme_id)
            .where(Scheme.disclosure == Disclosure.WORKFORCE)
        )
    )


def sums(ids: Collection[int], month: Month) -> dict[int, Sums]:
    """Each scheme's plan of the year, and its outturn: saved to the month, then forecast."""
    year = month.financial_year
    outturn = case((SchemeMonth.month <= month, both("actual")), else_=both("forecast"))
    found: dict[int, Sums] = {}
    for some in _parts(ids):
        rows = db.session.execute(
            select(SchemeMonth.scheme_id, added(both("plan")), added(outturn))
            .where(SchemeMonth.scheme_id.in_(some))
            .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
            .group_by(SchemeMonth.scheme_id)
        )
        found |= {scheme_id: (plan, forecast) for scheme_id, plan, forecast in rows}
    return found


def lines_of(scheme_id: int) -> Sequence[SchemeBudgetLine]:
    """The scheme's budget lines, by cost centre."""
    return db.session.scalars(
        select(SchemeBudgetLine)
        .where(SchemeBudgetLine.scheme_id == scheme_id)
        .order_by(
            SchemeBudgetLine.cost_centre, SchemeBudgetLine.account, SchemeBudgetLine.from_month
        )
    ).all()


def shares_of(scheme_id: int) -> dict[int, SchemeShare]:
    """The scheme's shares, by workstream; empty for one that is not cross-cutting."""
    rows = db.session.scalars(select(SchemeShare).where(SchemeShare.scheme_id == scheme_id))
    return {row.workstream_id: row for row in rows}


def workstream_names(programme_id: int) -> dict[int, str]:
    """Every workstream's reference and name, by its id."""
    rows = db.session.execute(
        select(Workstream.id, Workstream.ref, Workstream.name)
        .where(Workstream.programme_id == programme_id, ~Workstream.is_unassigned)
        .order_by(Workstream.ref)
    )
    return {row.id: f"{row.ref} {row.name}" for row in rows}


def workstream_refs(programme_id: int) -> dict[int, str]:
    """Every workstream of the programme, by its id."""
    rows = db.session.execute(
        select(Workstream.id, Workstream.ref)
        .where(Workstream.programme_id == programme_id)
        .order_by(Workstream.ref)
    )
    return {row.id: row.ref for row in rows}


def _of_programme(statement: Any, programme_id: int) -> Any:
    """Only schemes of the programme that are not withdrawn."""
    return (
        statement.join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .where(Scheme.status != SchemeStatus.WITHDRAWN)
    )


def _lines(programme_id: int) -> list[Line]:
    row = SchemeBudgetLine
    columns = (row.scheme_id, row.cost_centre, row.account, row.from_month, row.to_month)
    statement = select(*columns).join(Scheme, Scheme.id == row.scheme_id).order_by(row.id)
    return [Line(*each) for each in db.session.execute(_of_programme(statement, programme_id))]


def _shares(programme_id: int) -> dict[int, list[tuple[int, int]]]:
    row = SchemeShare
    statement = (
        select(row.scheme_id, row.workstream_id, row.share)
        .join(Scheme, Scheme.id == row.scheme_id)
        .order_by(row.scheme_id, row.workstream_id)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for scheme_id, place, share in db.session.execute(_of_programme(statement, programme_id)):
        found[scheme_id].append((place, share))
    return found


def _named(programme_id: int) -> list[Named]:
    statement = select(Scheme.id, Scheme.workstream_id, Scheme.title, Scheme.starts_on)
    rows = db.session.execute(_of_programme(statement.order_by(Scheme.id), programme_id))
    return [Named(*row) for row in rows]


def _with_plans(pairs: Sequence[tuple[Named, Named]]) -> Iterator[tuple[Named, Named]]:
    """The pairs with what each plans in all its years."""
    plans: dict[int, int] = {}
    for some in _parts({each.scheme_id for pair in pairs for each in pair}):
        rows = db.session.execute(
            select(SchemeMonth.scheme_id, added(both("plan")))
            .where(SchemeMonth.scheme_id.in_(some))
            .group_by(SchemeMonth.scheme_id)
        )
        plans |= {row[0]: row[1] for row in rows}
    for one, other in pairs:
        yield (
            replace(one, plan=plans.get(one.scheme_id, 0)),
            replace(other, plan=plans.get(other.scheme_id, 0)),
        )


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    """As many as one statement may name; one part where there are none, so that reads are even."""
    ordered = sorted(ids)
    for first in range(0, max(len(ordered), 1), MOST_AT_ONCE):
        yield ordered[first : first + MOST_AT_ONCE]
