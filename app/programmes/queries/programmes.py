"""Programmes, and what they have to save."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.programmes.models import Organisation, Programme, ProgrammeTarget


def programme(programme_id: int) -> Programme:
    """The programme with its organisation and SRO. Raises NotFound."""
    found = db.session.get(
        Programme,
        programme_id,
        options=[joinedload(Programme.organisation), joinedload(Programme.sro)],
        populate_existing=True,
    )
    if found is None:
        raise NotFound("that programme")
    return found


def by_code(code: str) -> Programme:
    """The programme with that code, in any case. Raises NotFound."""
    found = db.session.scalars(
        select(Programme)
        .where(Programme.code == code.upper())
        .options(joinedload(Programme.organisation), joinedload(Programme.sro))
    ).one_or_none()
    if found is None:
        raise NotFound(f"a programme with the code {code}")
    return found


def has_code(code: str) -> bool:
    """Whether a programme has that code."""
    return db.session.scalar(select(Programme.id).where(Programme.code == code)) is not None


def programme_for(
    code: str, visible_to: Actor, permission: Permission = Permission.READ_PROGRAMME
) -> Programme:
    """The programme, for whoever may read something of it or set it up. Raises NotFound."""
    found = by_code(code)
    if not _held_in(visible_to, found.id) & {permission, Permission.MANAGE_PROGRAMME}:
        raise NotFound(f"a programme with the code {code}")
    return found


def programme_rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    """For a list: programmes that the actor may read, live or published, or set up."""
    return (
        select(
            Programme.id,
            Programme.code,
            Programme.name,
            Programme.status,
            Organisation.name.label("organisation"),
            Person.name.label("sro"),
        )
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .outerjoin(Person, Person.id == Programme.sro_id)
        .where(seen_programmes(actor))
    )


def readable(actor: Actor, permission: Permission = Permission.READ_PROGRAMME) -> list[Programme]:
    """The programmes of which the actor may read something, by code."""
    statement = (
        select(Programme).options(joinedload(Programme.organisation)).order_by(Programme.code)
    )
    whole = actor.programmes(permission)
    if whole is None:
        return list(db.session.scalars(statement))
    in_part = {
        place.programme_id
        for place, held in actor.granted.items()
        if permission in held and place.programme_id
    }
    return list(db.session.scalars(statement.where(Programme.id.in_(whole | in_part))))


def with_audience(actor: Actor) -> list[Programme]:
    """Programmes whose live registers or published reports the actor may read, by code."""
    live = {p.id: p for p in readable(actor)}
    published = {p.id: p for p in readable(actor, Permission.READ_PUBLISHED)}
    return sorted({**live, **published}.values(), key=lambda found: found.code)


def target(programme_id: int, year: FinancialYear) -> Pence | None:
    """What the programme has to save in the year; None when nobody has said."""
    return db.session.scalar(
        select(ProgrammeTarget.pence).where(
            ProgrammeTarget.programme_id == programme_id, ProgrammeTarget.financial_year == year
        )
    )


def targets(programme_id: int) -> Sequence[ProgrammeTarget]:
    """All its targets, by financial year."""
    return db.session.scalars(
        select(ProgrammeTarget)
        .where(ProgrammeTarget.programme_id == programme_id)
        .order_by(ProgrammeTarget.financial_year)
    ).all()


def target_row(programme_id: int, year: FinancialYear) -> ProgrammeTarget | None:
    """The year's target as it is stored, with its version."""
    return db.session.scalars(
        select(ProgrammeTarget).where(
            ProgrammeTarget.programme_id == programme_id, ProgrammeTarget.financial_year == year
        )
    ).one_or_none()


def people_must_exist(ids: Iterable[int | None]) -> None:
    """Raises NotFound when one of them is nobody's id."""
    wanted = {each for each in ids if each is not None}
    if wanted and db.session.scalar(
        select(func.count()).select_from(Person).where(Person.id.in_(wanted))
    ) != len(wanted):
        raise NotFound("that person")


def readable_by_code(code: str, actor: Actor) -> Programme:
    """The programme, if the actor may read anything of it, live or published; else NotFound."""
    found = by_code(code)
    if not _held_in(actor, found.id) & AUDIENCE:
        raise NotFound(f"a programme with the code {code}")
    return found


def may_read_live(found: Programme, actor: Actor) -> bool:
    """Whether the actor may read the live registers of some part of the programme."""
    return Permission.READ_PROGRAMME in _held_in(actor, found.id)


AUDIENCE = frozenset(
    {Permission.READ_PROGRAMME, Permission.READ_PUBLISHED, Permission.MANAGE_PROGRAMME}
)


def seen_programmes(actor: Actor) -> ColumnElement[bool]:
    """The condition on Programme that keeps what the actor may read or set up."""
    if any(actor.programmes(permission) is None for permission in AUDIENCE):
        return true()
    return Programme.id.in_(
        [place.programme_id for place, held in actor.granted.items() if held & AUDIENCE]
    )


def _held_in(actor: Actor, programme_id: int) -> set[Permission]:
    """What the actor may do in the programme or in any part of it."""
    if actor.is_system:
        return set(Permission)
    around = (None, programme_id)
    return {
        permission
        for place, held in actor.granted.items()
        if place.programme_id in around
        for permission in held
    }


def people_names() -> dict[int, str]:
    """Everybody's name by id, also of those who have left: for the history of a record."""
    rows = db.session.execute(select(Person.id, Person.name))
    return {row.id: row.name for row in rows}
