"""Whose signatures no longer come from outside a scheme's line, because the line has changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.programmes import queries as programmes
from app.programmes.queries import held
from app.savings.models import Scheme
from app.savings.queries import lifecycle as lifecycles
from app.savings.queries import line
from app.savings.rules import lifecycle, segregation
from app.savings.rules.lifecycle import Gate, Stage
from app.savings.rules.segregation import InLine


def in_line(schemes: Collection[Scheme], on: date) -> dict[int, tuple[InLine, ...]]:
    """By scheme, in as many queries for one as for fifty. Needs the workstreams to be loaded."""
    signed = [each for each in schemes if lifecycle.has_reached(each.stage, Stage.ASSURANCE)]
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
