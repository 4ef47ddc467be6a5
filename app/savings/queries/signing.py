"""Who may decide a scheme's gate, and as what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.programmes import queries as programmes
from app.programmes.roles import Role
from app.savings.queries import line
from app.savings.queries.lifecycle import Standing
from app.savings.rules import lifecycle, segregation
from app.savings.rules.lifecycle import Gate
from app.savings.rules.segregation import Signer


def signer(
    standing: Standing, gate: Gate, roles: Collection[Role], actor: Actor, *, on: date
) -> Signer:
    """As whom the actor decides the gate, in one of the roles. Raises NotAllowed."""
    if actor.is_system:
        return Signer(next(iter(roles)), None, actor.name)
    held = signers(standing, roles, actor, on)
    if not held:
        asked = " or ".join(role.label.lower() for role in roles)
        raise NotAllowed(f"{gate} is decided by the {asked}: you do not hold that role here")
    refusals = {each: _refusal(standing, gate, each, on) for each in held}
    allowed = [each for each, sentence in refusals.items() if not sentence]
    if not allowed:
        raise NotAllowed(refusals[held[0]])
    return allowed[0]


def signers(
    standing: Standing, roles: Collection[Role], actor: Actor, on: date
) -> tuple[Signer, ...]:
    """The roles among these in which the actor could sign, their own first."""
    if actor.person_id is None:
        return ()
    held = programmes.held_roles(actor.person_id, standing.scheme.place, on)
    return tuple(
        Signer(each.role, actor.person_id, actor.name, each.deputising_for, each.principal_id)
        for each in held
        if each.role in roles
    )


def _refusal(standing: Standing, gate: Gate, each: Signer, on: date) -> str:
    scheme = standing.scheme
    return segregation.refusal(
        each, gate, standing.signed(gate), own=line.own(scheme), line=line.line_of(scheme, on)
    )


def by_others(standing: Standing, gate: Gate, name: str, on: date) -> str:
    """Why an approval that is only written down, by name, cannot stand; empty when it can."""
    people = line.own(standing.scheme)
    if lifecycle.has_reached(lifecycle.STAGE_OF[gate], lifecycle.Stage.ASSURANCE):
        people = line.line_of(standing.scheme, on)
    named = {known.casefold() for known in programmes.names(people).values()}
    if name.casefold() in named:
        return f"{name} is in this scheme’s own line: write down the approval of somebody outside"
    if any(each.by.casefold() == name.casefold() for each in standing.signed(gate)):
        return f"{name} has signed {gate} already: one person cannot give two signatures of it"
    return ""
