"""The register of assessments: the current edition of each scheme, with its scores."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, func, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream
from app.quality.models import Assessment, DomainScore
from app.quality.queries.editions import newest
from app.quality.rules.scoring import Direction
from app.savings.models import Scheme

Statement = Select[*tuple[Any, ...]]

_BEFORE = DomainScore.consequence * DomainScore.likelihood
_AFTER = DomainScore.consequence_after * DomainScore.likelihood_after


def _highest(score: Any) -> Any:
    """The highest score of the negative domains: it decides."""
    return (
        select(func.max(score))
        .where(DomainScore.assessment_id == Assessment.id)
        .where(DomainScore.direction == Direction.NEGATIVE)
        .correlate(Assessment)
        .scalar_subquery()
    )


HIGHEST = _highest(_BEFORE)
RESIDUAL = _highest(func.coalesce(_AFTER, _BEFORE))


COLUMNS = (
    Assessment.id,
    Assessment.scheme_id,
    Assessment.edition,
    Assessment.status,
    Assessment.route,
    Assessment.submitted_at,
    Assessment.approved_on,
    Assessment.valid_until,
    HIGHEST.label("highest"),
    RESIDUAL.label("residual"),
    Scheme.ref,
    Scheme.title,
    Scheme.disclosure,
    Scheme.quality_stopped,
    Scheme.quality_cleared_until,
    Person.name.label("lead_name"),
    Workstream.ref.label("workstream_ref"),
    Workstream.name.label("workstream_name"),
    Programme.code.label("programme_code"),
)


def listed(visible_to: Actor) -> Statement:
    """What the register shows, before it is narrowed and ordered: one row a scheme."""
    last = newest().subquery()
    statement = (
        select(*COLUMNS)
        .select_from(Assessment)
        .join(
            last,
            and_(last.c.scheme_id == Assessment.scheme_id, last.c.edition == Assessment.edition),
        )
        .join(Scheme, Scheme.id == Assessment.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .join(Programme, Programme.id == Workstream.programme_id)
        .outerjoin(Person, Person.id == Assessment.clinical_lead_id)
    )
    return programmes.seen(statement, visible_to, Scheme)
