"""Whose gates wait for a person's signature: all that is ready to be signed, for many at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor, Permission
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.programmes.queries import HeldRoles
from app.programmes.roles import Role
from app.savings.models import Scheme, SchemeStatus
from app.savings.queries import lifecycle as queries
from app.savings.queries import line
from app.savings.queries.lifecycle import NO_MONTHS, Standing
from app.savings.rules import lifecycle, needs, segregation
from app.savings.rules.gates import Gates
from app.savings.rules.lifecycle import Gate, Stage
from app.savings.rules.segregation import Signer
from app.settings import queries as settings


@dataclass(frozen=True)
class Waiting:
    """A scheme whose gate waits for somebody's signature, and in which roles they may give it."""

    scheme: Scheme
    gate: Gate
    roles: tuple[Role, ...]
    standing: Standing


def waiting_for(actor: Actor, on: date) -> list[Waiting]:
    """What the actor may sign today, by reference; as many queries for one scheme as for fifty.

    G3b is not among them: it is signed in the assessment of quality.
    """
    if actor.person_id is None or not actor.can(Permission.SIGN_GATES):
        return []
    held = programmes.held_everywhere(actor.person_id, on)
    found = [
        each
        for each in _standings(_at_gates(actor), on)
        if actor.can(Permission.SIGN_GATES, each.scheme.place)
    ]
    asked = [
        Waiting(each.scheme, gate, roles, each)
        for each in found
        for gate in _gates(each)
        if (roles := _roles(each, gate, actor, held))
    ]
    return _ready(asked, on)


def _gates(standing: Standing) -> list[Gate]:
    stage = standing.scheme.stage
    waits = lifecycle.WAITS_FOR[stage] if stage else ()
    return [gate for gate in waits if gate is not Gate.G3B]


def _at_gates(actor: Actor) -> Sequence[Scheme]:
    statement = (
        select(Scheme)
        .join(Scheme.workstream)
        .where(Scheme.stage.is_not(None), Scheme.stage != Stage.CLOSED)
        .where(Scheme.status != SchemeStatus.WITHDRAWN)
    )
    return db.session.scalars(
        programmes.seen(statement, actor, Scheme)
        .options(contains_eager(Scheme.workstream).joinedload(Workstream.programme))
        .order_by(Workstream.programme_id, Scheme.ref, Scheme.id)
    ).all()


def _standings(schemes: Collection[Scheme], on: date) -> list[Standing]:
    ids = [scheme.id for scheme in schemes]
    decided, stored = queries.decisions(ids), queries.months(ids)
    places = {scheme.workstream.programme_id for scheme in schemes}
    values = settings.filled(Gates, "gates", places, on)
    return [
        Standing(
            scheme,
            decided.get(scheme.id, []),
            queries.value(scheme, stored.get(scheme.id, NO_MONTHS)),
            values[scheme.workstream.programme_id],
        )
        for scheme in schemes
    ]


def _roles(standing: Standing, gate: Gate, actor: Actor, held: HeldRoles) -> tuple[Role, ...]:
    """In which roles the actor may sign, by the same rules as when they do."""
    scheme, left, given = standing.scheme, standing.left(gate), standing.signed(gate)
    own, named = line.own(scheme), line.named(scheme)
    around = named.union(*(held.deputies.get(each, ()) for each in named))
    signers = [
        Signer(each.role, actor.person_id, actor.name, each.deputising_for, each.principal_id)
        for each in held.at(scheme.place)
        if each.role in left
    ]
    return tuple(
        each.role
        for each in signers
        if not segregation.refusal(each, gate, given, own=own, line=around)
    )


def _ready(asked: Sequence[Waiting], on: date) -> list[Waiting]:
    facts = queries.facts({each.scheme.id: each.scheme for each in asked}.values(), on)
    return [
        each
        for each in asked
        if not needs.unmet(each.gate, facts[each.scheme.id], each.standing.gates)
    ]
