"""Reads of mandates: what a scheme's says, its KPIs, and the records that belong to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.financial_year import Month
from app.db import db
from app.mandates import rules
from app.mandates.models import Kpi, KpiReading, Mandate, SchemeMilestone, SchemeRisk
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.risks.models import ClosingReason, Risk
from app.savings.models import Scheme
from app.savings.rules import needs

Readings = Mapping[Month, KpiReading]
NO_READINGS: Readings = {}
MILESTONE_COUNTS = Milestone.status != MilestoneStatus.WITHDRAWN
RISK_COUNTS = func.coalesce(Risk.closing_reason, ClosingReason.TREATED) != ClosingReason.WITHDRAWN
"""A risk that was treated or came true belonged to the scheme; one that was withdrawn did not."""


@dataclass(frozen=True)
class Linked:
    """Those that the reader may see, and how many more there are."""

    seen: Sequence[Any]
    hidden: int

    @property
    def ids(self) -> list[int]:
        """Those that the reader may see."""
        return [each.id for each in self.seen]


def of_scheme(scheme_id: int) -> Mandate | None:
    """The scheme's mandate; None while nothing of it is written."""
    return db.session.scalars(
        select(Mandate)
        .where(Mandate.scheme_id == scheme_id)
        .options(joinedload(Mandate.benefit_owner))
    ).one_or_none()


def kpis(scheme_id: int) -> Sequence[Kpi]:
    """Its KPIs in the order in which they were added, withdrawn ones last."""
    return db.session.scalars(
        select(Kpi).where(Kpi.scheme_id == scheme_id).order_by(Kpi.is_withdrawn, Kpi.id)
    ).all()


def kpi(kpi_id: int, visible_to: Actor) -> Kpi:
    """The KPI with its scheme and place. Raises NotFound, also when it may not be seen."""
    statement = (
        select(Kpi).join(Kpi.scheme).join(Scheme.workstream).where(Kpi.id == kpi_id)
    ).options(
        contains_eager(Kpi.scheme)
        .contains_eager(Scheme.workstream)
        .joinedload(Workstream.programme)
    )
    found = db.session.scalars(programmes.seen(statement, visible_to, Scheme)).one_or_none()
    if found is None:
        raise NotFound("that KPI")
    return found


def readings(kpi_ids: Collection[int]) -> dict[int, dict[Month, KpiReading]]:
    """The newest reading of each month of each KPI."""
    found: dict[int, dict[Month, KpiReading]] = defaultdict(dict)
    rows = select(KpiReading).where(KpiReading.kpi_id.in_(kpi_ids)).order_by(KpiReading.id)
    for row in db.session.scalars(rows):
        found[row.kpi_id][row.month] = row
    return dict(found)


def months_held(measure: Kpi, stood: Readings, begun: date | None) -> int:
    """For how many months in a row, up to the last one read, it stood at its target.

    What it stood at before the scheme began is not the scheme's doing.
    """
    values = {
        month: row.value for month, row in stood.items() if begun is None or month.last >= begun
    }
    return rules.months_held(values, measure.target, is_better_above=measure.is_better_above)


def milestones(scheme: Scheme, visible_to: Actor) -> Linked:
    """The milestones that belong to the scheme, the earliest forecast first."""
    own = _milestones(scheme.id)
    order = (Milestone.forecast.asc().nulls_last(), Milestone.id)
    return _linked(own.order_by(*order), Milestone, visible_to)


def risks(scheme: Scheme, visible_to: Actor) -> Linked:
    """The risks that belong to the scheme, the highest score first."""
    score = Risk.current_consequence * Risk.current_likelihood
    return _linked(_risks(scheme.id).order_by(score.desc().nulls_last(), Risk.id), Risk, visible_to)


def linked_ids(key: Any, scheme_id: int) -> set[int]:
    """Every milestone, or every risk, that belongs to the scheme, whoever may see it.

    `key` is the link's column that names them.
    """
    return set(db.session.scalars(select(key).where(key.class_.scheme_id == scheme_id)))


def said(scheme_ids: Collection[int]) -> dict[int, needs.Mandate]:
    """What each scheme's mandate says towards its gates, in as many reads for one as for fifty."""
    written = db.session.scalars(select(Mandate).where(Mandate.scheme_id.in_(scheme_ids)))
    pages = {page.scheme_id: page for page in written}
    measured = _measured(scheme_ids)
    promised = _counted(SchemeMilestone, Milestone, scheme_ids, MILESTONE_COUNTS)
    feared = _counted(SchemeRisk, Risk, scheme_ids, RISK_COUNTS)
    return {
        key: _said(pages.get(key), measured.get(key, ()), promised.get(key, 0), feared.get(key, 0))
        for key in scheme_ids
    }


def _said(page: Mandate | None, held: Sequence[int], promised: int, feared: int) -> needs.Mandate:
    return needs.Mandate(
        has_baseline_spend=page is not None and page.baseline_spend is not None,
        has_benchmark=page is not None and page.has_benchmark,
        has_scope=page is not None and bool(page.scope),
        kpis=len(held),
        milestones=promised,
        risks=feared,
        months_held=min(held, default=0),
        has_lessons=page is not None and bool(page.lessons),
        has_benefit_owner=page is not None and page.benefit_owner_id is not None,
    )


def _measured(scheme_ids: Collection[int]) -> dict[int, list[int]]:
    """For each scheme, how long each of its KPIs has been held."""
    statement = (
        select(Kpi, Scheme.starts_on)
        .join(Scheme, Scheme.id == Kpi.scheme_id)
        .where(Kpi.scheme_id.in_(scheme_ids), Kpi.is_withdrawn.is_(False))
    )
    known = db.session.execute(statement).all()
    stood = readings([each.id for each, _ in known])
    found: dict[int, list[int]] = defaultdict(list)
    for each, begun in known:
        held = months_held(each, stood.get(each.id, NO_READINGS), begun)
        found[each.scheme_id].append(held)
    return found


def _counted(link: Any, record: Any, scheme_ids: Collection[int], counts: Any) -> dict[int, int]:
    """How many that count belong to each scheme, as long as they are of its workstream."""
    rows = db.session.execute(
        select(link.scheme_id, func.count().label("number"))
        .join(record)
        .join(Scheme, Scheme.id == link.scheme_id)
        .where(link.scheme_id.in_(scheme_ids), counts)
        .where(record.workstream_id == Scheme.workstream_id)
        .group_by(link.scheme_id)
    )
    return {row.scheme_id: row.number for row in rows}


def _milestones(scheme_id: int) -> Select[Any]:
    statement = select(Milestone).join(
        SchemeMilestone, SchemeMilestone.milestone_id == Milestone.id
    )
    return statement.where(SchemeMilestone.scheme_id == scheme_id, MILESTONE_COUNTS)


def _risks(scheme_id: int) -> Select[Any]:
    statement = select(Risk).join(SchemeRisk, SchemeRisk.risk_id == Risk.id)
    return statement.where(SchemeRisk.scheme_id == scheme_id, RISK_COUNTS)


def _linked(statement: Select[Any], model: Any, visible_to: Actor) -> Linked:
    joined = statement.join(model.workstream)
    seen = programmes.seen(joined, visible_to, model).options(joinedload(model.owner))
    rows = db.session.scalars(seen).all()
    whole = select(func.count()).select_from(statement.order_by(None).subquery())
    return Linked(rows, (db.session.scalar(whole) or 0) - len(rows))
