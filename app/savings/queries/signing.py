"""Who may decide a scheme's gate, and as what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed
from app.programmes import queries as programmes
from app.programmes.roles import Role
from app.savings.models import Scheme
from app.savings.queries import lifecycle as lifecycles
from app.savings.queries import line, signers
from app.savings.queries.lifecycle import Standing
from app.savings.rules import gates, lifecycle, segregation
from app.savings.rules.lifecycle import Gate
from app.savings.rules.segregation import InLine, Signer


@dataclass(frozen=True)
class Chance:
    """As whom somebody may decide a gate; where as nobody, the sentence says why."""

    signers: tuple[Signer, ...]
    refusal: str = ""


def chance(
    standing: Standing,
    gate: Gate,
    roles: Sequence[Role],
    actor: Actor,
    *,
    on: date,
    rejecting: bool = False,
) -> Chance:
    """As whom the actor may decide the gate, in one of the roles; their own roles first.

    Who has signed may still reject: that takes a signature back, and gives no second one.
    """
    if actor.is_system:
        return Chance(tuple(Signer(role, None, actor.name) for role in roles))
    held = _held(standing.scheme, roles, actor, on)
    if not held:
        asked = " or ".join(role.label.lower() for role in roles)
        sentence = f"{gate} is decided by the {asked}: you do not hold that role here"
        return Chance((), sentence)
    scheme, given = standing.scheme, [] if rejecting else standing.signed(gate)
    own, around = line.own(scheme), line.line_of(scheme, on)
    refusals = {each: segregation.refusal(each, gate, given, own=own, line=around) for each in held}
    allowed = tuple(each for each, sentence in refusals.items() if not sentence)
    return Chance(allowed, "" if allowed else refusals[held[0]])


def must_have_chance(
    standing: Standing,
    gate: Gate,
    roles: Sequence[Role],
    actor: Actor,
    *,
    on: date,
    rejecting: bool = False,
) -> Signer:
    """The first of `chance`. Raises NotAllowed for somebody who may not decide it."""
    found = chance(standing, gate, roles, actor, on=on, rejecting=rejecting)
    if not found.signers:
        raise NotAllowed(found.refusal)
    return found.signers[0]


def must_have_roles(
    standing: Standing, gate: Gate, roles: Sequence[Role], actor: Actor, *, on: date
) -> list[Role]:
    """Those of them in which the actor may sign the gate. Raises NotAllowed where there is none."""
    must_have_chance(standing, gate, roles, actor, on=on)
    found = chance(standing, gate, roles, actor, on=on)
    return list(dict.fromkeys(each.role for each in found.signers))


def again(standing: Standing, gate: Gate, on: date) -> tuple[Role, ...]:
    """The roles in which somebody outside the line has to sign the gate again; never G3b's."""
    return asked_again(standing, gate, signers.of_gate(standing.scheme, gate, on))


def asked_again(standing: Standing, gate: Gate, inside: Sequence[InLine]) -> tuple[Role, ...]:
    """As `again`, of signatures that are read already: the gate's own are looked for."""
    found = [each for each in inside if each.gate is gate is not Gate.G3B]
    if found and gate in gates.ONE_IS_ENOUGH:
        return standing.asked(gate)
    return tuple(Role(each.role) for each in found)


@dataclass(frozen=True)
class Again:
    """A gate that is to be signed again, and whether the reader may, or why not."""

    gate: Gate
    roles: tuple[Role, ...]
    signs: bool
    refusal: str


def agains(standing: Standing, actor: Actor, *, on: date) -> tuple[Again, ...]:
    """Those of the scheme, gate by gate."""
    found = []
    may = actor.can(Permission.SIGN_GATES, standing.scheme.place)
    for gate in dict.fromkeys(each.gate for each in signers.of_scheme(standing.scheme, on)):
        if asked := again(standing, gate, on):
            mine = chance(standing, gate, asked, actor, on=on) if may else Chance(())
            found.append(Again(gate, asked, bool(mine.signers), mine.refusal))
    return tuple(found)


@dataclass(frozen=True)
class Option:
    """What somebody may do at one gate that the scheme waits for."""

    gate: Gate
    signs: bool
    rejects: bool
    is_left: bool
    refusal: str


def options(standing: Standing, actor: Actor, *, on: date) -> tuple[Option, ...]:
    """Gate by gate; G3b is decided in the assessment of quality."""
    stage = standing.scheme.stage
    waits = lifecycle.WAITS_FOR[stage] if stage else ()
    return tuple(_option(standing, gate, actor, on) for gate in waits if gate is not Gate.G3B)


def _option(standing: Standing, gate: Gate, actor: Actor, on: date) -> Option:
    left = standing.left(gate)
    if not actor.can(Permission.SIGN_GATES, standing.scheme.place):
        return Option(gate, False, False, bool(left), "")
    signing = chance(standing, gate, left, actor, on=on) if left else Chance(())
    rejecting = chance(standing, gate, standing.asked(gate), actor, on=on, rejecting=True)
    return Option(gate, bool(signing.signers), bool(rejecting.signers), bool(left), signing.refusal)


def _held(scheme: Scheme, roles: Collection[Role], actor: Actor, on: date) -> tuple[Signer, ...]:
    if actor.person_id is None:
        return ()
    return tuple(
        Signer(each.role, actor.person_id, actor.name, each.deputising_for, each.principal_id)
        for each in programmes.held_roles(actor.person_id, scheme.place, on)
        if each.role in roles
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


def owner_refusal(scheme: Scheme, owner_id: int | None, on: date) -> str:
    """Why the person cannot become its owner; empty when they can.

    Nobody owns what they, or a deputy for them, assured or approved.
    """
    if owner_id is None or not lifecycle.has_reached(scheme.stage, lifecycle.Stage.ASSURANCE):
        return ""
    name = programmes.names([owner_id]).get(owner_id, "")
    for each in lifecycles.standing(scheme, on).in_force:
        is_assured = lifecycle.has_reached(lifecycle.STAGE_OF[each.gate], lifecycle.Stage.ASSURANCE)
        if is_assured and (each.person_id == owner_id or each.deputising_for == name):
            return (
                f"{name} stands behind a signature of {each.gate}, and nobody signs their own "
                "scheme: choose another owner, or have the gate rejected first"
            )
    return ""
