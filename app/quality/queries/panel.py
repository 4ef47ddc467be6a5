"""The panel: what its two executives said, who may sit in a seat, and what waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.actions.models import Action, ActionKind, ActionStatus
from app.core import dates
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.programmes.queries import HeldRole
from app.programmes.queries.held import held_by_workstream
from app.programmes.roles import Role
from app.quality.models import Assessment, AssessmentStatus, PanelDecision
from app.quality.queries.assessments import SOURCE
from app.quality.rules import approval
from app.quality.rules.approval import Seat
from app.quality.rules.thresholds import PanelThresholds
from app.savings.models import Scheme, SchemeStatus
from app.savings.queries import line, signers
from app.savings.rules import lifecycle
from app.settings import queries as settings

Holding = dict[Seat, approval.Word]
SEATS = frozenset(Role(seat.value) for seat in Seat)
IN_LINE = (
    "You are in the line of this scheme, or stand in for somebody who is: "
    "an executive or deputy outside it has to decide."
)
NO_SEAT = "You do not hold a seat of the panel here, or have decided in the other one."
DECIDABLE = (AssessmentStatus.WITH_PANEL, AssessmentStatus.APPROVED)
AUTHOR = "You wrote this assessment: an executive or deputy who did not has to decide."


@dataclass(frozen=True)
class Waiting:
    """An assessment that waits for a person, and the seats in which that person may decide."""

    assessment: Assessment
    seats: Sequence[tuple[Seat, HeldRole]]
    since: date
    said: str

    @property
    def scheme(self) -> Scheme:
        return self.assessment.scheme


def thresholds(assessment: Assessment, on: date) -> PanelThresholds:
    """Those of the scheme's programme on the day; needs the workstream to be loaded."""
    programme_id = assessment.scheme.workstream.programme_id
    return settings.fill(PanelThresholds, "panel", programme_id, on)


def word(row: PanelDecision) -> approval.Word:
    """The decision as the rules read it."""
    return approval.Word(
        seat=row.seat,
        verdict=row.verdict,
        given_on=row.given_on,
        by=row.by,
        person_id=row.person_id,
        deputising_for=row.deputising_for,
    )


def decisions(assessment: Assessment) -> Sequence[PanelDecision]:
    """All that was ever said on it, in order."""
    return db.session.scalars(
        select(PanelDecision)
        .where(PanelDecision.assessment_id == assessment.id)
        .order_by(PanelDecision.id)
    ).all()


def holding(assessment: Assessment) -> Holding:
    """The newest word of each seat since it was last sent: earlier ones spoke of another text."""
    return holding_of(assessment, decisions(assessment))


def to_decide_again(assessment: Assessment, on: date) -> tuple[Seat, ...]:
    """The seats of an approval that holds whose executive has come into the scheme's line since."""
    scheme = assessment.scheme
    is_given = assessment.status is AssessmentStatus.APPROVED and scheme.is_quality_valid(on)
    if not is_given or lifecycle.has_reached(scheme.stage, lifecycle.Stage.DELIVERED):
        return ()
    return tuple(Seat(each.role) for each in signers.of_gate(scheme, lifecycle.Gate.G3B, on))


def seat_held(assessment: Assessment, seat: Seat, person_id: int, on: date) -> HeldRole | None:
    """The role, one's own or as named deputy, by which the person takes the seat."""
    held = programmes.held_roles(person_id, assessment.place, on)
    return next((each for each in held if each.role == seat.value), None)


def seats_of(assessment: Assessment, actor: Actor, on: date) -> list[tuple[Seat, HeldRole]]:
    """The seats in which the actor may now decide; none where something stands against it."""
    if actor.person_id is None or assessment.status not in DECIDABLE:
        return []
    if later_approved(assessment):
        return []
    if conflict_of_interest(assessment, actor.person_id, on):
        return []
    words = holding(assessment)
    roles = programmes.held_roles(actor.person_id, assessment.place, on)
    held = {Seat(each.role.value): each for each in reversed(roles) if each.role in SEATS}
    return [
        (seat, held[seat])
        for seat in Seat
        if seat in held and not _sits(words, seat.other, actor.person_id)
    ]


def why_not(assessment: Assessment, actor: Actor, on: date) -> str:
    """Why the actor cannot decide on what is with the panel; empty where they can."""
    if actor.person_id is None or seats_of(assessment, actor, on):
        return ""
    if assessment.status not in DECIDABLE:
        return f"This assessment is {assessment.status.value}: it is not with the panel."
    if later := later_approved(assessment):
        return f"Edition {later} was approved since: this one rules nothing any more."
    return conflict_of_interest(assessment, actor.person_id, on) or NO_SEAT


def in_words(assessment: Assessment) -> str:
    """Where it stands with the panel, naming who is missing."""
    return approval.in_words(holding(assessment).values())


def _sits(words: Holding, seat: Seat, person_id: int) -> bool:
    return seat in words and words[seat].person_id == person_id


def conflict_of_interest(assessment: Assessment, person_id: int, on: date) -> str:
    """Why the person may not decide on it; empty where nothing stands against it."""
    if person_id in authors(assessment):
        return AUTHOR
    return IN_LINE if person_id in line.line_of(assessment.scheme, on) else ""


def open_conditions(assessment: Assessment) -> Sequence[Action]:
    """The conditions of this edition that are still to be met, with their workstream."""
    return db.session.scalars(
        select(Action)
        .where(Action.source_kind == SOURCE, Action.source_id == assessment.id)
        .where(Action.kind == ActionKind.CONDITION, Action.status == ActionStatus.OPEN)
        .options(joinedload(Action.workstream))
        .order_by(Action.id)
    ).all()


def later_approved(assessment: Assessment) -> int | None:
    """The last approved edition, where it is a later one: this one then rules nothing any more."""
    return db.session.scalar(
        select(func.max(Assessment.edition))
        .where(Assessment.scheme_id == assessment.scheme_id)
        .where(Assessment.edition > assessment.edition, Assessment.approved_on.is_not(None))
    )


def must_rule(assessment: Assessment) -> None:
    """Raises RuleBroken for an approval that a later edition has replaced."""
    if later := later_approved(assessment):
        raise RuleBroken(None, f"Edition {later} was approved since: go to that one")


def authors(assessment: Assessment) -> frozenset[int]:
    """Who answers for what it says."""
    given = (assessment.started_by_id, assessment.clinical_lead_id)
    return frozenset(each for each in given if each is not None)


def waiting(actor: Actor, on: date) -> list[Waiting]:
    """What the actor may decide on, longest waiting first; in a fixed number of reads."""
    return [each for each, is_barred in _of_seats(actor, on) if not is_barred]


def barred(actor: Actor, on: date) -> int:
    """How many wait for the actor's seat on which they may not decide themselves."""
    return sum(is_barred for _, is_barred in _of_seats(actor, on))


def _of_seats(actor: Actor, on: date) -> Iterator[tuple[Waiting, bool]]:
    """What waits for a seat that the actor holds, and whether something stands against it."""
    if actor.person_id is None:
        return
    held = held_by_workstream(actor.person_id, SEATS, on)
    found = _with_the_panel(actor, held)
    said = decisions_of([each.id for each in found])
    himself = {actor.person_id, *programmes.principals_of(actor.person_id, on)}
    for each in found:
        words = holding_of(each, said.get(each.id, ()))
        if seats := open_seats(words, held[each.scheme.workstream_id], actor.person_id):
            since = dates.in_london(each.submitted_at) if each.submitted_at else on
            is_barred = bool(himself & line_named(each.scheme)) or actor.person_id in authors(each)
            yield Waiting(each, seats, since, approval.in_words(words.values())), is_barred


def withheld(actor: Actor, on: date) -> int:
    """How many wait for the actor's seat that are workforce-sensitive and do not name them."""
    if actor.person_id is None:
        return 0
    held = held_by_workstream(actor.person_id, SEATS, on)
    statement = (
        select(func.count())
        .select_from(Assessment)
        .join(Assessment.scheme)
        .join(Scheme.workstream)
        .where(Assessment.status == AssessmentStatus.WITH_PANEL)
        .where(Scheme.status == SchemeStatus.OPEN, Workstream.id.in_(held))
        .where(programmes.seen_workstreams(actor), ~programmes.seen_records(actor, Scheme))
    )
    return db.session.scalar(statement) or 0


def open_seats(
    words: Holding, held: Sequence[HeldRole], person_id: int
) -> list[tuple[Seat, HeldRole]]:
    """The seats that have not spoken, and that the person may take besides what they said."""
    if any(each.person_id == person_id for each in words.values()):
        return []
    own = {Seat(each.role.value): each for each in reversed(held)}
    return [(seat, own[seat]) for seat in approval.missing(words) if seat in own]


def _with_the_panel(actor: Actor, held: Collection[int]) -> Sequence[Assessment]:
    statement = (
        select(Assessment)
        .join(Assessment.scheme)
        .join(Scheme.workstream)
        .where(Assessment.status == AssessmentStatus.WITH_PANEL)
        .where(Scheme.status == SchemeStatus.OPEN, Workstream.id.in_(held))
        .options(
            contains_eager(Assessment.scheme)
            .contains_eager(Scheme.workstream)
            .joinedload(Workstream.programme),
            contains_eager(Assessment.scheme).joinedload(Scheme.owner),
            joinedload(Assessment.clinical_lead),
        )
        .order_by(Assessment.submitted_at, Assessment.id)
    )
    return db.session.scalars(programmes.seen(statement, actor, Scheme)).all()


def decisions_of(ids: Sequence[int]) -> dict[int, list[PanelDecision]]:
    """As `decisions`, by assessment: in one read."""
    found: dict[int, list[PanelDecision]] = {}
    for row in db.session.scalars(
        select(PanelDecision).where(PanelDecision.assessment_id.in_(ids)).order_by(PanelDecision.id)
    ):
        found.setdefault(row.assessment_id, []).append(row)
    return found


def holding_of(assessment: Assessment, rows: Sequence[PanelDecision]) -> Holding:
    """As `holding`, of decisions that are read already."""
    since = assessment.submitted_at
    return approval.newest(word(row) for row in rows if since is None or row.at >= since)


def line_named(scheme: Scheme) -> frozenset[int]:
    """The line without its deputies: whoever stands in for one of them is asked elsewhere."""
    return line.named(scheme)
