"""The schemes of one sheet with their months, in a fixed number of reads however many there are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor, Permission
from app.core.financial_year import FinancialYear, Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings.models import Scheme, SchemeMonth, SchemeStatus

ROWS = 100
Places = Sequence[tuple[str, str, int]]


def places(programme_id: int, year: FinancialYear, actor: Actor) -> Places:
    """Reference, name and number of the year's schemes in each workstream, for who may edit it."""
    rows = db.session.execute(
        select(Workstream.ref, Workstream.name, func.count())
        .join(Scheme, Scheme.workstream_id == Workstream.id)
        .where(_listed(programme_id, year, actor))
        .group_by(Workstream.id)
        .order_by(Workstream.ref)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def programmes_of(actor: Actor) -> frozenset[int]:
    """The programmes in which there is a scheme whose months the actor may edit."""
    rows = select(Workstream.programme_id).join(Scheme, Scheme.workstream_id == Workstream.id)
    return frozenset(db.session.scalars(rows.where(_editable(actor)).distinct()))


def schemes(
    programme_id: int, year: FinancialYear, actor: Actor, *, workstream: str = "", page: int = 1
) -> Sequence[Scheme]:
    """The year's schemes for who may edit them, by reference, at most ROWS; "" for any workstream.

    Open ones, and complete ones with money in the year: what these save goes on, and counts.
    """
    statement = (
        select(Scheme)
        .join(Scheme.workstream)
        .where(_listed(programme_id, year, actor))
        .options(contains_eager(Scheme.workstream).joinedload(Workstream.programme))
        .order_by(Workstream.ref, Scheme.ref, Scheme.id)
        .limit(ROWS)
        .offset((page - 1) * ROWS)
    )
    if workstream:
        statement = statement.where(Workstream.ref == workstream)
    return db.session.scalars(statement).all()


def months(ids: Sequence[int], year: FinancialYear) -> dict[int, dict[Month, SchemeMonth]]:
    """The stored months of these schemes in the year, by the scheme's id."""
    found: dict[int, dict[Month, SchemeMonth]] = {each: {} for each in ids}
    rows = db.session.scalars(
        select(SchemeMonth)
        .where(SchemeMonth.scheme_id.in_(ids))
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
    )
    for row in rows:
        found[row.scheme_id][row.month] = row
    return found


def _listed(programme_id: int, year: FinancialYear, actor: Actor) -> ColumnElement[bool]:
    has_money = (
        select(SchemeMonth.id)
        .where(SchemeMonth.scheme_id == Scheme.id)
        .where(SchemeMonth.month.between(year.months[0], year.months[-1]))
        .exists()
    )
    return and_(
        Workstream.programme_id == programme_id,
        or_(Scheme.status == SchemeStatus.OPEN, has_money),
        _editable(actor),
    )


def _editable(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Scheme.status != SchemeStatus.WITHDRAWN,
        programmes.seen_workstreams(actor, Permission.EDIT_SAVINGS),
        programmes.seen_records(actor, Scheme),
    )
