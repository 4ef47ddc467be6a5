"""Reads of actions: one, those of a record, those on a gap, the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.actions.models import Action, ActionKind, ActionStatus
from app.core import answers
from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.programmes.queries import placed

WITH_PLACE = (joinedload(Action.workstream).joinedload(Workstream.programme),)
SOONEST = (Action.due_on.asc().nulls_last(), Action.id)


def get(action_id: int, visible_to: Actor) -> Action:
    """The action with its place and owner. Raises NotFound, also when it may not be seen."""
    return placed.get(Action, action_id, visible_to)


def of_source(
    source_kind: str, source_id: int, visible_to: Actor | None = None
) -> Sequence[Action]:
    """Those that came from the record, withdrawn ones too, soonest first.

    A rule needs all of them; a page gives its reader, and shows only what they may see.
    """
    statement = (
        select(Action)
        .join(Action.workstream)
        .where(Action.source_kind == source_kind, Action.source_id == source_id)
        .options(*WITH_PLACE, joinedload(Action.owner))
        .order_by(*SOONEST)
    )
    if visible_to is not None:
        statement = programmes.seen(statement, visible_to, Action)
    return db.session.scalars(statement).all()


def open_of_source(
    source_kind: str, source_id: int, visible_to: Actor | None = None
) -> Sequence[Action]:
    """Those of them that are still to be done."""
    found = of_source(source_kind, source_id, visible_to)
    return [each for each in found if each.status is ActionStatus.OPEN]


def about(condition: ColumnElement[bool], visible_to: Actor) -> Sequence[Action]:
    """Those for which the condition on Action holds, but for withdrawn ones: open ones first."""
    statement = (
        placed.records(Action, visible_to)
        .where(condition, Action.status != ActionStatus.WITHDRAWN)
        .order_by(Action.status.desc(), *SOONEST)
    )
    return db.session.scalars(statement).all()


def alike(action: Action, visible_to: Actor) -> Action | None:
    """An open one that asks the same of the same person by the same day, for the same record."""
    same = (Action.workstream_id, Action.kind, Action.owner_id, Action.due_on)
    source = (Action.source_kind, Action.source_id, Action.source_part)
    statement = placed.records(Action, visible_to).where(Action.status == ActionStatus.OPEN)
    for column in (*same, *source):
        statement = statement.where(column.is_not_distinct_from(getattr(action, column.key)))
    rows = db.session.scalars(statement.order_by(Action.id))
    return next((each for each in rows if answers.is_alike(each.title, action.title)), None)


def gap_closers(
    programme_id: int, year: FinancialYear, visible_to: Actor, workstream_id: int | None = None
) -> Sequence[Action]:
    """The actions on the year's gap, but for those withdrawn: open ones first, soonest first."""
    statement = (
        placed.records(Action, visible_to)
        .where(Workstream.programme_id == programme_id, Action.kind == ActionKind.GAP)
        .where(Action.financial_year == year, Action.status != ActionStatus.WITHDRAWN)
        .order_by(Action.status.desc(), *SOONEST)
    )
    if workstream_id is not None:
        statement = statement.where(Action.workstream_id == workstream_id)
    return db.session.scalars(statement).all()


def mine(person_id: int, visible_to: Actor) -> Sequence[Action]:
    """What the person has still to do, soonest first."""
    statement = (
        select(Action)
        .join(Action.workstream)
        .where(Action.owner_id == person_id, Action.status == ActionStatus.OPEN)
        .options(joinedload(Action.workstream))
        .order_by(*SOONEST)
    )
    return db.session.scalars(programmes.seen(statement, visible_to, Action)).all()


def owners(visible_to: Actor) -> Sequence[tuple[int, str]]:
    """Who owns the actions that the reader may see, by name."""
    by_name = func.lower(Person.name)
    statement: Any = (
        select(Person.id, Person.name, by_name)
        .select_from(Action)
        .join(Workstream, Workstream.id == Action.workstream_id)
        .join(Person, Person.id == Action.owner_id)
        .order_by(by_name, Person.id)
        .distinct()
    )
    rows = db.session.execute(programmes.seen(statement, visible_to, Action))
    return [(row[0], row[1]) for row in rows]


def listed(visible_to: Actor) -> Select[Any]:
    """What the register shows of each action, before it is narrowed and ordered."""
    columns = (
        Action.id,
        Action.ref,
        Action.title,
        Action.kind,
        Action.due_on,
        Action.status,
        Action.expected,
        Action.achieved,
        Action.completed_on,
    )
    return placed.listed(Action, columns, visible_to)


def with_texts(statement: Select[Any]) -> Select[Any]:
    """The register's statement with the long texts that only a file holds."""
    wider: Any = statement.add_columns(
        Action.description,
        Action.outcome,
        Action.closing_reason,
        Action.financial_year,
        Action.disclosure,
    )
    found: Select[Any] = wider
    return found
