"""Whose signatures no longer come from outside a scheme's line, because the line has changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
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
FROM_OUTSIDE = tuple(gate for stage in RESTED_ON for gate in lifecycle.WAITS_FOR[stage])
SIGNED = (GateDecision.person_id, GateDecision.by, GateDecision.deputising_for)
LINE = (
    Scheme.owner_id,
    Scheme.author_id,
    Workstream.lead_id,
    Workstream.sponsor_id,
    Workstream.clinical_lead_id,
)
Key = TypeVar("Key")


def in_line(schemes: Collection[Scheme], on: date) -> dict[int, tuple[InLine, ...]]:
    """By scheme, in as many queries for one as for fifty. Needs the workstreams to be loaded."""
    signed = [each for each in schemes if each.stage in RESTED_ON]
    if not signed:
        return {}
    decided = lifecycles.decisions([each.id for each in signed])
    deputies = held.deputies_by_principal(on)
    around = {each.id: _with_deputies(line.named(each), deputies) for each in signed}
    names = _names(around)
    return {
        key: segregation.now_in_line(
            lifecycle.in_force(decided.get(key, ())), line=people, names=names[key]
        )
        for key, people in around.items()
    }


def of_scheme(scheme: Scheme, on: date) -> tuple[InLine, ...]:
    """Those of one scheme."""
    return in_line([scheme], on).get(scheme.id, ())


def of_gate(scheme: Scheme, gate: Gate, on: date) -> tuple[InLine, ...]:
    """Those of one of its gates."""
    return tuple(each for each in of_scheme(scheme, on) if each.gate is gate)


def with_one_in_line(on: date, signature: ColumnElement[bool] | None = None) -> frozenset[int]:
    """The schemes that somebody signed who is in their line: among them `in_line` finds all.

    No scheme is loaded for it. `signature` narrows which signatures are looked at.
    """
    deputies = held.deputies_by_principal(on)
    standing_in = frozenset[int]().union(*deputies.values())
    statement = (
        select(GateDecision.scheme_id, *SIGNED, *LINE)
        .join(GateDecision.scheme)
        .join(Scheme.workstream)
        .where(Scheme.stage.in_(RESTED_ON), GateDecision.verdict == Verdict.SIGNED)
        .where(GateDecision.gate.in_(FROM_OUTSIDE))
        .where(
            or_(
                GateDecision.person_id.in_((*LINE, *standing_in)),
                GateDecision.person_id.is_(None),
                GateDecision.deputising_for != "",
            )
        )
    )
    if signature is not None:
        statement = statement.where(signature)
    rows: Sequence[Any] = db.session.execute(statement).all()
    people = {key: _with_deputies(key, deputies) for key in {_line(row) for row in rows}}
    names = _names(people)
    return frozenset(
        row.scheme_id
        for row in rows
        if segregation.is_inside(row, people[_line(row)], names[_line(row)])
    )


def _line(row: Any) -> frozenset[int]:
    return frozenset(each for each in row[-len(LINE) :] if each is not None)


def _with_deputies(named: frozenset[int], deputies: Mapping[int, frozenset[int]]) -> frozenset[int]:
    return named.union(*(deputies.get(person, ()) for person in named))


def _names(lines: Mapping[Key, frozenset[int]]) -> dict[Key, set[str]]:
    """The folded names of the people of each line: in one read."""
    names = programmes.names(frozenset[int]().union(*lines.values()))
    return {
        key: {segregation.folded(names[each]) for each in people if each in names}
        for key, people in lines.items()
    }


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
        .where(Scheme.id.in_(with_one_in_line(on)), Scheme.status != SchemeStatus.WITHDRAWN)
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
