"""Trusts, ICBs and other bodies, and who is under whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.errors import NotFound
from app.db import db
from app.programmes.models import Organisation


def organisation(organisation_id: int) -> Organisation:
    """The organisation with the one above it. Raises NotFound."""
    found = db.session.scalars(
        organisations().where(Organisation.id == organisation_id)
    ).one_or_none()
    if found is None:
        raise NotFound("that organisation")
    return found


def organisations() -> Select[Organisation]:
    """All of them, also those that have ended, by name."""
    return (
        select(Organisation)
        .options(joinedload(Organisation.parent))
        .order_by(func.lower(Organisation.name), Organisation.id)
    )


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
