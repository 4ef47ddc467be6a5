"""An assessment on one page: every answer with its score, what lowers it and what is watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.actions.models import Action, ActionKind
from app.programmes.models import Disclosure
from app.quality.models import Assessment, DomainScore, QualityMeasure
from app.quality.queries.assessments import Evidence
from app.quality.rules import measures, scoring
from app.quality.rules.people import People
from app.quality.rules.scoring import Direction, QualityThresholds
from app.risks.display import BAND_COLOURS

DIRECTION_COLOURS = {
    Direction.POSITIVE: "green",
    Direction.NEUTRAL: "grey",
    Direction.NEGATIVE: "orange",
}
NOT_ANSWERED = "Not answered"
SENSITIVE = "A workforce-sensitive action"


@dataclass(frozen=True)
class Scored:
    """A score in words, with its band."""

    value: int
    words: str
    band: str
    colour: str

    @classmethod
    def of(cls, consequence: int, likelihood: int, limits: QualityThresholds) -> Scored:
        """`3 Moderate × 4 Likely`, 12, High."""
        value = scoring.score(consequence, likelihood)
        band = scoring.band(value, limits).label
        serious = f"{consequence} {scoring.CONSEQUENCES[consequence - 1]}"
        likely = f"{likelihood} {scoring.LIKELIHOODS[likelihood - 1]}"
        return cls(value, f"{serious} × {likely}", band, BAND_COLOURS[band])


@dataclass(frozen=True)
class Mitigation:
    """An action that lowers the score, or that the panel asked for."""

    id: int | None
    ref: str
    title: str
    owner: str
    due_on: date | None
    state: str


@dataclass(frozen=True)
class Watched:
    """A measure in words."""

    measure: QualityMeasure
    worse: str
    baseline: str
    threshold: str
    stop_trigger: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One domain."""

    domain: str
    slug: str
    direction: str
    colour: str
    is_negative: bool
    why: str
    before: Scored | None
    after: Scored | None
    needs_stage_two: bool
    mitigations: Sequence[Mitigation]
    measures: Sequence[Watched]


@dataclass(frozen=True)
class Group:
    """One group of people."""

    label: str
    direction: str
    colour: str
    why: str

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing is said to change for them."""
        return self.direction == Direction.NEUTRAL.value.capitalize() and not self.why


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The whole assessment. Groups for whom nothing changes are named in one sentence."""

    assessment: Assessment
    lines: Sequence[Line]
    affected: Sequence[Group]
    unaffected: Sequence[str]
    conditions: Sequence[Mitigation]
    outcome: scoring.Outcome
    outcome_words: Sequence[str]

    @property
    def is_scored(self) -> bool:
        """Whether it was answered here: not one that was screened out or recorded."""
        return bool(self.assessment.route.value == "full")


def sheet(evidence: Evidence, limits: QualityThresholds) -> Sheet:
    """Everything that the panel reads, in the order of the domains."""
    outcome = evidence.outcome(limits)
    groups = [_group(evidence, people) for people in People]
    return Sheet(
        assessment=evidence.assessment,
        lines=[
            line(evidence, evidence.scores[each], limits)
            if each in evidence.scores
            else _unanswered(each)
            for each in evidence.domains(limits)
        ],
        affected=[each for each in groups if not each.is_unchanged],
        unaffected=[each.label for each in groups if each.is_unchanged],
        conditions=_conditions(evidence),
        outcome=outcome,
        outcome_words=_in_words(outcome, limits),
    )


def _conditions(evidence: Evidence) -> list[Mitigation]:
    """What the panel asked for in this edition."""
    hides = evidence.scheme.disclosure is not Disclosure.WORKFORCE
    return [
        _mitigation(each, hides)
        for each in evidence.actions
        if each.kind is ActionKind.CONDITION and each.source_id == evidence.assessment.id
    ]


def line(evidence: Evidence, score: DomainScore, limits: QualityThresholds) -> Line:
    """One domain that was answered."""
    before, after = score.before, score.after
    hides = evidence.scheme.disclosure is not Disclosure.WORKFORCE
    return Line(
        domain=score.domain,
        slug=scoring.slug(score.domain),
        direction=score.direction.value.capitalize(),
        colour=DIRECTION_COLOURS[score.direction],
        is_negative=score.effect.is_negative,
        why=score.why,
        before=Scored.of(score.consequence or 0, score.likelihood or 0, limits) if before else None,
        after=Scored.of(score.consequence_after or 0, score.likelihood_after or 0, limits)
        if after
        else None,
        needs_stage_two=score.domain in evidence.outcome(limits).stage_two,
        mitigations=[
            _mitigation(each, hides) for each in evidence.mitigations.get(score.domain, ())
        ],
        measures=watched(evidence, score.domain),
    )


def watched(evidence: Evidence, domain: str) -> list[Watched]:
    """What is watched in the domain, in words."""
    return [in_words(each) for each in evidence.measures_of(domain)]


def in_words(measure: QualityMeasure) -> Watched:
    """`12.5%`, and which way is worse."""

    def said(value: int | None) -> str:
        return "Not known" if value is None else measures.in_words(value, measure.unit)

    return Watched(
        measure=measure,
        worse="above" if measure.is_worse_above else "below",
        baseline=said(measure.baseline),
        threshold=said(measure.threshold),
        stop_trigger=said(measure.stop_trigger),
    )


def _mitigation(action: Action, hides: bool) -> Mitigation:
    """One that is more sensitive than its scheme is named only to those who may open it."""
    state = action.status.value.capitalize()
    if hides and action.disclosure is Disclosure.WORKFORCE:
        return Mitigation(None, action.ref, SENSITIVE, "", action.due_on, state)
    owner = action.owner.name if action.owner else "Nobody yet"
    return Mitigation(action.id, action.ref, action.title, owner, action.due_on, state)


def _unanswered(domain: str) -> Line:
    return Line(
        domain=domain,
        slug=scoring.slug(domain),
        direction=NOT_ANSWERED,
        colour="white",
        is_negative=False,
        why="",
        before=None,
        after=None,
        needs_stage_two=False,
        mitigations=(),
        measures=(),
    )


def _group(evidence: Evidence, people: People) -> Group:
    row = evidence.equality.get(people)
    if row is None:
        return Group(people.label, NOT_ANSWERED, "white", "")
    words = row.direction.value.capitalize()
    return Group(people.label, words, DIRECTION_COLOURS[row.direction], row.why)


def _in_words(outcome: scoring.Outcome, limits: QualityThresholds) -> list[str]:
    """What the scores come to: the highest, stage 2, what is left, whether the board is told."""
    if not outcome.highest:
        return ["No domain is scored: nothing that was answered is made worse"]
    said = [f"The highest score is {outcome.highest}, in {_and(outcome.highest_in)}"]
    if outcome.needs_stage_two:
        above = limits.stage_two_above
        said.append(f"Stage 2 is needed for what scores above {above}: {_and(outcome.stage_two)}")
    else:
        said.append(f"Nothing scores above {limits.stage_two_above}: stage 1 is enough")
    if outcome.residual != outcome.highest:
        said.append(f"After mitigation the highest is {outcome.residual}")
    if outcome.goes_to_board:
        said.append(
            f"The board is told: {_and(outcome.for_board)} would still score "
            f"{limits.board_from} or more"
        )
    return said


def _and(names: Sequence[str]) -> str:
    """`patient experience; access, equity and inequalities`: a name may hold a comma."""
    return "; ".join(each[:1].lower() + each[1:] for each in names)
