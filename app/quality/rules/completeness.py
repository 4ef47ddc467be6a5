"""What an assessment still lacks before the panel may be asked, and the step that mends it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.quality.rules import scoring
from app.quality.rules.people import People
from app.quality.rules.scoring import Direction, Effect, QualityThresholds


class Step(StrEnum):
    """One page of the assessment, in the order in which they are filled in."""

    ABOUT = "about"
    STAGE_ONE = "stage-1"
    STAGE_TWO = "stage-2"
    EQUALITY = "equality"
    MEASURES = "measures"
    CHECK = "check"


@dataclass(frozen=True)
class Missing:
    """One thing to do: the sentence, its step, and the domain or group that it is about."""

    step: Step
    sentence: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What has been answered. `planned` are the domains whose mitigations have owner and date."""

    summary: str = ""
    has_clinical_lead: bool = False
    effects: Mapping[str, Effect] = field(default_factory=dict)
    explained: Collection[str] = ()
    planned: Collection[str] = ()
    equality: Mapping[str, Direction] = field(default_factory=dict)
    equality_explained: Collection[str] = ()
    measured: Collection[str] = ()


def missing(facts: Facts, thresholds: QualityThresholds) -> list[Missing]:
    """Everything that is not there yet, in the order of the steps."""
    return [
        *_about(facts),
        *_stage_one(facts, thresholds),
        *_stage_two(facts, thresholds),
        *_equality(facts),
        *_measures(facts),
    ]


def _about(facts: Facts) -> Iterator[Missing]:
    if not facts.summary.strip():
        yield Missing(Step.ABOUT, "Say what changes, for whom and where")
    if not facts.has_clinical_lead:
        yield Missing(Step.ABOUT, "Choose the clinical lead")


def _stage_one(facts: Facts, thresholds: QualityThresholds) -> Iterator[Missing]:
    for domain in thresholds.asked:
        effect = facts.effects.get(domain)
        if effect is None:
            yield Missing(Step.STAGE_ONE, f"Answer for {domain}", domain)
            continue
        if effect.is_negative and effect.before is None:
            yield Missing(Step.STAGE_ONE, f"Score {domain}: it is negative", domain)
        if domain not in facts.explained:
            yield Missing(Step.STAGE_ONE, f"Say why for {domain}", domain)


def _stage_two(facts: Facts, thresholds: QualityThresholds) -> Iterator[Missing]:
    for domain in scoring.outcome(facts.effects.values(), thresholds).stage_two:
        if domain not in facts.planned:
            yield Missing(
                Step.STAGE_TWO, f"Plan a mitigation for {domain}, with an owner and a date", domain
            )
        if facts.effects[domain].after is None:
            yield Missing(Step.STAGE_TWO, f"Score {domain} after mitigation", domain)


def _equality(facts: Facts) -> Iterator[Missing]:
    for people in People:
        direction = facts.equality.get(people)
        if direction is None:
            yield Missing(Step.EQUALITY, f"Answer for {_group(people)}", people)
        elif direction is Direction.NEGATIVE and people not in facts.equality_explained:
            yield Missing(Step.EQUALITY, f"Say how {_group(people)} lose, and why", people)


def _group(people: People) -> str:
    return people.label if people.is_protected else people.value


def _measures(facts: Facts) -> Iterator[Missing]:
    for domain, effect in facts.effects.items():
        if effect.is_negative and domain not in facts.measured:
            yield Missing(
                Step.MEASURES,
                f"Add a measure with a threshold and a stop trigger for {domain}",
                domain,
            )
