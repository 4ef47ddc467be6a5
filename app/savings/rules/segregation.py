"""Nobody signs a gate of their own scheme; from G3a on, nobody in its line either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.programmes.roles import Role
from app.savings.rules import lifecycle
from app.savings.rules.lifecycle import Decided, Gate, Stage


@dataclass(frozen=True)
class Signer:
    """Somebody who would sign in a role, their own or that of a person they stand in for."""

    role: Role
    person_id: int | None
    by: str
    deputising_for: str = ""
    principal_id: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """Who stands behind the signature."""
        both = (self.person_id, self.principal_id)
        return frozenset(each for each in both if each is not None)


def refusal(
    signer: Signer,
    gate: Gate,
    given: Iterable[Decided],
    *,
    own: frozenset[int],
    line: frozenset[int],
) -> str:
    """Why this person may not sign the gate of this scheme; empty when they may.

    `given` are the gate's signatures that stand: one person cannot give two of them.
    """
    if signer.people & own:
        return "You cannot decide a gate of your own scheme: somebody else has to"
    if lifecycle.has_reached(lifecycle.STAGE_OF[gate], Stage.ASSURANCE) and signer.people & line:
        return (
            f"{gate} is decided by somebody outside the scheme’s own line: not by its owner, the "
            "workstream’s lead, sponsor or clinical lead, nor by anyone who stands in for them"
        )
    if any(lifecycle.is_same_person(signer, each) for each in given):
        return f"One person cannot give two signatures of {gate}: somebody else has to"
    return ""
