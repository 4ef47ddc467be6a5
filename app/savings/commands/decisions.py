"""Writing down what is decided at a gate, and moving the scheme to the stage that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.audit.commands import record
from app.core import dates, money
from app.core.actor import Actor
from app.db import db
from app.db.model import Changes, apply
from app.programmes.roles import Role
from app.savings.models import GateDecision, Scheme
from app.savings.queries import given
from app.savings.queries import lifecycle as queries
from app.savings.queries.lifecycle import Standing
from app.savings.rules import lifecycle
from app.savings.rules.gates import Gates, Value
from app.savings.rules.lifecycle import Approval, Gate, Stage, Verdict
from app.savings.rules.segregation import Signer
from app.settings import queries as settings


@dataclass(frozen=True)
class Word:
    """What one person says at a gate, in which role, and on what ground."""

    by: str
    person_id: int | None = None
    role: str = ""
    deputising_for: str = ""
    given_on: date | None = None
    reason: str = ""
    evidence: str = ""
    recorded_by: str = ""

    @classmethod
    def of(cls, signer: Signer, *, reason: str, evidence: str = "") -> Word:
        """What who signs says as themselves or as a deputy."""
        return cls(
            by=signer.by,
            person_id=signer.person_id,
            role=signer.role.value,
            deputising_for=signer.deputising_for,
            reason=reason.strip(),
            evidence=evidence.strip(),
        )


def sign(standing: Standing, gate: Gate, word: Word, *, actor: Actor, at: datetime) -> None:
    """A signature; with the last one that the stage waits for, the scheme moves on."""
    _write(standing, gate, Verdict.SIGNED, word, at=at)
    after = queries.standing(standing.scheme, dates.in_london(at))
    stage = lifecycle.must_be_gated(standing.scheme.stage)
    if gate in lifecycle.WAITS_FOR[stage]:
        stage = lifecycle.stage_after(stage, after.passed)
    verb = "record" if word.recorded_by else "sign"
    _move(after, stage, f"{verb}_{gate.value}", word, actor=actor, at=at)
    if gate is Gate.G2 and stage is Stage.ASSURANCE:
        count_again(standing.scheme, actor=actor, at=at)


def sign_beside(standing: Standing, gate: Gate, word: Word, *, actor: Actor, at: datetime) -> None:
    """A further signature of a gate that has its own already: the scheme stays where it is.

    Its money is what was signed first: whatever moved since is still measured from there.
    """
    _write(standing, gate, Verdict.SIGNED, word, at=at, value=standing.value_at(gate))
    stage = lifecycle.must_be_gated(standing.scheme.stage)
    _move(standing, stage, f"sign_again_{gate.value}", word, actor=actor, at=at)


def reject(standing: Standing, gate: Gate, word: Word, *, actor: Actor, at: datetime) -> None:
    """Back to where it is mended; what was signed from there on is to be signed again."""
    _write(standing, gate, Verdict.REJECTED, word, at=at)
    back = lifecycle.returns_to(lifecycle.STAGE_OF[gate])
    _move(standing, back, f"reject_{gate.value}", word, actor=actor, at=at)


def reopen(scheme: Scheme, gate: Gate, *, reason: str, actor: Actor, at: datetime) -> bool:
    """What was signed at G3a or G3b holds no longer: whoever stands beyond it comes back.

    Does nothing where the gate is not signed, nor once the scheme is delivered.
    """
    if scheme.stage is None or lifecycle.has_reached(scheme.stage, Stage.DELIVERED):
        return False
    standing = queries.standing(scheme, dates.in_london(at))
    if not standing.signed(gate):
        return False
    word = Word(by=actor.name, person_id=actor.person_id, reason=reason)
    _write(standing, gate, Verdict.REOPENED, word, at=at)
    is_beyond = lifecycle.has_reached(scheme.stage, Stage.ASSURANCE)
    back = Stage.ASSURANCE if is_beyond else scheme.stage
    _move(standing, back, f"reopen_{gate.value}", word, actor=actor, at=at)
    return True


def sign_quality(
    scheme: Scheme, approvals: Sequence[Approval], *, actor: Actor, at: datetime
) -> None:
    """Both clinical executives' signatures of G3b, while they can still matter."""
    if scheme.stage is None or lifecycle.has_reached(scheme.stage, Stage.DELIVERED):
        return
    for each in approvals:
        standing = queries.standing(scheme, dates.in_london(at))
        sign(standing, Gate.G3B, _word_of(each), actor=actor, at=at)


def sign_quality_again(scheme: Scheme, approval: Approval, *, actor: Actor, at: datetime) -> None:
    """One clinical executive's signature of G3b beside the one that was given before."""
    standing = queries.standing(scheme, dates.in_london(at))
    sign_beside(standing, Gate.G3B, _word_of(approval), actor=actor, at=at)


def _word_of(approval: Approval) -> Word:
    return Word(
        by=approval.by,
        person_id=approval.person_id,
        role=approval.role.value,
        deputising_for=approval.deputising_for,
        given_on=approval.given_on,
    )


def count_again(scheme: Scheme, *, actor: Actor, at: datetime) -> None:
    """In a new round an approval of quality that still holds, of the same scope, counts again."""
    today = dates.in_london(at)
    standing = queries.standing(scheme, today)
    if Gate.G3B in standing.passed or not scheme.is_quality_valid(today):
        return
    for earlier in _approvals_of(standing):
        word = Word(
            by=earlier.by,
            person_id=earlier.person_id,
            role=earlier.role,
            deputising_for=earlier.deputising_for,
            given_on=earlier.given_on,
            reason="The approval of its effect on quality still holds, for the same scope",
        )
        again = queries.standing(scheme, today)
        sign(again, Gate.G3B, word, actor=actor, at=at)


def enter(scheme: Scheme, stage: Stage, *, reason: str, actor: Actor, at: datetime) -> None:
    """The first stage of a scheme that was declared by its tracker until now."""
    word = Word(by=actor.name, reason=reason)
    standing = queries.standing(scheme, dates.in_london(at))
    _move(standing, stage, "enter_gates", word, actor=actor, at=at)


def pass_on(standing: Standing, *, actor: Actor, at: datetime) -> None:
    """To the next stage: all who are asked now have signed before."""
    scheme = standing.scheme
    stage = lifecycle.must_be_gated(scheme.stage)
    waits = " and ".join(lifecycle.WAITS_FOR[stage])
    word = Word(by=actor.name, reason=f"All who sign {waits} by today’s settings have signed")
    after = lifecycle.stage_after(stage, standing.passed)
    _move(standing, after, "check_again", word, actor=actor, at=at)
    if after is Stage.ASSURANCE:
        count_again(scheme, actor=actor, at=at)


def begin(scheme: Scheme, *, actor: Actor, at: datetime) -> Changes:
    """A new scheme is the actor's idea; it is not stored yet."""
    programme_id = scheme.workstream.programme_id
    values = settings.fill(Gates, "gates", programme_id, dates.in_london(at))
    status = values.status(Stage.IDEA)
    return apply(scheme, stage=Stage.IDEA, development_status=status, author_id=actor.person_id)


def _approvals_of(standing: Standing) -> list[GateDecision]:
    """The newest signature of each clinical executive on the scope as it is."""
    newest = {
        each.role: each
        for each in standing.decisions
        if each.gate is Gate.G3B
        and each.verdict is Verdict.SIGNED
        and each.scope_version == standing.scheme.scope_version
    }
    found = [newest[role] for role in lifecycle.CLINICAL if role in newest]
    return found if len(found) == len(lifecycle.CLINICAL) else []


def _write(
    standing: Standing,
    gate: Gate,
    verdict: Verdict,
    word: Word,
    *,
    at: datetime,
    value: Value | None = None,
) -> None:
    scheme, value = standing.scheme, value or standing.value
    db.session.add(
        GateDecision(
            scheme_id=scheme.id,
            gate=gate,
            verdict=verdict,
            role=word.role,
            person_id=word.person_id,
            by=word.by,
            deputising_for=word.deputising_for,
            given_on=word.given_on or dates.in_london(at),
            at=at,
            reason=word.reason,
            evidence=word.evidence,
            recorded_by=word.recorded_by,
            round=standing.round,
            plan_then=value.plan,
            full_year_then=value.full_year,
            scope_version=scheme.scope_version,
        )
    )
    db.session.flush()


def _move(
    standing: Standing, stage: Stage, verb: str, word: Word, *, actor: Actor, at: datetime
) -> None:
    """Counts as one save of the scheme, so that of two who sign at once the second looks again."""
    scheme = standing.scheme
    changes = _said(standing, word, actor)
    changes |= apply(scheme, stage=stage, development_status=standing.gates.status(stage))
    changes |= apply(scheme, status=given.status(scheme))
    scheme.version += 1
    record(f"scheme.{verb}", scheme, changes, actor=actor, at=at, reason=word.reason)


def _said(standing: Standing, word: Word, actor: Actor) -> Changes:
    """Who signed as what, and the money that was signed, for those who read the trail."""
    told: dict[str, str] = {}
    if word.role:
        told["signed_as"] = Role(word.role).label
        told["plan_then"] = money.exact(standing.value.plan)
        told["full_year_then"] = money.exact(standing.value.full_year)
    if word.deputising_for:
        told["deputising_for"] = word.deputising_for
    if word.by != actor.name:
        told["approved_by"] = word.by
    if word.evidence:
        told["evidence"] = word.evidence
    return {name: (None, said) for name, said in told.items()}
