"""Where the pages of this feature are registered, and what those that change begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.quality.models import Assessment
from app.quality.queries import assessments, thresholds
from app.quality.queries.assessments import Evidence
from app.quality.rules import scoring
from app.quality.rules.scoring import QualityThresholds
from app.web.access import current_actor
from app.web.clock import today

bp = Blueprint("quality", __name__, url_prefix="/quality")


@dataclass(frozen=True)
class Desk:
    """What a step of the assessment is written with: the answers so far, and those before."""

    assessment: Assessment
    actor: Actor
    limits: QualityThresholds
    evidence: Evidence
    before: Evidence | None

    def domain(self, slug: str) -> str:
        """The domain that the address names. Raises NotFound."""
        for each in self.domains:
            if scoring.slug(each) == slug:
                return each
        raise NotFound("that domain of quality")

    @property
    def domains(self) -> tuple[str, ...]:
        """Those that are asked about, then those that were when this one was answered."""
        return self.evidence.domains(self.limits)

    @property
    def harmed(self) -> list[str]:
        """The domains that the scheme makes worse, in their order."""
        effects = self.evidence.facts.effects
        return [each for each in self.domains if each in effects and effects[each].is_negative]

    @property
    def watched(self) -> list[str]:
        """The domains that are made worse, and those with a measure from when they were."""
        return [each for each in self.domains if each in self.harmed or self._measures(each)]

    def _measures(self, domain: str) -> bool:
        return bool(self.evidence.measures_of(domain))


def for_change(assessment_id: int) -> tuple[Assessment, Actor]:
    """The assessment, for one who may write it: asked before anything of it is shown."""
    actor = current_actor()
    assessment = assessments.get(assessment_id, actor)
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    return assessment, actor


def desk(assessment_id: int) -> Desk:
    """All that a step needs. Raises RuleBroken when it is not being written any more."""
    assessment, actor = for_change(assessment_id)
    assessment.must_be_written()
    return Desk(
        assessment=assessment,
        actor=actor,
        limits=thresholds.of_scheme(assessment.scheme, today()),
        evidence=assessments.evidence(assessment),
        before=assessments.before(assessment),
    )


def on_to(endpoint: str, assessment: Assessment, message: str, **place: Any) -> Response:
    """To another step, saying what was saved."""
    flash(message)
    return redirect(url_for(endpoint, assessment_id=assessment.id, **place))
