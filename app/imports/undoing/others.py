"""What a return entered as an update, and people."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.errors import RuleBroken
from app.db import db
from app.imports.models import ImportedChange
from app.imports.undoing.taking_back import Taking, before
from app.programmes.models import Workstream
from app.reporting import commands
from app.reporting.models import Period, Update


def load_updates(ids: list[int]) -> Sequence[Update]:
    """With their month and workstream."""
    return db.session.scalars(
        select(Update)
        .where(Update.id.in_(ids))
        .options(
            joinedload(Update.period).joinedload(Period.programme),
            joinedload(Update.workstream).joinedload(Workstream.lead),
        )
    ).all()


def withdraw_update(record: Update, taking: Taking) -> None:
    """Returned: it counts no more, and what it said stays readable."""
    commands.return_update(record, comment=taking.reason, actor=taking.actor, at=taking.at)


def restore_update(record: Update, change: ImportedChange, taking: Taking) -> list[str]:
    """Its earlier words, entered by the office again."""
    commands.record_office_update(
        record.period,
        record.workstream,
        happened=before(change).get("happened", ""),
        actor=taking.actor,
        at=taking.at,
    )
    return []


def load_people(ids: list[int]) -> Sequence[Person]:
    """By their ids."""
    return db.session.scalars(select(Person).where(Person.id.in_(ids))).all()


def keep_person(record: Person, taking: Taking) -> None:
    """A person may be named elsewhere by now, so an administrator decides."""
    raise RuleBroken(None, "People are not taken back: an administrator can deactivate them")


def restore_person(record: Person, change: ImportedChange, taking: Taking) -> list[str]:
    """Roles that the file gave stay."""
    raise RuleBroken(None, "Roles are not taken back: an administrator can end them")
