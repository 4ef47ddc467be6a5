"""Finance's queries about claims: a thread each, and whom each waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings.models import ClaimMessage, ClaimQuery, QueryStatus, Scheme


@dataclass(frozen=True)
class Waiting:
    """How many queries wait for a person's answer, how many of them are late, and the first due;
    and how many answers wait for the person to decide."""

    to_answer: int
    overdue: int
    due: date | None
    to_decide: int


@dataclass(frozen=True)
class Open:
    """A query that is not closed, with its question."""

    query: ClaimQuery
    question: str


def get(query_id: int, visible_to: Actor) -> ClaimQuery:
    """The query with its scheme and owner. Raises NotFound, also for who may not see the scheme."""
    found = db.session.scalars(_seen(visible_to).where(ClaimQuery.id == query_id)).one_or_none()
    if found is None:
        raise NotFound("that query")
    return found


def messages(query_id: int) -> Sequence[ClaimMessage]:
    """The thread, in order."""
    return db.session.scalars(
        select(ClaimMessage).where(ClaimMessage.query_id == query_id).order_by(ClaimMessage.id)
    ).all()


def open_of(scheme_id: int, month: Month) -> Sequence[ClaimQuery]:
    """The queries on the scheme's month that are not closed."""
    return db.session.scalars(
        select(ClaimQuery)
        .where(ClaimQuery.scheme_id == scheme_id, ClaimQuery.month == month)
        .where(ClaimQuery.status != QueryStatus.CLOSED)
        .order_by(ClaimQuery.id)
    ).all()


def of_scheme(scheme_id: int) -> Sequence[ClaimQuery]:
    """Every query on the scheme, newest first, with its owner."""
    return db.session.scalars(
        select(ClaimQuery)
        .where(ClaimQuery.scheme_id == scheme_id)
        .options(joinedload(ClaimQuery.owner))
        .order_by(ClaimQuery.id.desc())
    ).all()


def open_on(scheme_ids: Collection[int]) -> dict[int, list[Open]]:
    """The queries on each of the schemes that are not closed, the first due first."""
    rows = db.session.execute(
        select(ClaimQuery, _question())
        .where(ClaimQuery.scheme_id.in_(scheme_ids), ClaimQuery.status != QueryStatus.CLOSED)
        .options(joinedload(ClaimQuery.owner))
        .order_by(ClaimQuery.due_on, ClaimQuery.id)
    )
    found: dict[int, list[Open]] = defaultdict(list)
    for query, question in rows:
        found[query.scheme_id].append(Open(query, question or ""))
    return found


def to_answer(actor: Actor) -> Sequence[ClaimQuery]:
    """The open queries that the person owns, the first due first, with their schemes."""
    if actor.person_id is None:
        return []
    mine = (ClaimQuery.owner_id == actor.person_id) & (ClaimQuery.status == QueryStatus.OPEN)
    ordered = _seen(actor).where(mine).order_by(ClaimQuery.due_on, ClaimQuery.id)
    return db.session.scalars(ordered).all()


def listed(visible_to: Actor, *, is_closed: bool = False) -> Select[ClaimQuery]:
    """Queries that the reader may see, the first due first."""
    closed = ClaimQuery.status == QueryStatus.CLOSED
    return (
        _seen(visible_to)
        .where(closed if is_closed else ~closed)
        .order_by(ClaimQuery.due_on, ClaimQuery.id)
    )


def waiting(actor: Actor, today: date) -> Waiting:
    """What waits for the person, in one read."""
    mine = (ClaimQuery.owner_id == actor.person_id) & (ClaimQuery.status == QueryStatus.OPEN)
    theirs = (ClaimQuery.status == QueryStatus.ANSWERED) & or_(
        programmes.seen_workstreams(actor, Permission.VALIDATE_SAVINGS),
        ClaimQuery.raised_by_id == (actor.person_id or 0),
    )
    counted = select(
        func.count().filter(mine),
        func.count().filter(mine & (ClaimQuery.due_on < today)),
        func.min(ClaimQuery.due_on).filter(mine),
        func.count().filter(theirs),
    ).select_from(ClaimQuery)
    narrowed = programmes.seen(
        counted.join(Scheme, Scheme.id == ClaimQuery.scheme_id).join(
            Workstream, Workstream.id == Scheme.workstream_id
        ),
        actor,
        Scheme,
    )
    return Waiting(*db.session.execute(narrowed.where(or_(mine, theirs))).one())


def _question() -> ScalarSelect[str]:
    """What the surrounding statement's query began with."""
    first = (
        select(func.min(ClaimMessage.id))
        .where(ClaimMessage.query_id == ClaimQuery.id)
        .correlate(ClaimQuery)
        .scalar_subquery()
    )
    return select(ClaimMessage.text).where(ClaimMessage.id == first).scalar_subquery()


def _seen(visible_to: Actor) -> Select[ClaimQuery]:
    statement = (
        select(ClaimQuery)
        .join(ClaimQuery.scheme)
        .join(Scheme.workstream)
        .options(
            contains_eager(ClaimQuery.scheme)
            .contains_eager(Scheme.workstream)
            .joinedload(Workstream.programme),
            joinedload(ClaimQuery.owner),
        )
    )
    return programmes.seen(statement, visible_to, Scheme)
