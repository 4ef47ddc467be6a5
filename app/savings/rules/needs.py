"""What stands between a scheme and its next gate (nhs-domain 1.3 and 1.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.savings.rules import lifecycle
from app.savings.rules.gates import Gates
from app.savings.rules.lifecycle import Gate
from app.savings.rules.segregation import InLine


class Topic(StrEnum):
    """Where a need is met: a page, or a part of one."""

    SCHEME = "scheme"
    SRO = "senior responsible owner"
    MANDATE = "mandate"
    KPIS = "measures of success"
    LINKS = "milestones and risks"
    MONTHS = "months"
    BUDGET_LINES = "budget lines"
    OVERLAPS = "overlaps"
    QUALITY = "quality"
    TRANSFERS = "transfers"
    ACTIONS = "actions"
    SIGNATURES = "signatures to give again"


@dataclass(frozen=True)
class Mandate:
    """What a scheme's mandate (its PID) says so far, as the needs read it."""

    has_baseline_spend: bool = False
    has_benchmark: bool = False  # with its source, or the reason why none exists
    has_scope: bool = False
    kpis: int = 0
    milestones: int = 0  # those not withdrawn
    risks: int = 0  # those not withdrawn
    months_held: int = 0  # by the KPI that has stood at its target for the fewest
    has_lessons: bool = False
    has_benefit_owner: bool = False


NOTHING_WRITTEN = Mandate()


@dataclass(frozen=True)
class Facts:
    """What a scheme has given so far, as the needs read it."""

    has_description: bool = False
    has_owner: bool = False
    has_value: bool = False
    has_category: bool = False
    has_cash_class: bool = False
    has_start: bool = False
    has_delivery_risk: bool = False
    has_cost: bool = False
    has_whole_plan: bool = False
    has_budget_line: bool = False
    has_estimated_split: bool = False
    is_counted_once: bool = True
    is_quality_valid: bool = False
    has_left_budget: bool = False
    is_cash_releasing: bool = True
    months_saved: int = 0
    open_actions: int = 0
    is_quality_reviewed: bool = False
    has_sro: bool = False
    mandate: Mandate = NOTHING_WRITTEN
    in_line: tuple[InLine, ...] = ()


@dataclass(frozen=True)
class Need:
    """One condition of a gate: what to do while it is not met, and where."""

    sentence: str
    topic: Topic
    is_met: bool


_Asked = tuple[str, Topic, Callable[[Facts, Gates], bool]]

_HELD_BY_QUALITY: _Asked = (
    "A quality impact assessment, approved by both clinical executives, holds today",
    Topic.QUALITY,
    lambda facts, _: facts.is_quality_valid,
)
ASKED: dict[Gate, tuple[_Asked, ...]] = {
    Gate.G0: (
        ("It is described", Topic.SCHEME, lambda facts, _: facts.has_description),
        ("It has an owner", Topic.SCHEME, lambda facts, _: facts.has_owner),
        (
            "It has a rough value: a recurrent full-year value, or a plan by month",
            Topic.SCHEME,
            lambda facts, _: facts.has_value,
        ),
    ),
    Gate.G1: (
        ("It has a category", Topic.SCHEME, lambda facts, _: facts.has_category),
        ("It has a cash class", Topic.SCHEME, lambda facts, _: facts.has_cash_class),
        ("It has a start date", Topic.SCHEME, lambda facts, _: facts.has_start),
        (
            "The baseline spend is given: what is spent in a year on what it changes",
            Topic.MANDATE,
            lambda facts, _: facts.mandate.has_baseline_spend,
        ),
        (
            "It is benchmarked, with the source, or says why no benchmark exists",
            Topic.MANDATE,
            lambda facts, _: facts.mandate.has_benchmark,
        ),
        (
            "A senior responsible owner is named for its programme",
            Topic.SRO,
            lambda facts, _: facts.has_sro,
        ),
    ),
    Gate.G2: (
        ("Its scope is written", Topic.MANDATE, lambda facts, _: facts.mandate.has_scope),
        (
            "At least one milestone belongs to it",
            Topic.LINKS,
            lambda facts, _: facts.mandate.milestones > 0,
        ),
        (
            "At least one KPI says how success is measured, with its baseline and target",
            Topic.KPIS,
            lambda facts, _: facts.mandate.kpis > 0,
        ),
        (
            "At least one risk belongs to it",
            Topic.LINKS,
            lambda facts, _: facts.mandate.risks > 0,
        ),
        (
            "Its plan is given for every month from the start to March",
            Topic.MONTHS,
            lambda facts, _: facts.has_whole_plan,
        ),
        (
            "The cost to deliver is answered: a running cost, a set-up cost, or that it costs "
            "nothing",
            Topic.SCHEME,
            lambda facts, _: facts.has_cost,
        ),
        ("Its delivery risk is assessed", Topic.SCHEME, lambda facts, _: facts.has_delivery_risk),
    ),
    Gate.G3A: (
        (
            "The budget line that it takes money from is given",
            Topic.BUDGET_LINES,
            lambda facts, _: facts.has_budget_line,
        ),
        (
            "Its recurrent split is given, not estimated",
            Topic.SCHEME,
            lambda facts, _: not facts.has_estimated_split,
        ),
        (
            "No double counting with another scheme is left to settle",
            Topic.OVERLAPS,
            lambda facts, _: facts.is_counted_once,
        ),
    ),
    Gate.G3B: (_HELD_BY_QUALITY,),
    Gate.G4: (_HELD_BY_QUALITY,),
    Gate.G5: (_HELD_BY_QUALITY,),
    Gate.G6: (
        (
            "Money has left a budget, with its journal (asked of cash-releasing schemes)",
            Topic.TRANSFERS,
            lambda facts, _: facts.has_left_budget or not facts.is_cash_releasing,
        ),
        (
            "It has saved in {kept_months} months or more",
            Topic.MONTHS,
            lambda facts, gates: facts.months_saved >= gates.kept_months,
        ),
        (
            "Each KPI has stood at its target for the last {kept_months} months read, in a row",
            Topic.KPIS,
            lambda facts, gates: (
                facts.mandate.kpis > 0 and facts.mandate.months_held >= gates.kept_months
            ),
        ),
    ),
    Gate.G7: (
        (
            "Every action that came from it is done or withdrawn",
            Topic.ACTIONS,
            lambda facts, _: facts.open_actions == 0,
        ),
        (
            "The post-implementation review of quality is done",
            Topic.QUALITY,
            lambda facts, _: facts.is_quality_reviewed,
        ),
        ("Its lessons are written", Topic.MANDATE, lambda facts, _: facts.mandate.has_lessons),
        (
            "Somebody is named who owns the benefit in business as usual",
            Topic.MANDATE,
            lambda facts, _: facts.mandate.has_benefit_owner,
        ),
    ),
}


def of_gate(gate: Gate, facts: Facts, gates: Gates) -> tuple[Need, ...]:
    """What the gate asks besides its signatures, in the order in which it is met."""
    asked = tuple(
        Need(sentence.format(kept_months=gates.kept_months), topic, is_met(facts, gates))
        for sentence, topic, is_met in ASKED[gate]
    )
    return asked + tuple(_again(each) for each in facts.in_line if _rests_on(gate, each.gate))


def _rests_on(gate: Gate, signed: Gate) -> bool:
    """A gate on those before it, and on the rest of its own signatures.

    Quality is not assessed again once a scheme is delivered: its closure rests on the review.
    """
    if signed is Gate.G3B and gate is Gate.G7:
        return False
    before, now = lifecycle.STAGE_OF[signed], lifecycle.STAGE_OF[gate]
    return signed is gate or (before is not now and lifecycle.has_reached(now, before))


def _again(each: InLine) -> Need:
    if each.gate is Gate.G3B:
        again = "an executive or deputy outside it decides again, in the assessment of quality"
        return Need(f"{each.sentence}: {again}", Topic.QUALITY, False)
    return Need(f"{each.sentence}: somebody outside it signs it again", Topic.SIGNATURES, False)


def unmet(gate: Gate, facts: Facts, gates: Gates) -> tuple[Need, ...]:
    """Those that keep the gate from being signed."""
    return tuple(need for need in of_gate(gate, facts, gates) if not need.is_met)
