"""What the two clinical executives decide on an assessment: both approve, or it is not approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from app.actions import commands as actions
from app.actions.models import ActionKind
from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.db.model import apply
from app.programmes.queries import HeldRole
from app.programmes.roles import Role
from app.quality.commands.trail import note
from app.quality.models import Assessment, AssessmentStatus, PanelDecision
from app.quality.queries import panel
from app.quality.queries.assessments import SOURCE
from app.quality.rules import approval
from app.quality.rules.approval import Outcome, PanelVerdict, Seat
from app.savings.commands import quality
from app.savings.rules.lifecycle import Approval

STATUS = {
    Outcome.WAITING: AssessmentStatus.WITH_PANEL,
    Outcome.APPROVED: AssessmentStatus.APPROVED,
    Outcome.PAUSED: AssessmentStatus.PAUSED,
    Outcome.REFUSED: AssessmentStatus.REFUSED,
}
DEEDS = {
    PanelVerdict.APPROVE: "approve_assessment",
    PanelVerdict.CONDITIONS: "approve_assessment_with_conditions",
    PanelVerdict.PAUSE: "pause_assessment",
    PanelVerdict.REFUSE: "refuse_assessment",
}


class Condition(NamedTuple):
    """What has to be done, by whom, by when: it becomes an action."""

    title: str
    owner_id: int | None
    due_on: date | None


class Holds(NamedTuple):
    """The first and the last day of an approval."""

    on: date
    until: date


@dataclass(frozen=True)
class Deciding:
    """Who says what, in which seat, at what moment."""

    seat: Seat
    verdict: PanelVerdict
    reason: str
    held: HeldRole
    actor: Actor
    at: datetime

    @property
    def day(self) -> date:
        return dates.in_london(self.at)


def decide(
    assessment: Assessment,
    *,
    seat: Seat,
    verdict: PanelVerdict,
    reason: str,
    conditions: Sequence[Condition | tuple[str, int | None, date | None]] = (),
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome:
    """One executive's word. What both words then come to is told to the scheme at once."""
    actor.must(Permission.APPROVE_QUALITY, assessment.place)
    held = _seat_of(assessment, seat, actor, dates.in_london(at))
    assessment.must_be(version)
    _must_be_decidable(assessment, seat, verdict, dates.in_london(at))
    asked = [Condition(*each) for each in conditions]
    _must_fit(verdict, asked, dates.in_london(at))
    said = answers.reason(reason, "Say why: it goes on the record beside your name")
    before = panel.holding(assessment)
    _must_sit_once(before, seat, actor)
    deciding = Deciding(seat, verdict, said, held, actor, at)
    word = _keep(assessment, deciding)
    _drop(assessment, deciding)
    _ask(assessment, asked, deciding)
    return _come_to(assessment, [*before.values(), word], deciding)


def _seat_of(assessment: Assessment, seat: Seat, actor: Actor, on: date) -> HeldRole:
    """The role by which the actor takes the seat. Nobody judges what is theirs, or their line's."""
    if actor.person_id is None:
        raise NotAllowed("Only a person can decide on an assessment of quality")
    held = panel.seat_held(assessment, seat, actor.person_id, on)
    if held is None:
        raise NotAllowed(
            f"Only the {seat.label.lower()}, or their named deputy, decides in that seat"
        )
    if reason := panel.conflict_of_interest(assessment, actor.person_id, on):
        raise NotAllowed(reason)
    return held


def _must_be_decidable(assessment: Assessment, seat: Seat, verdict: PanelVerdict, on: date) -> None:
    """With the panel; an approval that was given may still be paused or refused.

    It is given again in the seat of somebody who has come into the scheme's line since.
    """
    assessment.scheme.must_be_open()
    is_given = assessment.status is AssessmentStatus.APPROVED
    is_open = not verdict.is_approving or seat in panel.to_decide_again(assessment, on)
    if assessment.status is not AssessmentStatus.WITH_PANEL and not (is_given and is_open):
        raise RuleBroken(
            None, f"This assessment is {assessment.status.value}: it is not with the panel"
        )
    panel.must_rule(assessment)
    outgrown = approval.is_out_of_scope(assessment.scope_version, assessment.scheme.scope_version)
    if outgrown and verdict.is_approving:
        raise RuleBroken(
            "verdict",
            "The scheme’s scope has changed since this was sent: pause it, so that its lead "
            "assesses the new scope",
        )


def _must_fit(verdict: PanelVerdict, conditions: Sequence[Condition], today: date) -> None:
    if verdict is not PanelVerdict.CONDITIONS:
        if conditions:
            sentence = "Choose “Approve with conditions”, or leave the conditions empty"
            raise RuleBroken("verdict", sentence)
        return
    if not conditions:
        raise RuleBroken("condition_1", "Enter at least one condition, or choose “Approve”")
    for number, condition in enumerate(conditions, start=1):
        answers.title(condition.title, f"condition_{number}", "Condition")
        if condition.owner_id is None:
            raise RuleBroken(f"owner_{number}", "Choose who meets the condition")
        if condition.due_on is None:
            raise RuleBroken(f"due_{number}", "Enter the day by which it has to be met")
        if condition.due_on < today:
            raise RuleBroken(f"due_{number}", "A condition must be due today or later")


def _must_sit_once(holding: panel.Holding, seat: Seat, actor: Actor) -> None:
    other = holding.get(seat.other)
    if other is not None and other.person_id == actor.person_id:
        raise NotAllowed(
            f"You have decided as {seat.other.label.lower()}: another person must take this seat"
        )


def _keep(assessment: Assessment, deciding: Deciding) -> approval.Word:
    actor = deciding.actor
    row = PanelDecision(
        assessment_id=assessment.id,
        seat=deciding.seat,
        verdict=deciding.verdict,
        reason=deciding.reason,
        person_id=actor.person_id,
        by=actor.name,
        deputising_for=deciding.held.deputising_for,
        given_on=deciding.day,
        at=deciding.at,
    )
    db.session.add(row)
    return panel.word(row)


def _drop(assessment: Assessment, deciding: Deciding) -> None:
    """A new word replaces the conditions of the one before; without an approval none stands."""
    for action in panel.open_conditions(assessment):
        if action.source_part == deciding.seat.value or not deciding.verdict.is_approving:
            because = f"The {deciding.seat.label.lower()} {deciding.verdict.past} the assessment"
            actions.withdraw(action, reason=because, actor=deciding.actor, at=deciding.at)


def _ask(assessment: Assessment, conditions: Sequence[Condition], deciding: Deciding) -> None:
    """Each condition as an action, seen by those who may see the scheme."""
    for condition in conditions:
        actions.add(
            assessment.scheme.workstream,
            title=condition.title,
            kind=ActionKind.CONDITION,
            owner_id=condition.owner_id,
            due_on=condition.due_on,
            description=f"Condition of the {deciding.seat.label.lower()}: {deciding.reason}",
            source_kind=SOURCE,
            source_id=assessment.id,
            source_part=deciding.seat.value,
            disclosure=assessment.scheme.disclosure,
            actor=deciding.actor,
            at=deciding.at,
        )


def _come_to(assessment: Assessment, words: Sequence[approval.Word], deciding: Deciding) -> Outcome:
    """The state that the words give, the story's chapter, and the fact in the scheme."""
    outcome = approval.outcome(words)
    if assessment.status is AssessmentStatus.APPROVED and deciding.verdict.is_approving:
        _stand_beside(assessment, words, deciding)
        return outcome
    actor, at = deciding.actor, deciding.at
    changes = apply(assessment, status=STATUS[outcome])
    holds = _holds(assessment, words, deciding)
    if holds:
        changes |= apply(assessment, approved_on=holds.on, valid_until=holds.until)
    note(DEEDS[deciding.verdict], assessment, changes, actor=actor, at=at, reason=deciding.reason)
    if holds:
        _clear(assessment, words, holds, actor=actor, at=at)
    elif outcome is not Outcome.WAITING:
        quality.stop_quality(
            assessment.scheme, reason=_stopped_by(words, deciding), actor=actor, at=at
        )
    return outcome


def _stand_beside(
    assessment: Assessment, words: Sequence[approval.Word], deciding: Deciding
) -> None:
    """An approval given again: it holds no longer than the one beside which it stands."""
    actor, at = deciding.actor, deciding.at
    note(DEEDS[deciding.verdict], assessment, {}, actor=actor, at=at, reason=deciding.reason)
    word = approval.newest(words)[deciding.seat]
    quality.approve_again(assessment.scheme, _signature(word), by=_by(words), actor=actor, at=at)


def _by(words: Sequence[approval.Word]) -> str:
    holding = approval.newest(words)
    return " and ".join(f"{holding[seat].who} ({seat.label.lower()})" for seat in Seat)


def _signature(word: approval.Word) -> Approval:
    return Approval(
        role=Role(word.seat.value),
        by=word.by,
        person_id=word.person_id,
        deputising_for=word.deputising_for,
        given_on=word.given_on,
    )


def _holds(
    assessment: Assessment, words: Sequence[approval.Word], deciding: Deciding
) -> Holds | None:
    """From when until when both approvals hold; None while they are not both there."""
    approved = approval.approved_on(words)
    if approved is None:
        return None
    thresholds = panel.thresholds(assessment, deciding.day)
    return Holds(approved, approval.valid_until(approved, thresholds))


def _clear(
    assessment: Assessment,
    words: Sequence[approval.Word],
    holds: Holds,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    holding = approval.newest(words)
    quality.clear_quality(
        assessment.scheme,
        by=_by(words),
        on=holds.on,
        until=holds.until,
        approvals=tuple(_signature(holding[seat]) for seat in Seat),
        actor=actor,
        at=at,
    )


def _stopped_by(words: Sequence[approval.Word], deciding: Deciding) -> str:
    """What the scheme says of itself while its forecast is held."""
    return f"{approval.in_words(words)}. Reason: {deciding.reason}"
