"""Answering: each domain, its score after mitigation, and each group of people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import Conflict, RuleBroken
from app.db import db
from app.db.model import Changes, Versioned, apply
from app.quality.commands.trail import note
from app.quality.models import Assessment, DomainScore, EqualityAnswer
from app.quality.queries import assessments, thresholds
from app.quality.rules import scoring
from app.quality.rules.people import People
from app.quality.rules.scoring import Direction

Said = tuple[Direction | None, str]
Cell = tuple[int | None, int | None]

UNSEEN = 0
"""The version of an answer that the page has not seen, as there was none."""
STALE = (
    "Someone else saved this while you were working on it. "
    "Both versions are shown below: nothing you typed is lost"
)


def answer_domain(
    assessment: Assessment,
    *,
    domain: str,
    direction: Direction,
    why: str,
    consequence: int | None = None,
    likelihood: int | None = None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> DomainScore:
    """Stage 1 of one domain. Only a negative effect is scored; every answer says why.

    A score after mitigation stays, unless the domain now scores below it or is negative no more.
    """
    _must_write(assessment, actor)
    why = answers.reason(why, "Say why: what changes for patients or staff", "why")
    cell = _cell(direction, consequence, likelihood)
    row = assessments.evidence(assessment).scores.get(domain)
    _must_be(row, version)
    if row is None:
        _must_be_asked(assessment, domain, at)
        row = DomainScore(assessment_id=assessment.id, domain=domain, version=1)
        db.session.add(row)
    before = _in_words(row)
    changes = apply(
        row,
        direction=direction,
        why=why,
        consequence=cell[0],
        likelihood=cell[1],
        **_after(row, cell),
    )
    if changes:
        said = {domain: (before, _in_words(row))}
        note("answer_domain", assessment, said, actor=actor, at=at)
    return row


def score_after(
    assessment: Assessment,
    *,
    domain: str,
    consequence: int,
    likelihood: int,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Stage 2 of one domain: what is left once the mitigations work. Both scores are kept."""
    _must_write(assessment, actor)
    row = assessments.evidence(assessment).scores.get(domain)
    if row is None or row.before is None:
        raise RuleBroken(None, f"Score {domain} before mitigation first")
    _must_be(row, version)
    if scoring.score(consequence, likelihood) > row.before:
        raise RuleBroken(
            "consequence", f"After mitigation it cannot score above {row.before}, as it did before"
        )
    before = row.after
    if apply(row, consequence_after=consequence, likelihood_after=likelihood):
        said = {f"{domain}: score after mitigation": (before, row.after)}
        note("score_after_mitigation", assessment, said, actor=actor, at=at)


def answer_equality(
    assessment: Assessment,
    given: Mapping[People, Said],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The groups that are answered; one without a direction is left as it is.

    `version` is the sum of the versions of the answers that the page showed.
    """
    _must_write(assessment, actor)
    stored = assessments.evidence(assessment).equality
    if version is not None and version != sum(row.version for row in stored.values()):
        raise Conflict(STALE)
    changes: Changes = {}
    for people, (direction, why) in given.items():
        _must_explain(people, direction, why)
        if direction is None:
            continue
        row = stored.get(people)
        if row is None:
            row = EqualityAnswer(assessment_id=assessment.id, people=people.value, version=1)
            db.session.add(row)
        before = _in_words(row)
        if apply(row, direction=direction, why=why.strip()):
            changes[people.label] = (before, _in_words(row))
    if changes:
        note("answer_equality", assessment, changes, actor=actor, at=at)


def _must_write(assessment: Assessment, actor: Actor) -> None:
    actor.must(Permission.ASSESS_QUALITY, assessment.place)
    assessment.must_be_written()


def _must_be_asked(assessment: Assessment, domain: str, at: datetime) -> None:
    asked = thresholds.of_scheme(assessment.scheme, dates.in_london(at)).asked
    if domain not in asked:
        raise RuleBroken(None, f"{domain} is not one of the domains that are asked about")


def _must_be(row: Versioned | None, version: int | None) -> None:
    """Raises Conflict if the page showed another answer than the stored one, or none."""
    if version is not None and version != (row.version if row else UNSEEN):
        raise Conflict(STALE)


def _must_explain(people: People, direction: Direction | None, why: str) -> None:
    field = f"{people.name.lower()}_why"
    if direction is Direction.NEGATIVE and not why.strip():
        raise RuleBroken(field, f"Say what is worse for this group, and why: {people.label}")
    if direction is None and why.strip():
        raise RuleBroken(people.name.lower(), f"Choose what it does to this group: {people.label}")


def _cell(direction: Direction, consequence: int | None, likelihood: int | None) -> Cell:
    """The score's two axes: needed for a negative effect, and none for another."""
    if direction is not Direction.NEGATIVE:
        return None, None
    scoring.score(consequence or 0, likelihood or 0)
    return consequence, likelihood


def _after(row: DomainScore, cell: Cell) -> dict[str, int | None]:
    """The score after mitigation, dropped where it would now be above the one before."""
    before = (cell[0] or 0) * (cell[1] or 0)
    if row.after is None or row.after <= before:
        return {}
    return {"consequence_after": None, "likelihood_after": None}


def _in_words(row: DomainScore | EqualityAnswer) -> str:
    """The answer as the story reads it: `negative, scores 12: two buses instead of one`."""
    if row.direction is None:
        return ""  # a new row
    score = row.before if isinstance(row, DomainScore) else None
    said = row.direction.value + (f", scores {score}" if score else "")
    return f"{said}: {row.why}" if row.why else said
