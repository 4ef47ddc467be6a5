"""One assessment, or many, with all that was answered, in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.actions.models import Action, ActionKind, ActionStatus
from app.core.actor import Actor
from app.core.errors import NotFound
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.quality.models import (
    Assessment,
    AssessmentStatus,
    DomainScore,
    EqualityAnswer,
    MeasureReading,
    QualityMeasure,
)
from app.quality.rules import completeness, scoring
from app.quality.rules.scoring import Effect
from app.savings.models import Scheme

Row = TypeVar("Row")

SOURCE = "assessment"
"""The `source_kind` of the actions that mitigate, and of the panel's conditions."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """An assessment with all that was answered. Mitigations of earlier editions still count."""

    assessment: Assessment
    scores: Mapping[str, DomainScore] = field(default_factory=dict)
    equality: Mapping[str, EqualityAnswer] = field(default_factory=dict)
    measures: Sequence[QualityMeasure] = ()
    actions: Sequence[Action] = ()

    @property
    def scheme(self) -> Scheme:
        """Whose assessment it is."""
        return self.assessment.scheme

    @property
    def effects(self) -> list[Effect]:
        """The domains as the rules read them."""
        return [score.effect for score in self.scores.values()]

    def domains(self, thresholds: scoring.QualityThresholds) -> tuple[str, ...]:
        """Those that are asked about, then those that were when this one was answered."""
        return tuple(dict.fromkeys((*thresholds.asked, *self.scores)))

    @property
    def mitigations(self) -> dict[str, list[Action]]:
        """The actions that lower a domain's score, by domain; withdrawn ones left out."""
        found: dict[str, list[Action]] = {}
        for action in self.actions:
            is_kept = action.status is not ActionStatus.WITHDRAWN
            if action.kind is ActionKind.MITIGATION and is_kept:
                found.setdefault(action.source_part, []).append(action)
        return found

    def measures_of(self, domain: str) -> list[QualityMeasure]:
        """What is watched in the domain."""
        return [each for each in self.measures if each.domain == domain]

    @property
    def facts(self) -> completeness.Facts:
        """What the rules need to say what is missing."""
        return completeness.Facts(
            summary=self.assessment.summary,
            has_clinical_lead=self.assessment.clinical_lead_id is not None,
            effects={score.domain: score.effect for score in self.scores.values()},
            explained={score.domain for score in self.scores.values() if score.why.strip()},
            planned={
                domain
                for domain, actions in self.mitigations.items()
                if any(action.owner_id and action.due_on for action in actions)
            },
            equality={each.people: each.direction for each in self.equality.values()},
            equality_explained={e.people for e in self.equality.values() if e.why.strip()},
            measured={measure.domain for measure in self.measures},
        )

    def outcome(self, thresholds: scoring.QualityThresholds) -> scoring.Outcome:
        """What the scores come to."""
        return scoring.outcome(self.effects, thresholds)

    def missing(self, thresholds: scoring.QualityThresholds) -> list[completeness.Missing]:
        """What is not there yet."""
        return completeness.missing(self.facts, thresholds)


def get(assessment_id: int, visible_to: Actor) -> Assessment:
    """The assessment with its scheme, place and people. Raises NotFound."""
    statement = _with_scheme(visible_to).where(Assessment.id == assessment_id)
    found: Assessment | None = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound("that assessment")
    return found


def current_of(scheme_id: int, visible_to: Actor) -> Evidence | None:
    """The newest edition that was not withdrawn, with all that was answered."""
    found = db.session.scalars(
        _with_scheme(visible_to)
        .where(Assessment.scheme_id == scheme_id)
        .where(Assessment.status != AssessmentStatus.WITHDRAWN)
        .order_by(Assessment.edition.desc())
        .limit(1)
    ).one_or_none()
    return evidence(found) if found else None


def current_by_scheme(scheme_ids: Iterable[int], visible_to: Actor) -> dict[int, Evidence]:
    """The current edition of each of the schemes, by the scheme's id, in the same few reads."""
    later = aliased(Assessment)
    newest = (
        select(func.max(later.edition))
        .where(later.scheme_id == Assessment.scheme_id)
        .where(later.status != AssessmentStatus.WITHDRAWN)
        .correlate(Assessment)
        .scalar_subquery()
    )
    found = db.session.scalars(
        _with_scheme(visible_to)
        .where(Assessment.scheme_id.in_(list(scheme_ids)), Assessment.edition == newest)
        .order_by(Assessment.scheme_id)
    ).all()
    return {each.assessment.scheme_id: each for each in evidence_of(found).values()}


def editions(scheme_id: int) -> Sequence[Assessment]:
    """All editions of a scheme that the caller has been allowed to see, newest first."""
    return db.session.scalars(
        select(Assessment)
        .where(Assessment.scheme_id == scheme_id)
        .options(joinedload(Assessment.clinical_lead))
        .order_by(Assessment.edition.desc())
    ).all()


def before(assessment: Assessment) -> Evidence | None:
    """The newest earlier edition that was answered: its answers are offered, and count for nothing
    until they are saved anew.
    """
    answered = select(DomainScore.id).where(DomainScore.assessment_id == Assessment.id).exists()
    found = db.session.scalars(
        select(Assessment)
        .where(Assessment.scheme_id == assessment.scheme_id)
        .where(Assessment.edition < assessment.edition, answered)
        .order_by(Assessment.edition.desc())
        .limit(1)
    ).one_or_none()
    return evidence(found) if found else None


def evidence(assessment: Assessment) -> Evidence:
    """All that was answered in it."""
    return evidence_of([assessment])[assessment.id]


def evidence_of(assessments: Sequence[Assessment]) -> dict[int, Evidence]:
    """All that was answered in each, by its id: four reads, however many there are."""
    ids = [each.id for each in assessments]
    scores = _grouped(DomainScore, ids)
    equality = _grouped(EqualityAnswer, ids)
    measures = _grouped(QualityMeasure, ids)
    actions = _actions(assessments)
    return {
        each.id: Evidence(
            assessment=each,
            scores={row.domain: row for row in scores.get(each.id, ())},
            equality={row.people: row for row in equality.get(each.id, ())},
            measures=measures.get(each.id, ()),
            actions=actions.get(each.id, ()),
        )
        for each in assessments
    }


def measure(measure_id: int, visible_to: Actor) -> QualityMeasure:
    """The measure with its assessment and scheme. Raises NotFound."""
    found: QualityMeasure | None = db.session.scalars(
        _with_scheme(visible_to, select(QualityMeasure).join(QualityMeasure.assessment)).where(
            QualityMeasure.id == measure_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound("that measure")
    return found


def has_readings(measure_id: int) -> bool:
    """Whether anything was ever read of the measure."""
    found = select(MeasureReading.id).where(MeasureReading.measure_id == measure_id).limit(1)
    return db.session.scalar(found) is not None


def _with_scheme(visible_to: Actor, statement: Any = None) -> Any:
    """Assessments (or their measures) whose scheme the actor may see, with scheme and place."""
    if statement is None:
        base, path = select(Assessment), None
    else:
        base, path = statement, contains_eager(QualityMeasure.assessment)
    joined = base.join(Assessment.scheme).join(Scheme.workstream)
    loaded = path.contains_eager if path else contains_eager
    people = path.joinedload if path else joinedload
    scheme = loaded(Assessment.scheme)
    return programmes.seen(joined, visible_to, Scheme).options(
        scheme.contains_eager(Scheme.workstream).joinedload(Workstream.programme),
        scheme.joinedload(Scheme.owner),
        people(Assessment.clinical_lead),
    )


def _grouped(model: type[Row], ids: Sequence[int]) -> dict[int, list[Row]]:
    table: Any = model
    found: dict[int, list[Row]] = {}
    for row in db.session.scalars(
        select(table).where(table.assessment_id.in_(ids)).order_by(table.id)
    ):
        found.setdefault(row.assessment_id, []).append(row)
    return found


def _actions(assessments: Sequence[Assessment]) -> dict[int, list[Action]]:
    """What was planned in each or in an earlier edition of the same scheme."""
    earlier = aliased(Assessment)
    statement: Select[*tuple[Any, ...]] = (
        select(Assessment.id, Action)
        .join(earlier, earlier.scheme_id == Assessment.scheme_id)
        .join(Action, (Action.source_kind == SOURCE) & (Action.source_id == earlier.id))
        .where(Assessment.id.in_([each.id for each in assessments]))
        .where(earlier.edition <= Assessment.edition)
        .options(joinedload(Action.owner))
        .order_by(Action.due_on, Action.id)
    )
    found: dict[int, list[Action]] = {}
    for assessment_id, action in db.session.execute(statement):
        found.setdefault(assessment_id, []).append(action)
    return found
