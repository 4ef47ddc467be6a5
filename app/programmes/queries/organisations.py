"""Trusts, ICBs and other bodies, and who is under whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.core.actor import Actor
from app.core.errors import NotFound
from app.db import db
from app.programmes.models import Organisation, Programme
from app.programmes.queries.programmes import seen_programmes

Parent = aliased(Organisation)


def organisation(organisation_id: int) -> Organisation:
    """The organisation with the one above it. Raises NotFound."""
    found = db.session.get(
        Organisation,
        organisation_id,
        options=[joinedload(Organisation.parent)],
        populate_existing=True,
    )
    if found is None:
        raise NotFound("that organisation")
    return found


def organisation_rows() -> Select[*tuple[Any, ...]]:
    """For a list: all of them, with the name of the one above."""
    return select(
        Organisation.id,
        Organisation.name,
        Organisation.code,
        Organisation.kind,
        Organisation.valid_from,
        Organisation.valid_to,
        Parent.name.label("parent"),
    ).outerjoin(Parent, Parent.id == Organisation.parent_id)


def organisation_choices(on: date, including: int | None = None) -> list[tuple[int, str]]:
    """Those that exist on the day, for a drop-down; also one that is chosen already."""
    exists = or_(Organisation.valid_from.is_(None), Organisation.valid_from <= on) & or_(
        Organisation.valid_to.is_(None), Organisation.valid_to >= on
    )
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.code)
        .where(or_(exists, Organisation.id == including))
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [(key, f"{name} ({code})" if code else name) for key, name, code in rows]


def organisation_names() -> dict[int, str]:
    """Each organisation's name by its id: for the history of a record."""
    rows = db.session.execute(select(Organisation.id, Organisation.name))
    return {row.id: row.name for row in rows}


def organisations_with_code(code: str) -> Sequence[Organisation]:
    """Every organisation that ever had the code."""
    return db.session.scalars(
        select(Organisation).where(Organisation.code == code).order_by(Organisation.id)
    ).all()


def organisations_called(name: str, on: date) -> list[Organisation]:
    """Those of that name, in any case, that exist on the day."""
    rows = db.session.scalars(
        select(Organisation)
        .where(func.lower(Organisation.name) == name.strip().lower())
        .order_by(Organisation.id)
    )
    return [each for each in rows if (each.valid_from or on) <= on <= (each.valid_to or on)]


def parents() -> dict[int, int | None]:
    """Each organisation's id and that of the one above it."""
    rows = db.session.execute(select(Organisation.id, Organisation.parent_id))
    return {row.id: row.parent_id for row in rows}


def programmes_of(organisation_id: int, visible_to: Actor) -> Sequence[Programme]:
    """The organisation's programmes that the actor may see, by code."""
    return db.session.scalars(
        select(Programme)
        .where(Programme.organisation_id == organisation_id, seen_programmes(visible_to))
        .order_by(Programme.code)
    ).all()
