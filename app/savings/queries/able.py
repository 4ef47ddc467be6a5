"""Who can sign the gates that a scheme waits for, and whom to ask where nobody can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.actor import Actor, Permission
from app.programmes.models import Disclosure
from app.programmes.queries import held
from app.programmes.queries.visibility import readers_of
from app.programmes.roles import Role
from app.savings.models import Scheme, SchemeStatus
from app.savings.queries import line
from app.savings.queries.lifecycle import Standing
from app.savings.rules import lifecycle, segregation
from app.savings.rules.gates import ONE_IS_ENOUGH
from app.savings.rules.lifecycle import Gate
from app.savings.rules.segregation import Signer


@dataclass(frozen=True)
class Able:
    """Who can sign a gate in one role, and why the others who hold it cannot."""

    role: Role
    signers: tuple[Signer, ...]
    barred: tuple[str, ...]


@dataclass(frozen=True)
class Ables:
    """Who can sign one gate, role by role."""

    gate: Gate
    roles: tuple[Able, ...]

    @property
    def stuck(self) -> tuple[Able, ...]:
        """The roles in which nobody can, and without which the gate does not pass."""
        empty = tuple(each for each in self.roles if not each.signers)
        if self.gate in ONE_IS_ENOUGH and len(empty) < len(self.roles):
            return ()
        return empty


def of(standing: Standing, on: date) -> list[Ables]:
    """Gate by gate, of those that miss a signature; G3b is decided in the assessment of quality."""
    scheme = standing.scheme
    if scheme.stage is None or scheme.status is SchemeStatus.WITHDRAWN:
        return []
    return [
        _of_gate(standing, gate, on)
        for gate in lifecycle.WAITS_FOR[scheme.stage]
        if gate is not Gate.G3B and standing.left(gate)
    ]


def is_signed(standing: Standing) -> bool:
    """Whether all who are asked now have signed, and the scheme has not moved on.

    So it stands where the settings ask for fewer since the last signature.
    """
    scheme = standing.scheme
    waits = lifecycle.WAITS_FOR[scheme.stage] if scheme.stage else ()
    runs = scheme.status is not SchemeStatus.WITHDRAWN
    return runs and bool(waits) and standing.passed.issuperset(waits)


def may_check(standing: Standing, actor: Actor, on: date) -> bool:
    """Whether the actor may let it pass: who signs gates, and not of their own scheme."""
    scheme = standing.scheme
    may = actor.can(Permission.SIGN_GATES, scheme.place)
    return may and not line.is_own(scheme, actor, on)


def asked(scheme: Scheme, role: Role, on: date) -> list[str]:
    """Who holds a role there, by name: whom to ask where nobody can sign."""
    return [name for _, name in held.holders(role, scheme.place, on)]


def _of_gate(standing: Standing, gate: Gate, on: date) -> Ables:
    scheme, left = standing.scheme, standing.left(gate)
    may_see = readers(scheme)
    found: dict[Role, list[tuple[Signer, str]]] = {role: [] for role in left}
    around = line.line_of(scheme, on)
    for each in held.who_may_act(left, scheme.place, on):
        role, whose, whose_id = each.held.role, each.held.deputising_for, each.held.principal_id
        signer = Signer(role, each.person_id, each.name, whose, whose_id)
        is_blind = may_see is not None and each.person_id not in may_see
        why = "may not see this scheme" if is_blind else _bar(standing, gate, signer, around)
        found[role].append((signer, why))
    return Ables(gate, tuple(_able(role, signers) for role, signers in found.items()))


def _able(role: Role, found: Sequence[tuple[Signer, str]]) -> Able:
    able = tuple(signer for signer, why in found if not why)
    return Able(role, able, tuple(dict.fromkeys(why for _, why in found if why)))


def _bar(standing: Standing, gate: Gate, signer: Signer, around: frozenset[int]) -> str:
    """Why they may not sign, to follow `whoever holds it`; empty when they may."""
    own, given = line.own(standing.scheme), standing.signed(gate)
    if not segregation.refusal(signer, gate, given, own=own, line=around):
        return ""
    if signer.people & own:
        return "owns or entered this scheme, or stands in for who did"
    if segregation.refusal(signer, gate, (), own=own, line=around):
        return "is in its line, or stands in for somebody who is"
    return f"has signed {gate.value} already"


def readers(scheme: Scheme) -> frozenset[int | None] | None:
    """Who may see a workforce-sensitive scheme; None for one that is not."""
    if scheme.disclosure is not Disclosure.WORKFORCE:
        return None
    return readers_of(Scheme.__tablename__, scheme.id) | {scheme.owner_id}
