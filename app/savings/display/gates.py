"""A scheme on its way through the gates: the steps, what is still missing, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core import dates, money
from app.programmes.roles import Role
from app.savings.models import GateDecision
from app.savings.queries.given import PanelWord
from app.savings.queries.lifecycle import Standing
from app.savings.rules import gates, lifecycle, needs
from app.savings.rules.lifecycle import Decided, Gate, Stage, Verdict
from app.savings.rules.needs import Facts, Topic

NAMES = {
    Gate.G0: "idea",
    Gate.G1: "scoping",
    Gate.G2: "mandate",
    Gate.G3A: "finance validation",
    Gate.G3B: "quality",
    Gate.G4: "approval",
    Gate.G5: "into delivery",
    Gate.G6: "delivered",
    Gate.G7: "closure",
}
VERBS = {
    "sign": "signed {}",
    "sign_again": "signed again from outside its line: {}",
    "reject": "rejected it at {}",
    "reopen": "reopened {}",
    "record": "wrote down an approval given before at {}",
}
DEEDS = {
    "enter_gates": "brought it to the gates",
    "change_scope": "changed what it does",
    "check_again": "checked again who signs, and let it pass",
    "clear_quality": "noted that its effect on quality is approved",
    "stop_quality": "stopped it for its effect on quality",
    "note_quality_review": "noted the review of quality after it was done",
    **{
        f"{verb}_{gate.value}": said.format(f"{gate.value}, {name}")
        for verb, said in VERBS.items()
        for gate, name in NAMES.items()
    },
}
LABELS = {
    "stage": "Stage",
    "signed_as": "Signed as",
    "approved_by": "Approved by",
    "deputising_for": "Standing in for",
    "plan_then": "Plan as signed",
    "full_year_then": "Full-year effect as signed",
    "evidence": "Evidence",
    "scope_version": "Version of its scope",
    "costs_nothing": "Costs nothing",
    "quality_cleared_by": "Quality approved by",
    "quality_cleared_on": "Quality approved on",
    "quality_cleared_until": "Quality approval holds until",
    "quality_stopped": "Stopped for quality",
    "quality_reviewed_on": "Quality reviewed on",
}

SIGN_AGAIN = "Sign again"

Link = Callable[[Topic], str]
Panel = Mapping[Role, PanelWord]
NOBODY_YET: Panel = {}


@dataclass(frozen=True)
class Step:
    """One gate on the way."""

    gate: Gate
    name: str
    state: str  # Passed · Now · Sign again · Later
    told: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One line of the checklist."""

    sentence: str
    is_met: bool
    href: str = ""


@dataclass(frozen=True)
class Checklist:
    """What stands between the scheme and one gate."""

    gate: Gate
    name: str
    needs: tuple[Item, ...]
    signatures: tuple[Item, ...]

    @property
    def is_ready(self) -> bool:
        """Whether only signatures are missing."""
        return all(item.is_met for item in self.needs)

    @property
    def is_signed(self) -> bool:
        """Whether nothing is missing."""
        return self.is_ready and all(item.is_met for item in self.signatures)


@dataclass(frozen=True)
class Told:
    """One decision, in words."""

    head: str
    on: str
    lines: tuple[str, ...]
    reason: str


def lead(standing: Standing) -> str:
    """Where it stands, in one sentence."""
    stage = standing.scheme.stage
    if stage is None:
        return "This scheme is from before the gates: it is as developed as its tracker says."
    asked = lifecycle.WAITS_FOR[stage]
    unsigned = [gate for gate in asked if standing.left(gate)] or asked
    waits = " and ".join(_named(gate) for gate in unsigned)
    where = f"This scheme is {lifecycle.at_words(stage)}"
    return f"{where}. It waits for {waits}." if waits else f"{where}: it has passed every gate."


def steps(standing: Standing, again: Collection[Gate] = ()) -> list[Step]:
    """The whole way, G0 to G7; `again` are the gates that are to be signed again."""
    stage = standing.scheme.stage
    now = lifecycle.WAITS_FOR[stage] if stage else ()
    states = {gate: _state(standing, gate, now) for gate in Gate} | dict.fromkeys(again, SIGN_AGAIN)
    return [
        Step(gate, NAMES[gate].capitalize(), states[gate], _signed(standing, gate)) for gate in Gate
    ]


def checklists(
    standing: Standing, facts: Facts, link: Link, panel: Panel = NOBODY_YET
) -> list[Checklist]:
    """What stands between the scheme and the gates that it waits for; `panel` has spoken so far."""
    stage = standing.scheme.stage
    return [
        Checklist(
            gate,
            NAMES[gate].capitalize(),
            (
                *_baseline(standing, gate, link),
                *(
                    Item(need.sentence, need.is_met, link(need.topic))
                    for need in needs.of_gate(gate, facts, standing.gates)
                ),
            ),
            tuple(_signatures(standing, gate, link, panel if gate is Gate.G3B else NOBODY_YET)),
        )
        for gate in (lifecycle.WAITS_FOR[stage] if stage else ())
    ]


def story(decisions: Sequence[GateDecision]) -> list[Told]:
    """The decisions in words, newest first."""
    return [_told(each) for each in reversed(decisions)]


def limits(standing: Standing) -> list[str]:
    """The settings that decide here, in sentences."""
    values = standing.gates
    above = _listed(values.signers(Gate.G4, _more_than(values)), "and")
    return [
        f"Above {money.exact(values.g4_limit)} G4 is signed by the {above}.",
        f"If its value moves by more than {values.tolerance_percent}% or "
        f"{money.exact(values.tolerance_pence)} from what was signed, finance validates it again.",
        "If what it does changes, its effect on quality is assessed again.",
    ]


def stages_to_enter() -> list[tuple[str, str]]:
    """Where a scheme from before the gates may be brought in."""
    return [
        (stage.value, f"{stage.value.capitalize()}: waits for {_waits(stage)}")
        for stage in Stage
        if not lifecycle.has_reached(stage, Stage.APPROVAL)
    ]


def _waits(stage: Stage) -> str:
    return " and ".join(_named(gate) for gate in lifecycle.WAITS_FOR[stage])


def _named(gate: Gate) -> str:
    return f"{gate.value} ({NAMES[gate]})"


def _more_than(values: gates.Gates) -> money.Pence:
    return money.Pence(values.g4_limit + 1)


def _state(standing: Standing, gate: Gate, now: tuple[Gate, ...]) -> str:
    stage = standing.scheme.stage
    if stage and lifecycle.has_reached(stage, lifecycle.STAGE_OF[gate]) and gate not in now:
        return "Passed"
    if gate in now:
        return "Passed" if not standing.left(gate) else "Now"
    return "Later"


def _signed(standing: Standing, gate: Gate) -> tuple[str, ...]:
    return tuple(f"{_who(each)}, {_role(each)}" for each in standing.signed(gate))


def _baseline(standing: Standing, gate: Gate, link: Link) -> list[Item]:
    if gate is not Gate.G5:
        return []
    sentence = "Its plan is the one that G4 approved"
    return [Item(sentence, standing.has_approved_baseline, link(Topic.MONTHS))]


def _signatures(standing: Standing, gate: Gate, link: Link, panel: Panel) -> list[Item]:
    asked = standing.gates.signers(gate, standing.value.whole)
    left = standing.left(gate)
    href = link(Topic.QUALITY) if gate is Gate.G3B else ""
    if gate in gates.ONE_IS_ENOUGH:
        return [Item(f"The {_listed(asked, 'or')} signs", not left)]
    return [
        Item(
            f"The {role.label.lower()} signs" + (_by(standing, gate, role) or _so_far(panel, role)),
            role not in left or (role in panel and panel[role].is_approving),
            href,
        )
        for role in asked
    ]


def _so_far(panel: Panel, role: Role) -> str:
    return f": {panel[role].sentence}" if role in panel else ""


def _by(standing: Standing, gate: Gate, role: Role) -> str:
    return "".join(f": {_who(each)}" for each in standing.signed(gate)[-2:] if each.role == role)


def _told(each: GateDecision) -> Told:
    verb = {
        Verdict.SIGNED: "signed",
        Verdict.REJECTED: "rejected it at",
        Verdict.REOPENED: "reopened",
    }[each.verdict]
    as_role = f", {_role(each)}," if each.role else ""
    lines = [f"Round {each.round}, version {each.scope_version} of its scope"]
    if each.plan_then is not None and each.full_year_then is not None:
        plan, full_year = money.exact(each.plan_then), money.exact(each.full_year_then)
        lines[0] += f"; plan {plan}, full-year effect {full_year}"
    if each.evidence:
        lines.append(f"Evidence: {each.evidence}")
    if each.recorded_by:
        lines.append(f"Given before, and written down by {each.recorded_by}")
    head = f"{_who(each)}{as_role} {verb} {_named(each.gate)}"
    return Told(head, dates.long(each.given_on), tuple(lines), each.reason)


def _who(each: Decided) -> str:
    return f"{each.by} (for {each.deputising_for})" if each.deputising_for else each.by


def _role(each: Decided) -> str:
    try:
        return Role(each.role).label.lower()
    except ValueError:
        return each.role


def _listed(roles: Sequence[Role], word: str) -> str:
    return f" {word} the ".join(role.label.lower() for role in roles)
