"""A month's claims beside the ledger and finance's newest word: one row a scheme, one read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ScalarSelect, Select, Subquery, and_, cast, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.actor import Actor, Place
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure, Workstream
from app.savings.models import (
    ClaimQuery,
    LedgerLine,
    QueryStatus,
    Scheme,
    SchemeMonth,
    SchemeStatus,
    Validation,
)
from app.savings.queries import line
from app.savings.queries.claim_row import ClaimRow
from app.savings.queries.totals import added, both
from app.savings.rules.validation import (
    Claim,
    Decided,
    ValidationTolerances,
    standing,
)
from app.settings import queries as settings

Statement = Select[*tuple[Any, ...]]
COLUMNS: tuple[Any, ...] = (
    *line.IN_LINE,
    Scheme.id,
    Scheme.ref,
    Scheme.title,
    Scheme.disclosure,
    Workstream.programme_id,
    Workstream.id.label("workstream_id"),
    Workstream.ref.label("workstream"),
    Person.name.label("owner"),
    SchemeMonth.actual_recurrent,
    SchemeMonth.actual_non_recurrent,
    SchemeMonth.plan_recurrent,
    SchemeMonth.plan_non_recurrent,
    Validation.verdict,
    Validation.evidence,
    Validation.recurrent,
    Validation.non_recurrent,
    Validation.ledger.label("ledger_then"),
    Validation.id.label("word_id"),
    Validation.reason,
    Validation.by,
    Validation.at,
    ClaimQuery.id.label("query_id"),
    ClaimQuery.due_on,
    ClaimQuery.status,
)


@dataclass(frozen=True)
class Unseen:
    """Schemes that the reader may not see, counted and added up only."""

    schemes: int
    claimed: int
    ledger: int


def tolerances(programme_id: int, on: date) -> ValidationTolerances:
    """The programme's tolerances that hold on the day."""
    return settings.as_at(programme_id, on).fill(ValidationTolerances, "validation")


def of_month(
    programme_id: int, month: Month, within: ValidationTolerances, visible_to: Actor
) -> list[ClaimRow]:
    """Every scheme of the programme with a claim, a ledger line or a decision in the month."""
    statement = _with_something(_statement(programme_id, month))
    statement = programmes.seen(statement, visible_to, Scheme)
    ordered = statement.order_by(Workstream.ref, Scheme.ref, Scheme.id)
    return [_row(row, within) for row in db.session.execute(ordered)]


def of_scheme(scheme: Scheme, month: Month, within: ValidationTolerances) -> ClaimRow:
    """One scheme's month, also where there is nothing in it. Needs its workstream."""
    statement = _statement(scheme.workstream.programme_id, month).where(Scheme.id == scheme.id)
    return _row(db.session.execute(statement).one(), within)


def together_of(scheme_id: int) -> Sequence[Validation]:
    """The scheme's claims that were validated together with others, newest first."""
    return db.session.scalars(
        select(Validation)
        .where(Validation.scheme_id == scheme_id, Validation.decision != "")
        .order_by(Validation.id.desc())
    ).all()


def choices(programme_id: int, visible_to: Actor, on: date) -> list[tuple[int, str]]:
    """The programme's schemes that the actor may see and match lines to: in none of their lines."""
    people = line.acting_as(visible_to, on)
    statement = (
        select(Scheme.id, Scheme.ref, Scheme.title)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(*(or_(each.is_(None), each.not_in(people)) for each in line.IN_LINE))
        .order_by(Workstream.ref, Scheme.ref, Scheme.id)
    )
    rows = db.session.execute(programmes.seen(statement, visible_to, Scheme))
    return [(key, f"{ref} {title}") for key, ref, title in rows]


def newest(*conditions: Any) -> Subquery:
    """The id of the newest word on each scheme and month for which the conditions hold."""
    return (
        select(Validation.scheme_id, Validation.month, func.max(Validation.id).label("id"))
        .where(*conditions)
        .group_by(Validation.scheme_id, Validation.month)
        .subquery()
    )


def words(scheme_id: int, month: Month) -> Sequence[Validation]:
    """All that finance said of the scheme's month, newest first."""
    return db.session.scalars(
        select(Validation)
        .where(Validation.scheme_id == scheme_id, Validation.month == month)
        .order_by(Validation.id.desc())
    ).all()


def newest_month(programme_id: int, last: Month) -> Month:
    """The newest month, up to the last one asked for, in which a scheme claims something."""
    found: Month | None = db.session.scalar(
        select(SchemeMonth.month)
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, SchemeMonth.month <= last)
        .where(SchemeMonth.month >= last.financial_year.months[0], both("actual") != 0)
        .order_by(SchemeMonth.month.desc())
        .limit(1)
    )
    return found or last


def without_a_word(programme_id: int, month: Month, visible_to: Actor) -> int:
    """How many claims of the month finance has said nothing of."""
    statement = (
        select(func.count(SchemeMonth.id))
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(SchemeMonth.month == month, both("actual") != 0, _last_word(month).is_(None))
    )
    return db.session.scalar(programmes.seen(statement, visible_to, Scheme)) or 0


def unseen(programme_id: int, month: Month, visible_to: Actor) -> Unseen:
    """What the list leaves out because the reader is not named on it."""
    ledger = _ledger(programme_id, month)
    found = db.session.execute(
        select(
            func.count(Scheme.id),
            added(both("actual")),
            added(ledger.c.pence),
        )
        .select_from(Scheme)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(SchemeMonth, _in_month(month))
        .outerjoin(ledger, ledger.c.scheme_id == Scheme.id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(programmes.seen_workstreams(visible_to))
        .where(Scheme.disclosure == Disclosure.WORKFORCE)
        .where(~programmes.seen_records(visible_to, Scheme))
        .where(or_(both("actual") != 0, func.coalesce(ledger.c.pence, 0) != 0))
    ).one()
    return Unseen(*found)


def _in_month(month: Month) -> Any:
    return and_(SchemeMonth.scheme_id == Scheme.id, SchemeMonth.month == month)


def _ledger(programme_id: int, month: Month) -> Subquery:
    return (
        select(
            LedgerLine.scheme_id,
            cast(func.sum(LedgerLine.pence), BigInteger).label("pence"),
            func.count().label("lines"),
        )
        .where(LedgerLine.programme_id == programme_id, LedgerLine.month == month)
        .where(LedgerLine.is_withdrawn.is_(False))
        .where(LedgerLine.scheme_id.is_not(None))
        .group_by(LedgerLine.scheme_id)
        .subquery()
    )


def _last_word(month: Month) -> ScalarSelect[Any]:
    """The id of the newest word on the month of the surrounding statement's scheme."""
    said = aliased(Validation)
    return (
        select(func.max(said.id))
        .where(said.scheme_id == Scheme.id, said.month == month)
        .correlate(Scheme)
        .scalar_subquery()
    )


def _open_query(month: Month) -> ScalarSelect[Any]:
    """The id of the query on it that is not closed."""
    asked = aliased(ClaimQuery)
    return (
        select(func.max(asked.id))
        .where(asked.scheme_id == Scheme.id, asked.month == month)
        .where(asked.status != QueryStatus.CLOSED)
        .correlate(Scheme)
        .scalar_subquery()
    )


def _statement(programme_id: int, month: Month) -> Statement:
    ledger = _ledger(programme_id, month)
    return (
        select(*COLUMNS, ledger.c.pence.label("ledger"), ledger.c.lines)
        .select_from(Scheme)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(Person, Person.id == Scheme.owner_id)
        .outerjoin(SchemeMonth, _in_month(month))
        .outerjoin(ledger, ledger.c.scheme_id == Scheme.id)
        .outerjoin(Validation, Validation.id == _last_word(month))
        .outerjoin(ClaimQuery, ClaimQuery.id == _open_query(month))
        .where(Workstream.programme_id == programme_id)
    )


def _with_something(statement: Statement) -> Statement:
    ledger = statement.selected_columns.ledger
    return statement.where(
        Scheme.status != SchemeStatus.WITHDRAWN,
        or_(both("actual") != 0, func.coalesce(ledger, 0) != 0, Validation.id.is_not(None)),
    )


def _row(row: Any, within: ValidationTolerances) -> ClaimRow:
    claim = Claim(row.actual_recurrent, row.actual_non_recurrent)
    decided = _decided(row)
    ledger = None if row.ledger is None else Pence(row.ledger)
    return ClaimRow(
        scheme_id=row.id,
        ref=row.ref,
        title=row.title,
        place=Place(row.programme_id, row.workstream_id),
        workstream=row.workstream,
        line=line.people(*(getattr(row, each.key) for each in line.IN_LINE)),
        owner=row.owner or "",
        disclosure=row.disclosure,
        claim=claim,
        plan=Claim(row.plan_recurrent, row.plan_non_recurrent),
        ledger=ledger,
        lines=row.lines or 0,
        decided=decided,
        evidence=row.evidence,
        word_id=row.word_id,
        reason=row.reason or "",
        by=row.by or "",
        at=row.at,
        query_id=row.query_id,
        query_due=row.due_on,
        query_status=row.status,
        standing=standing(claim, ledger, decided, within, is_asked=row.query_id is not None),
    )


def _decided(row: Any) -> Decided | None:
    if row.verdict is None:
        return None
    return Decided(row.verdict, Claim(row.recurrent, row.non_recurrent), row.ledger_then)
