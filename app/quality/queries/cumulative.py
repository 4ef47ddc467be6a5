"""All schemes that land on one service or site, with their scores and pounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import and_, exists, func, select

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream
from app.quality.models import Assessment, AssessmentStatus, Direction, DomainScore
from app.quality.queries import editions, pounds
from app.quality.rules import cumulative as rules
from app.quality.rules.cumulative import Landing, PlacePicture
from app.quality.rules.thresholds import PanelThresholds
from app.savings.models import Scheme, SchemePlace, SchemeStatus
from app.savings.queries import places
from app.settings import queries as settings

NOT_ASSESSED, STOPPED = "Not assessed", "Stopped"
STOPPABLE = (AssessmentStatus.APPROVED, AssessmentStatus.REOPENED)


class By(StrEnum):
    """What schemes meet on."""

    SERVICE = "service"
    SITE = "site"


@dataclass(frozen=True)
class Cumulative:
    """The places of a programme; `unplaced` schemes were assessed and name no place."""

    places: Sequence[PlacePicture]
    domains: Sequence[str]
    thresholds: PanelThresholds
    unplaced: Sequence[tuple[int, str, str]]
    withheld: int

    @property
    def heads(self) -> list[dict[str, object]]:
        """The headings of the table of one place."""
        middle = [{"text": domain, "numeric": True} for domain in self.domains]
        ends = {"text": "Forecast", "numeric": True}
        return [{"text": "Scheme"}, {"text": "Assessment"}, *middle, ends]


def of_programme(
    programme: Programme, by: By, month: Month, as_at: date, *, visible_to: Actor
) -> Cumulative:
    """By service or by site, in a fixed number of reads."""
    rows = db.session.execute(places.landings(programme.id, visible_to)).all()
    ids = {row.id for row in rows}
    scores, standings = _scores(ids), _standings(ids)
    sums = pounds.of_schemes(ids, month, as_at, visible_to)
    limits = settings.fill(PanelThresholds, "panel", programme.id, as_at)
    names: dict[str, str] = {}
    landings = []
    for row in rows:
        if name := row.service if by is By.SERVICE else row.site:
            total = sums[row.id].forecast if row.id in sums else 0
            place = names.setdefault(name.casefold(), name)
            landing = Landing(
                scheme_id=row.id,
                ref=row.ref,
                title=row.title,
                scores=scores.get(row.id, {}),
                pence=total,
                standing=standings.get(row.id, NOT_ASSESSED),
            )
            landings.append((place, landing))
    found = rules.pictures(landings, limits)
    domains = list(dict.fromkeys(each.domain for place in found for each in place.domains))
    return Cumulative(
        places=found,
        domains=domains,
        thresholds=limits,
        unplaced=_unplaced(programme.id, visible_to),
        withheld=programmes.withheld(visible_to, Scheme, programme.id),
    )


def _scores(scheme_ids: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """What is left in each domain that the newest edition calls worse: the score after mitigation,
    else the one before; by the scheme's id."""
    last = editions.newest().subquery()
    before = DomainScore.consequence * DomainScore.likelihood
    after = DomainScore.consequence_after * DomainScore.likelihood_after
    rows = db.session.execute(
        select(Assessment.scheme_id, DomainScore.domain, func.coalesce(after, before))
        .join(Assessment, Assessment.id == DomainScore.assessment_id)
        .join(
            last,
            and_(last.c.scheme_id == Assessment.scheme_id, last.c.edition == Assessment.edition),
        )
        .where(Assessment.scheme_id.in_(scheme_ids))
        .where(DomainScore.direction == Direction.NEGATIVE, before.is_not(None))
        .order_by(DomainScore.id)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for scheme_id, domain, score in rows:
        found[scheme_id][domain] = int(score or 0)
    return found


def _standings(scheme_ids: Collection[int]) -> dict[int, str]:
    """Where the newest edition of each stands: `Approved`, `Refused`, `Stopped`; by scheme id."""
    last = editions.newest().subquery()
    rows = db.session.execute(
        select(Assessment.scheme_id, Assessment.status, Scheme.quality_stopped)
        .join(Scheme, Scheme.id == Assessment.scheme_id)
        .join(
            last,
            and_(last.c.scheme_id == Assessment.scheme_id, last.c.edition == Assessment.edition),
        )
        .where(Assessment.scheme_id.in_(scheme_ids))
    )
    return {
        scheme_id: STOPPED if stopped and status in STOPPABLE else status.value.capitalize()
        for scheme_id, status, stopped in rows
    }


def _unplaced(programme_id: int, visible_to: Actor) -> list[tuple[int, str, str]]:
    """Open schemes that were assessed and name no service or site: id, reference, title."""
    statement = (
        select(Scheme.id, Scheme.ref, Scheme.title)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status == SchemeStatus.OPEN)
        .where(exists().where(Assessment.scheme_id == Scheme.id))
        .where(~exists().where(SchemePlace.scheme_id == Scheme.id))
        .order_by(Scheme.ref, Scheme.id)
    )
    found = db.session.execute(programmes.seen(statement, visible_to, Scheme))
    return [(row.id, row.ref, row.title) for row in found]
