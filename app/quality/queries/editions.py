"""Which edition of a scheme's assessment counts, and what is known of the approval that rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from app.core import dates
from app.db import db
from app.programmes.models import Workstream
from app.quality.models import Assessment, AssessmentStatus, PanelDecision, QualityReview, Route
from app.quality.rules.reviews import Approved
from app.savings.models import Scheme, SchemeStatus


def newest() -> Select[int, int]:
    """The last edition of each scheme's assessment that was not withdrawn: scheme and edition."""
    return (
        select(Assessment.scheme_id, func.max(Assessment.edition).label("edition"))
        .where(Assessment.status != AssessmentStatus.WITHDRAWN)
        .group_by(Assessment.scheme_id)
    )


def approved() -> Select[int, int]:
    """As `newest`, of those that were approved: whose measures are watched."""
    return newest().where(Assessment.approved_on.is_not(None))


def reviewed(as_at: date, *columns: Any) -> Select[*tuple[Any, ...]]:
    """The columns of each approval that is reviewed: the last approved edition of an open scheme.

    With `last`, when it was last reviewed, and `entered`, when a word on it was first kept here.
    One that was screened out is not reviewed.
    """
    edition = approved().subquery()
    return (
        select(*columns, *_known(as_at))
        .select_from(Assessment)
        .join(Assessment.scheme)
        .join(Scheme.workstream)
        .join(
            edition,
            and_(
                edition.c.scheme_id == Assessment.scheme_id,
                edition.c.edition == Assessment.edition,
            ),
        )
        .where(Assessment.status == AssessmentStatus.APPROVED, Scheme.status == SchemeStatus.OPEN)
        .where(Assessment.route != Route.SCREENED_OUT, Assessment.valid_until.is_not(None))
    )


def approvals(programme_id: int, as_at: date) -> Mapping[int, tuple[Approved, date | None]]:
    """Each approval that is reviewed, with the day of its last review, by the scheme's id."""
    of_assessment = (
        Assessment.scheme_id,
        Assessment.approved_on,
        Assessment.valid_until,
        Assessment.route,
    )
    rows = db.session.execute(
        reviewed(as_at, *of_assessment).where(Workstream.programme_id == programme_id)
    )
    return {row.scheme_id: (as_approved(row, row), row.last) for row in rows}


def as_approved(row: Row[Any], about: Any) -> Approved:
    """The approval as the rules read it; an earlier one is known since it was written down."""
    since = about.approved_on
    if about.route is Route.RECORDED and row.entered is not None:
        since = dates.in_london(row.entered)
    return Approved(about.approved_on, about.valid_until, since)


def _known(as_at: date) -> tuple[Any, Any]:
    last = (
        select(func.max(QualityReview.held_on))
        .where(QualityReview.assessment_id == Assessment.id, QualityReview.held_on <= as_at)
        .correlate(Assessment)
        .scalar_subquery()
    )
    entered = (
        select(func.min(PanelDecision.at))
        .where(PanelDecision.assessment_id == Assessment.id)
        .correlate(Assessment)
        .scalar_subquery()
    )
    return last.label("last"), entered.label("entered")
