"""Whose gates wait for a person's signature: all that is ready to be signed, for many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor, Permission
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.programmes.queries import HeldRoles
from app.programmes.roles import Role
from app.savings.models import GateDecision, Scheme, SchemeStatus
from app.savings.queries import given, line, signers, signing
from app.savings.queries import lifecycle as queries
from app.savings.queries.lifecycle import NO_MONTHS, Months, Standing
from app.savings.rules import lifecycle, needs, segregation
from app.savings.rules.gates import ONE_IS_ENOUGH, Gates
from app.savings.rules.lifecycle import Gate, Stage
from app.savings.rules.segregation import InLine, Signer
from app.settings import queries as settings


@dataclass(frozen=True)
class Waiting:
    """A scheme whose gate waits for somebody's signature, and in which roles they may give it."""

    scheme: Scheme
    gate: Gate
    roles: tuple[Role, ...]
    standing: Standing
    again: tuple[InLine, ...] = ()

    @property
    def why(self) -> str:
        """Why it is to be signed again; empty where nobody has signed it yet."""
        return " and ".join(each.sentence for each in self.again)


def waiting_for(actor: Actor, on: date) -> list[Waiting]:
    """What the actor may sign today, by reference; as many queries for one scheme as for fifty.

    G3b is not among them: it is signed in the assessment of quality.
    """
    if actor.person_id is None or not actor.can(Permission.SIGN_GATES):
        return []
    held = programmes.held_everywhere(actor.person_id, on)
    values = settings.filled(Gates, "gates", held.organisations, on)
    schemes = _at_gates(actor, _where_asked(held, values))
    by_value = [scheme.id for scheme in schemes if scheme.stage is Stage.APPROVAL]
    found = _standings(schemes, values, queries.months(by_value))  # the rest once one is asked
    asked = [
        Waiting(each.scheme, gate, roles, each)
        for each in found
        if actor.can(Permission.SIGN_GATES, each.scheme.place)
        for gate in _gates(each)
        if (roles := _roles(each, gate, actor, held, asked=each.left(gate)))
    ]
    return sorted(
        [*_ready(asked, on), *_again(actor, held, values, on)],
        key=lambda each: (each.scheme.workstream.programme_id, each.scheme.ref, each.gate),
    )


def _again(actor: Actor, held: HeldRoles, values: Mapping[int, Gates], on: date) -> list[Waiting]:
    """Gates whose signer has come into the line since: their needs were met when it was given."""
    mine = {each.role for each, _ in held.assigned}
    signature = or_(GateDecision.role.in_(mine), GateDecision.gate.in_(ONE_IS_ENOUGH))
    ids = signers.with_one_in_line(on, signature)
    schemes = _at_gates(actor, Scheme.id.in_(ids)) if ids else ()
    inside = signers.in_line(schemes, on)
    found = [each for each in schemes if inside[each.id]]
    if not found:
        return []
    return [
        Waiting(each.scheme, gate, roles, each, _seats(inside[each.scheme.id], gate, roles))
        for each in _standings(found, values, queries.months([scheme.id for scheme in found]))
        if actor.can(Permission.SIGN_GATES, each.scheme.place)
        for gate in dict.fromkeys(one.gate for one in inside[each.scheme.id])
        if (asked := signing.asked_again(each, gate, inside[each.scheme.id]))
        and (roles := _roles(each, gate, actor, held, asked=asked))
    ]


def _seats(inside: Sequence[InLine], gate: Gate, roles: Collection[Role]) -> tuple[InLine, ...]:
    """Those that a signature in these roles stands beside."""
    is_any = gate in ONE_IS_ENOUGH
    return tuple(
        each for each in inside if each.gate is gate and (is_any or Role(each.role) in roles)
    )


def _where_asked(held: HeldRoles, values: Mapping[int, Gates]) -> ColumnElement[bool]:
    """The stages at which, by the programme's settings, a role that is held somewhere signs."""
    mine = {each.role for each, _ in held.assigned}
    return or_(
        false(),
        *(
            and_(Workstream.programme_id == programme_id, Scheme.stage.in_(stages))
            for programme_id, gates in values.items()
            if (stages := _stages(gates, mine))
        ),
    )


def _stages(gates: Gates, mine: Collection[Role]) -> list[Stage]:
    above = Pence(gates.g4_limit + 1)
    return [
        stage
        for stage, waits in lifecycle.WAITS_FOR.items()
        for gate in waits
        if gate is not Gate.G3B
        and not {*gates.signers(gate, Pence(0)), *gates.signers(gate, above)}.isdisjoint(mine)
    ]


def _gates(standing: Standing) -> list[Gate]:
    stage = standing.scheme.stage
    waits = lifecycle.WAITS_FOR[stage] if stage else ()
    return [gate for gate in waits if gate is not Gate.G3B]


def _at_gates(actor: Actor, where: ColumnElement[bool]) -> Sequence[Scheme]:
    statement = (
        select(Scheme).join(Scheme.workstream).where(where, Scheme.status != SchemeStatus.WITHDRAWN)
    )
    return db.session.scalars(
        programmes.seen(statement, actor, Scheme)
        .options(contains_eager(Scheme.workstream).joinedload(Workstream.programme))
        .order_by(Workstream.programme_id, Scheme.ref, Scheme.id)
    ).all()


def _standings(
    schemes: Collection[Scheme], values: Mapping[int, Gates], stored: Mapping[int, Months]
) -> list[Standing]:
    """Of a value only where its months are given."""
    decided = queries.decisions([scheme.id for scheme in schemes])
    return [
        Standing(
            scheme,
            decided.get(scheme.id, []),
            queries.value(scheme, stored.get(scheme.id, NO_MONTHS)),
            values[scheme.workstream.programme_id],
        )
        for scheme in schemes
    ]


def _roles(
    standing: Standing, gate: Gate, actor: Actor, held: HeldRoles, *, asked: Collection[Role]
) -> tuple[Role, ...]:
    """In which of the roles asked the actor may sign, by the same rules as when they do."""
    scheme, given = standing.scheme, standing.signed(gate)
    own, named = line.own(scheme), line.named(scheme)
    around = named.union(*(held.deputies.get(each, ()) for each in named))
    mine = [
        Signer(each.role, actor.person_id, actor.name, each.deputising_for, each.principal_id)
        for each in held.at(scheme.place)
        if each.role in asked
    ]
    return tuple(
        each.role
        for each in mine
        if not segregation.refusal(each, gate, given, own=own, line=around)
    )


def _ready(asked: Sequence[Waiting], on: date) -> list[Waiting]:
    """Those that have all that their gate asks, with their value."""
    if not asked:
        return []
    schemes = {each.scheme.id: each.scheme for each in asked}
    stored = queries.months(schemes)
    facts = given.facts(schemes.values(), on, stored)
    return [
        replace(
            each,
            standing=replace(
                each.standing,
                value=queries.value(each.scheme, stored.get(each.scheme.id, NO_MONTHS)),
            ),
        )
        for each in asked
        if not needs.unmet(each.gate, facts[each.scheme.id], each.standing.gates)
    ]
