"""Who can sign the gates that a scheme waits for, and whom to ask where nobody can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    """Who can sign a gate in one role; `held_by` counts all who hold it, able or not."""

    role: Role
    signers: tuple[Signer, ...]
    held_by: int


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


def office(scheme: Scheme, on: date) -> list[str]:
    """The programme office, by name: who is asked where nobody can sign."""
    return [name for _, name in held.holders(Role.PMO, scheme.place, on)]


def _of_gate(standing: Standing, gate: Gate, on: date) -> Ables:
    scheme, given = standing.scheme, standing.signed(gate)
    own, around, readers = line.own(scheme), line.line_of(scheme, on), _readers(scheme)
    signers = [
        Signer(
            each.held.role,
            each.person_id,
            each.name,
            each.held.deputising_for,
            each.held.principal_id,
        )
        for each in held.who_may_act(standing.left(gate), scheme.place, on)
    ]
    able = [
        each
        for each in signers
        if (readers is None or each.person_id in readers)
        and not segregation.refusal(each, gate, given, own=own, line=around)
    ]
    return Ables(
        gate,
        tuple(
            Able(
                role,
                tuple(each for each in able if each.role is role),
                sum(each.role is role for each in signers),
            )
            for role in standing.left(gate)
        ),
    )


def _readers(scheme: Scheme) -> frozenset[int | None] | None:
    """Who may see a workforce-sensitive scheme; None for one that is not."""
    if scheme.disclosure is not Disclosure.WORKFORCE:
        return None
    return readers_of(Scheme.__tablename__, scheme.id) | {scheme.owner_id}
