"""Workstreams, their costs, and the dimensions that do not apply to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person
from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.core.financial_year import FinancialYear
from app.db import db
from app.programmes.models import DimensionNotApplicable, Programme, Workstream, WorkstreamCost
from app.programmes.queries.visibility import seen_workstreams

Lead, Sponsor = aliased(Person), aliased(Person)
SETTING_UP = (Permission.READ_PROGRAMME, Permission.MANAGE_PROGRAMME)
PEOPLE = (
    joinedload(Workstream.programme),
    joinedload(Workstream.sponsor),
    joinedload(Workstream.lead),
    joinedload(Workstream.clinical_lead),
    joinedload(Workstream.finance_lead),
)


def workstream(workstream_id: int, visible_to: Actor) -> Workstream:
    """The workstream with its people. Raises NotFound, also when the actor may not see it."""
    found = db.session.scalars(
        select(Workstream)
        .where(Workstream.id == workstream_id, seen_workstreams(visible_to))
        .options(*PEOPLE)
    ).one_or_none()
    if found is None:
        raise NotFound("that workstream")
    return found


def workstream_for(code: str, ref: str, visible_to: Actor) -> Workstream:
    """The workstream at that address. Raises NotFound, also when the actor may not see it."""
    found = db.session.scalars(
        select(Workstream)
        .join(Programme, Programme.id == Workstream.programme_id)
        .where(Programme.code == code.upper(), func.upper(Workstream.ref) == ref.strip().upper())
        .where(or_(*(seen_workstreams(visible_to, each) for each in SETTING_UP)))
        .options(*PEOPLE)
    ).one_or_none()
    if found is None:
        raise NotFound(f"a workstream with the reference {ref}")
    return found


def workstream_rows(programme_id: int, visible_to: Actor) -> Select[*tuple[Any, ...]]:
    """For a list: those of the programme that the actor may read or set up."""
    return (
        select(
            Workstream.id,
            Workstream.ref,
            Workstream.name,
            Workstream.category,
            Workstream.status,
            Workstream.delivery_confidence,
            Lead.name.label("lead"),
            Sponsor.name.label("sponsor"),
        )
        .outerjoin(Lead, Lead.id == Workstream.lead_id)
        .outerjoin(Sponsor, Sponsor.id == Workstream.sponsor_id)
        .where(Workstream.programme_id == programme_id)
        .where(or_(*(seen_workstreams(visible_to, each) for each in SETTING_UP)))
    )


def by_ref(programme_id: int, ref: str) -> Workstream:
    """The programme's workstream with that reference, in any case. Raises NotFound."""
    folded = ref.strip().upper()
    for found in of_programme(programme_id):
        if found.ref.upper() == folded:
            return found
    raise NotFound(f"a workstream with the reference {ref}")


def of_programme(
    programme_id: int,
    visible_to: Actor | None = None,
    permission: Permission = Permission.READ_PROGRAMME,
) -> Sequence[Workstream]:
    """The programme's workstreams with their people, by reference."""
    statement = (
        select(Workstream)
        .where(Workstream.programme_id == programme_id)
        .options(*PEOPLE)
        .order_by(Workstream.is_unassigned, Workstream.ref, Workstream.id)
    )
    if visible_to is not None:
        statement = statement.where(seen_workstreams(visible_to, permission))
    return db.session.scalars(statement).all()


def choices(programme_id: int, actor: Actor, permission: Permission) -> list[tuple[int, str]]:
    """The workstreams in which the actor holds the permission, for a drop-down."""
    rows = db.session.execute(
        select(Workstream.id, Workstream.ref, Workstream.name)
        .where(Workstream.programme_id == programme_id, seen_workstreams(actor, permission))
        .order_by(Workstream.ref)
    )
    return [(key, f"{ref} {name}") for key, ref, name in rows]


def places(
    actor: Actor, permission: Permission = Permission.READ_PROGRAMME
) -> Sequence[Row[int, str, str, str]]:
    """Id, programme's code, reference and name of each workstream where it is held, by code."""
    return db.session.execute(
        select(Workstream.id, Programme.code, Workstream.ref, Workstream.name)
        .join(Programme, Programme.id == Workstream.programme_id)
        .where(seen_workstreams(actor, permission))
        .order_by(Programme.code, Workstream.is_unassigned, Workstream.ref, Workstream.id)
    ).all()


def editable(actor: Actor, permission: Permission) -> list[tuple[int, str]]:
    """The workstreams in which the actor holds the permission, in all programmes, to choose from.

    They name their programme where there are several.
    """
    rows = places(actor, permission)
    several = len({row.code for row in rows}) > 1
    return [
        (row.id, f"{row.code} {row.ref} {row.name}" if several else f"{row.ref} {row.name}")
        for row in rows
    ]


def costs(programme_id: int, year: FinancialYear) -> dict[int, WorkstreamCost]:
    """Each workstream's cost in the year, by the workstream's id."""
    rows = db.session.scalars(
        select(WorkstreamCost)
        .join(Workstream, Workstream.id == WorkstreamCost.workstream_id)
        .where(Workstream.programme_id == programme_id, WorkstreamCost.financial_year == year)
    )
    return {row.workstream_id: row for row in rows}


def not_applicable(programme_id: int) -> dict[int, dict[str, DimensionNotApplicable]]:
    """By workstream's id and dimension: who decided that it does not apply, and why."""
    rows = db.session.scalars(
        select(DimensionNotApplicable)
        .join(Workstream, Workstream.id == DimensionNotApplicable.workstream_id)
        .where(Workstream.programme_id == programme_id)
        .where(DimensionNotApplicable.withdrawn_at.is_(None))
        .order_by(DimensionNotApplicable.id)
    )
    found: dict[int, dict[str, DimensionNotApplicable]] = {}
    for row in rows:
        found.setdefault(row.workstream_id, {})[row.dimension] = row
    return found


def refs_of_workstreams(programme_id: int) -> Sequence[str]:
    """Every reference that the programme's workstreams have, also the closed ones."""
    return db.session.scalars(
        select(Workstream.ref)
        .where(Workstream.programme_id == programme_id)
        .order_by(Workstream.id)
    ).all()


def cost_row(workstream_id: int, year: FinancialYear) -> WorkstreamCost | None:
    """The year's cost as it is stored, with its version."""
    return db.session.scalars(
        select(WorkstreamCost).where(
            WorkstreamCost.workstream_id == workstream_id, WorkstreamCost.financial_year == year
        )
    ).one_or_none()


def costs_of_workstream(workstream_id: int) -> Sequence[WorkstreamCost]:
    """All its years, by financial year."""
    return db.session.scalars(
        select(WorkstreamCost)
        .where(WorkstreamCost.workstream_id == workstream_id)
        .order_by(WorkstreamCost.financial_year)
    ).all()


def not_applicable_now(workstream_id: int, dimension: str) -> DimensionNotApplicable | None:
    """The decision that holds, that the dimension does not apply; None when it is rated."""
    return db.session.scalars(
        select(DimensionNotApplicable)
        .where(DimensionNotApplicable.workstream_id == workstream_id)
        .where(DimensionNotApplicable.dimension == dimension)
        .where(DimensionNotApplicable.withdrawn_at.is_(None))
        .order_by(DimensionNotApplicable.id.desc())
        .limit(1)
    ).one_or_none()


def decisions(workstream_id: int) -> Sequence[DimensionNotApplicable]:
    """Every decision that a dimension does not apply, also the withdrawn ones, newest first."""
    return db.session.scalars(
        select(DimensionNotApplicable)
        .where(DimensionNotApplicable.workstream_id == workstream_id)
        .order_by(DimensionNotApplicable.id.desc())
    ).all()
