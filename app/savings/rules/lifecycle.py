"""The gates of a scheme's life, G0 to G7 (nhs-domain 1.4), and the stage that it has reached.

A state machine over what was said at the gates: decisions are only ever added, oldest first, and
`in_force` tells which signatures still stand. Nothing else remembers who has signed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.core.errors import RuleBroken
from app.core.money import Pence
from app.programmes.roles import Role


class Gate(StrEnum):
    """A point that a scheme passes only with a signature."""

    G0 = "G0"
    G1 = "G1"
    G2 = "G2"
    G3A = "G3a"
    G3B = "G3b"
    G4 = "G4"
    G5 = "G5"
    G6 = "G6"
    G7 = "G7"


class Stage(StrEnum):
    """Where a scheme stands between two gates."""

    IDEA = "idea"  # waits for G0
    SCOPING = "scoping"  # waits for G1
    DESIGN = "design"  # waits for G2
    ASSURANCE = "assurance"  # waits for G3a and G3b, in either order
    APPROVAL = "approval"  # waits for G4
    APPROVED = "approved"  # waits for G5
    IN_DELIVERY = "in delivery"  # waits for G6
    DELIVERED = "delivered"  # waits for G7
    CLOSED = "closed"


class Verdict(StrEnum):
    """What was said at a gate."""

    SIGNED = "signed"
    REJECTED = "rejected"
    REOPENED = "reopened"


WAITS_FOR: dict[Stage, tuple[Gate, ...]] = {
    Stage.IDEA: (Gate.G0,),
    Stage.SCOPING: (Gate.G1,),
    Stage.DESIGN: (Gate.G2,),
    Stage.ASSURANCE: (Gate.G3A, Gate.G3B),
    Stage.APPROVAL: (Gate.G4,),
    Stage.APPROVED: (Gate.G5,),
    Stage.IN_DELIVERY: (Gate.G6,),
    Stage.DELIVERED: (Gate.G7,),
    Stage.CLOSED: (),
}
STAGES = tuple(Stage)
STAGE_OF = {gate: stage for stage, gates in WAITS_FOR.items() for gate in gates}
CLINICAL = (Role.MEDICAL_DIRECTOR, Role.CHIEF_NURSE)
"""Both sign G3b, through the assessment of quality alone: no setting says otherwise."""


@dataclass(frozen=True)
class Approval:
    """A clinical executive's approval of the assessment, as the quality gate passes it on."""

    role: Role
    by: str
    person_id: int | None = None
    deputising_for: str = ""
    given_on: date | None = None


class Decided(Protocol):
    """What the rules read of a decision; the stored row has it."""

    @property
    def gate(self) -> Gate: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def role(self) -> str: ...
    @property
    def person_id(self) -> int | None: ...
    @property
    def by(self) -> str: ...
    @property
    def deputising_for(self) -> str: ...
    @property
    def round(self) -> int: ...
    @property
    def plan_then(self) -> Pence | None: ...
    @property
    def full_year_then(self) -> Pence | None: ...


def has_reached(stage: Stage | None, at_least: Stage) -> bool:
    """Whether it stands there or later; one from before the gates stands nowhere."""
    return stage is not None and STAGES.index(stage) >= STAGES.index(at_least)


def returns_to(stage: Stage) -> Stage:
    """Where a rejection sends a scheme.

    From assurance or later back to design, to be signed at G2 again. Before that one stage back;
    an idea stays an idea.
    """
    if has_reached(stage, Stage.ASSURANCE):
        return Stage.DESIGN
    return STAGES[max(0, STAGES.index(stage) - 1)]


def in_force(decisions: Iterable[Decided]) -> list[Decided]:
    """The signatures that still stand, of decisions that come oldest first.

    A rejection undoes those of every gate from where it sends the scheme back. Reopening G3a or
    G3b undoes that gate's, and those of G4 and later, which rested on it.
    """
    standing: list[Decided] = []
    for each in decisions:
        if each.verdict is Verdict.SIGNED:
            standing.append(each)
        else:
            undone = _undone_by(each)
            standing = [signature for signature in standing if signature.gate not in undone]
    return standing


def _undone_by(decision: Decided) -> set[Gate]:
    if decision.verdict is Verdict.REJECTED:
        back_at = returns_to(STAGE_OF[decision.gate])
        return {gate for gate, stage in STAGE_OF.items() if has_reached(stage, back_at)}
    after = {gate for gate, stage in STAGE_OF.items() if has_reached(stage, Stage.APPROVAL)}
    return after | {decision.gate}


def current_round(decisions: Sequence[Decided]) -> int:
    """Each rejection begins a new round of signatures."""
    return 1 + sum(each.verdict is Verdict.REJECTED for each in decisions)


def still_to_sign(
    gate: Gate, asked: Sequence[Role], signed: Iterable[Decided], *, one_is_enough: bool
) -> tuple[Role, ...]:
    """The roles of the gate that have not signed it."""
    given = {each.role for each in signed if each.gate is gate}
    left = tuple(role for role in asked if role not in given)
    return () if one_is_enough and len(left) < len(asked) else left


def stage_after(stage: Stage, passed: Collection[Gate]) -> Stage:
    """The stage once those of its gates are passed: the next when none is left."""
    if any(gate not in passed for gate in WAITS_FOR[stage]):
        return stage
    return STAGES[STAGES.index(stage) + 1]


def must_be_gated(stage: Stage | None) -> Stage:
    """Raises RuleBroken for a scheme that stands at no gate."""
    if stage is None:
        raise RuleBroken(
            "gate", "This scheme is from before the gates: bring it to the gates first"
        )
    return stage


def must_wait_for(stage: Stage | None, gate: Gate) -> Stage:
    """Raises RuleBroken unless the gate is the one, or one of the two, that the scheme is at."""
    stage = must_be_gated(stage)
    if gate not in WAITS_FOR[stage]:
        waits = " and ".join(WAITS_FOR[stage])
        now = f"it waits for {waits}" if waits else "it has passed every gate"
        raise RuleBroken(
            "gate", f"{gate} cannot be decided now: the scheme is {at_words(stage)}, so {now}"
        )
    return stage


def at_words(stage: Stage) -> str:
    """The stage inside a sentence: `at assurance`, `in delivery`."""
    plain = {Stage.IDEA: "an idea", Stage.SCOPING: "in scoping", Stage.DESIGN: "in design"}
    settled = {Stage.APPROVED, Stage.IN_DELIVERY, Stage.DELIVERED, Stage.CLOSED}
    return plain.get(stage, stage.value if stage in settled else f"at {stage.value}")


def must_be_whole(approvals: Sequence[Approval]) -> None:
    """Raises RuleBroken unless both clinical executives approve, two people, each by name."""
    given = {each.role for each in approvals if each.by.strip()}
    missing = [role.label.lower() for role in CLINICAL if role not in given]
    if missing:
        verb = "has" if len(missing) == 1 else "have"
        raise RuleBroken(
            "approvals",
            f"The {' and the '.join(missing)} {verb} not approved it: G3b needs both the medical "
            "director and the chief nurse",
        )
    one, other = (next(each for each in approvals if each.role is role) for role in CLINICAL)
    if is_same_person(other, one):
        raise RuleBroken(
            "approvals", f"{one.by} cannot approve for both clinical executives: two people must"
        )


class Signing(Protocol):
    """Somebody who signs, for themselves or for whom they stand in."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def by(self) -> str: ...
    @property
    def deputising_for(self) -> str: ...


def is_same_person(one: Signing, other: Signing) -> bool:
    """Whether one person stands behind both: by id where both have one, also as a principal."""
    if one.person_id is not None and other.person_id is not None:
        is_same = one.person_id == other.person_id
    else:
        is_same = one.by.casefold() == other.by.casefold()
    stand_ins = {one.deputising_for, other.deputising_for} - {""}
    principals = {one.by, other.by}
    is_shared = one.deputising_for != "" and one.deputising_for == other.deputising_for
    return is_same or is_shared or bool(stand_ins & principals)
