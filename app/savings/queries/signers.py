"""Whose signatures no longer come from outside a scheme's line, because the line has changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Deputy, Workstream
from app.programmes.queries import held
from app.savings.models import GateDecision, Scheme, SchemeStatus
from app.savings.queries import lifecycle as lifecycles
from app.savings.queries import line
from app.savings.rules import lifecycle, segregation
from app.savings.rules.lifecycle import Gate, Stage, Verdict
from app.savings.rules.segregation import InLine

RESTED_ON = tuple(
    stage
    for stage, waits in lifecycle.WAITS_FOR.items()
    if waits and lifecycle.has_reached(stage, Stage.ASSURANCE)
)
"""Where a gate is still to come that rests on signatures from outside the line."""


def in_line(schemes: Collection[Scheme], on: date) -> dict[int, tuple[InLine, ...]]:
    """By scheme, in as many queries for one as for fifty. Needs the workstreams to be loaded."""
    signed = [each for each in schemes if each.stage in RESTED_ON]
    if not signed:
        return {}
    decided = lifecycles.decisions([each.id for each in signed])
    deputies = held.deputies_by_principal(on)
    around: dict[int, frozenset[int]] = {}
    for each in signed:
        named = line.named(each)
        around[each.id] = named.union(*(deputies.get(person, ()) for person in named))
    names = programmes.names(frozenset[int]().union(*around.values()))
    return {
        key: segregation.now_in_line(
            lifecycle.in_force(decided.get(key, ())),
            line=people,
            names={segregation.folded(names[each]) for each in people if each in names},
        )
        for key, people in around.items()
    }


def of_scheme(scheme: Scheme, on: date) -> tuple[InLine, ...]:
    """Those of one scheme."""
    return in_line([scheme], on).get(scheme.id, ())


def of_gate(scheme: Scheme, gate: Gate, on: date) -> tuple[InLine, ...]:
    """Those of one of its gates."""
    return tuple(each for each in of_scheme(scheme, on) if each.gate is gate)


def may_be_in_line(on: date, signature: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """The schemes among which `in_line` finds all: a condition on a scheme and its workstream.

    Who is known by name only is compared there. `signature` narrows which of them are looked for.
    """
    line_ids = (
        Scheme.owner_id,
        Scheme.author_id,
        Workstream.lead_id,
        Workstream.sponsor_id,
        Workstream.clinical_lead_id,
    )
    stands_in = exists().where(
        Deputy.deputy_id == GateDecision.person_id,
        Deputy.principal_id.in_(line_ids),
        Deputy.starts_on <= on,
        Deputy.ends_on >= on,
    )
    given = exists().where(
        GateDecision.scheme_id == Scheme.id,
        GateDecision.verdict == Verdict.SIGNED,
        or_(
            GateDecision.person_id.in_(line_ids),
            GateDecision.person_id.is_(None),
            GateDecision.deputising_for != "",
            stands_in,
        ),
    )
    narrowed = given if signature is None else given.where(signature)
    return and_(Scheme.stage.in_(RESTED_ON), narrowed)


@dataclass(frozen=True)
class Seat:
    """One signature that is to be given again."""

    scheme_id: int
    ref: str
    gate: Gate
    role: str


def seats(visible_to: Actor, on: date, workstream_id: int | None = None) -> frozenset[Seat]:
    """Those of all schemes that the reader may see, or of one workstream's."""
    statement = (
        select(Scheme)
        .join(Scheme.workstream)
        .where(may_be_in_line(on), Scheme.status != SchemeStatus.WITHDRAWN)
        .options(contains_eager(Scheme.workstream))
    )
    if workstream_id is not None:
        statement = statement.where(Scheme.workstream_id == workstream_id)
    schemes = db.session.scalars(programmes.seen(statement, visible_to, Scheme)).all()
    inside = in_line(schemes, on)
    return frozenset(
        Seat(scheme.id, scheme.ref, each.gate, each.role)
        for scheme in schemes
        for each in inside[scheme.id]
        if each.gate is not Gate.G3B or scheme.stage is not Stage.DELIVERED
    )
