"""Reviews of approvals: which fall due, who may hold them, and what was said at those held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.actor import Actor, Permission
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.programmes.queries import HeldRole
from app.programmes.queries.held import held_by_workstream
from app.quality.models import Assessment, QualityReview
from app.quality.queries import editions, panel, readings
from app.quality.rules import reviews
from app.quality.rules.approval import Seat
from app.quality.rules.thresholds import PanelThresholds
from app.savings.models import Scheme
from app.settings import queries as settings


@dataclass(frozen=True)
class Due:
    """A review that falls due, and whether the reader may hold it."""

    assessment: Assessment
    on: date
    is_overdue: bool
    is_mine: bool
    is_led: bool

    @property
    def scheme(self) -> Scheme:
        return self.assessment.scheme


def due(actor: Actor, today: date) -> list[Due]:
    """Those that are announced or overdue, of schemes that the actor may see; earliest first."""
    rows = db.session.execute(programmes.seen(_statement(today), actor, Scheme)).all()
    places = {_programme_id(row.Assessment) for row in rows}
    values = settings.filled(PanelThresholds, "panel", places, today)
    barred = _barred(actor, today)
    found = []
    for row in rows:
        about, limits = row.Assessment, values[_programme_id(row.Assessment)]
        day = reviews.next_due(editions.as_approved(row, about), row.last, limits)
        if day is not None and reviews.is_announced(day, today, limits):
            found.append(
                Due(
                    about,
                    day,
                    is_overdue=reviews.is_overdue(day, today),
                    is_mine=barred.may_hold(about),
                    is_led=about.clinical_lead_id in {actor.person_id} - {None},
                )
            )
    return sorted(found, key=lambda each: each.on)


def _statement(today: date) -> Select[*tuple[Any, ...]]:
    return (
        editions.reviewed(today, Assessment)
        .options(
            contains_eager(Assessment.scheme)
            .contains_eager(Scheme.workstream)
            .joinedload(Workstream.programme),
            joinedload(Assessment.clinical_lead),
        )
        .order_by(Scheme.ref, Scheme.id)
    )


def _programme_id(assessment: Assessment) -> int:
    return assessment.scheme.workstream.programme_id


@dataclass(frozen=True)
class OfScheme:
    """The approval that rules, when its next review falls due, and all that were held."""

    assessment: Assessment | None
    due: date | None
    is_overdue: bool
    held: Sequence[QualityReview]
    may_hold: bool


def of_scheme(scheme: Scheme, actor: Actor, today: date) -> OfScheme:
    """How a scheme stands with its reviews; nothing is due where no approval is reviewed."""
    row = db.session.execute(
        editions.reviewed(today, Assessment)
        .options(contains_eager(Assessment.scheme).contains_eager(Scheme.workstream))
        .where(Assessment.scheme_id == scheme.id)
    ).one_or_none()
    said = held(scheme.id)
    if row is None:
        return OfScheme(None, None, False, said, False)
    found: Assessment = row.Assessment
    approved = editions.as_approved(row, found)
    day = reviews.next_due(approved, row.last, panel.thresholds(found, today))
    may = actor.can(Permission.APPROVE_QUALITY, scheme.place)
    return OfScheme(
        found,
        day,
        is_overdue=day is not None and reviews.is_overdue(day, today),
        held=said,
        may_hold=may and not why_not(found, actor, today),
    )


def held(scheme_id: int) -> Sequence[QualityReview]:
    """Every review of the scheme's approvals, newest first."""
    return db.session.scalars(
        select(QualityReview)
        .join(Assessment, Assessment.id == QualityReview.assessment_id)
        .where(Assessment.scheme_id == scheme_id)
        .order_by(QualityReview.id.desc())
    ).all()


def seat_of(assessment: Assessment, actor: Actor, on: date) -> tuple[Seat, HeldRole] | None:
    """The seat in which the actor would hold the review; their own before another's."""
    if actor.person_id is None:
        return None
    roles = programmes.held_roles(actor.person_id, assessment.place, on)
    return next(((Seat(each.role.value), each) for each in roles if each.role in panel.SEATS), None)


def why_not(assessment: Assessment, actor: Actor, on: date) -> str:
    """Why the actor may not hold a review of it; empty where they may."""
    if actor.person_id is None or seat_of(assessment, actor, on) is None:
        return "The medical director, the chief nurse or their named deputy holds the review"
    return panel.conflict_of_interest(assessment, actor.person_id, on)


def without_reading(assessment: Assessment, on: date) -> list[str]:
    """The measures that have no reading since the approval, or none for too long."""
    approved = assessment.approved_on or on
    return [
        each.measure.title
        for each in readings.watched(assessment, on)
        if each.is_due or each.last is None or each.last.read_on < approved
    ]


@dataclass(frozen=True)
class _Barred:
    """Where the actor holds a seat, and whose line is theirs; read once for many assessments."""

    seats: Mapping[int, Sequence[HeldRole]]
    himself: frozenset[int]
    person_id: int | None

    def may_hold(self, assessment: Assessment) -> bool:
        if assessment.scheme.workstream_id not in self.seats:
            return False
        is_in_line = bool(self.himself & panel.line_named(assessment.scheme))
        return not is_in_line and self.person_id not in panel.authors(assessment)


def _barred(actor: Actor, on: date) -> _Barred:
    if actor.person_id is None:
        return _Barred({}, frozenset(), None)
    return _Barred(
        held_by_workstream(actor.person_id, panel.SEATS, on),
        frozenset({actor.person_id, *programmes.principals_of(actor.person_id, on)}),
        actor.person_id,
    )
