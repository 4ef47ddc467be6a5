"""Nobody signs a gate of their own scheme; from G3a on, nobody in its line either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.programmes.roles import Role
from app.savings.rules import gates, lifecycle
from app.savings.rules.lifecycle import Decided, Gate, Signing, Stage


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


@dataclass(frozen=True)
class InLine:
    """A signature that stood outside the scheme's line when it was given, and does no longer."""

    gate: Gate
    role: str
    who: str

    @property
    def sentence(self) -> str:
        """What has happened to it; what is to be done follows."""
        return f"{self.gate} was signed by {self.who}, who is now in this scheme’s line"


def now_in_line(
    given: Iterable[Decided], *, line: frozenset[int], names: Collection[str]
) -> tuple[InLine, ...]:
    """The signatures from G3a on that nobody gave who is outside the line today.

    `names` are those of the line, folded: a signature that was written down has no account, and
    whom a deputy stood in for is kept by name.
    """
    by_seat: dict[tuple[Gate, str], list[Decided]] = defaultdict(list)
    for each in given:
        if lifecycle.has_reached(lifecycle.STAGE_OF[each.gate], Stage.ASSURANCE):
            role = "" if each.gate in gates.ONE_IS_ENOUGH else each.role
            by_seat[each.gate, role].append(each)
    return tuple(
        InLine(gate, signed[-1].role, _who(signed[-1]))
        for (gate, _), signed in by_seat.items()
        if all(is_inside(each, line, names) for each in signed)
    )


def is_inside(each: Signing, line: frozenset[int], names: Collection[str]) -> bool:
    """Whether a signature comes from the line: from its people, or by one of their folded names."""
    if each.person_id is None and folded(each.by) in names:
        return True
    return each.person_id in line or folded(each.deputising_for) in names


def folded(name: str) -> str:
    """A name as it is compared: without regard to capitals and spaces."""
    return " ".join(name.split()).casefold()


def _who(each: Decided) -> str:
    return f"{each.by} (for {each.deputising_for})" if each.deputising_for else each.by
