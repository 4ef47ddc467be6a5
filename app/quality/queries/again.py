"""The approvals that are to be given again: whoever gave them came into the scheme's line since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager

from app.core.actor import Actor
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.programmes.queries.held import held_by_workstream
from app.quality.models import Assessment, AssessmentStatus
from app.quality.queries import panel
from app.quality.rules.approval import Seat
from app.savings.models import GateDecision, Scheme, SchemeStatus
from app.savings.queries import line, signers
from app.savings.rules.lifecycle import Gate, Stage
from app.savings.rules.segregation import InLine


@dataclass(frozen=True)
class Again:
    """An approval that a person may give again, in these seats, and why it is asked for."""

    assessment: Assessment
    seats: tuple[Seat, ...]
    why: str

    @property
    def scheme(self) -> Scheme:
        return self.assessment.scheme


def waiting(actor: Actor, on: date) -> list[Again]:
    """What the actor may decide again, by reference; in a fixed number of reads."""
    if actor.person_id is None:
        return []
    held = held_by_workstream(actor.person_id, panel.SEATS, on)
    found = _approved(actor, held, on)
    inside = signers.in_line([each.scheme for each in found], on)
    said = panel.decisions_of([each.id for each in found])
    himself = {actor.person_id, *programmes.principals_of(actor.person_id, on)}
    asked = []
    for each in found:
        lost = {Seat(one.role): one for one in inside[each.scheme_id] if one.gate is Gate.G3B}
        words = panel.holding_of(each, said.get(each.id, ()))
        others = {seat: word for seat, word in words.items() if seat not in lost}
        mine = panel.open_seats(others, held[each.scheme.workstream_id], actor.person_id)
        seats = tuple(seat for seat, _ in mine if seat in lost)
        if seats and himself.isdisjoint(line.named(each.scheme) | panel.authors(each)):
            asked.append(Again(each, seats, _why([lost[seat] for seat in seats])))
    return asked


def _why(lost: Sequence[InLine]) -> str:
    return " and ".join(each.sentence for each in lost)


def _approved(actor: Actor, held: Collection[int], on: date) -> Sequence[Assessment]:
    """Approvals that hold today and rule their scheme, which is not delivered yet."""
    later = aliased(Assessment)
    statement = (
        select(Assessment)
        .join(Assessment.scheme)
        .join(Scheme.workstream)
        .where(Assessment.status == AssessmentStatus.APPROVED, Workstream.id.in_(held))
        .where(Scheme.status == SchemeStatus.OPEN, Scheme.stage != Stage.DELIVERED)
        .where(Scheme.id.in_(signers.with_one_in_line(on, GateDecision.gate == Gate.G3B)))
        .where(
            ~select(later.id)
            .where(later.scheme_id == Assessment.scheme_id, later.edition > Assessment.edition)
            .where(later.approved_on.is_not(None))
            .exists()
        )
        .options(contains_eager(Assessment.scheme).contains_eager(Scheme.workstream))
        .order_by(Workstream.programme_id, Scheme.ref, Scheme.id)
    )
    found = db.session.scalars(programmes.seen(statement, actor, Scheme))
    return [each for each in found if each.scheme.is_quality_valid(on)]
