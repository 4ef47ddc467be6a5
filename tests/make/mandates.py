"""Mandates: what a scheme has to say before G1, G2, G6 and G7, and the records it is linked to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.core.financial_year import Month
from app.db import db
from app.mandates.models import Kpi, KpiReading, Mandate, SchemeMilestone, SchemeRisk
from app.programmes.models import Programme, Workstream
from app.savings.models import Scheme
from tests.make.milestones import milestone
from tests.make.people import person
from tests.make.risks import risk
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
READ = (Month(2026, 7), Month(2026, 8), Month(2026, 9))


def mandate(of: Scheme, **given: Any) -> Mandate:
    """A page with an answer to all that any gate asks."""
    defaults: dict[str, Any] = {
        "baseline_spend": 480_000_00,
        "benchmark": "Outpatient DNA rate, trust 9.1%, peers 6.4%",
        "benchmark_source": "Model Hospital, 2025/26",
        "scope": "All outpatient letters of the main site",
        "lessons": "Ask the clinic clerks first",
    }
    if "benefit_owner_id" not in given:
        defaults["benefit_owner_id"] = person(name="Bea Benefit").id
    return stored(Mandate(scheme_id=of.id, **{**defaults, **given}))


def kpi(of: Scheme, *, read: dict[Month, int] | None = None, **given: Any) -> Kpi:
    """Missed appointments, from 9.1% to 6.4%; readings are in thousandths."""
    defaults: dict[str, Any] = {
        "title": "Missed appointments",
        "unit": "%",
        "is_better_above": False,
        "baseline": 9_100,
        "target": 6_400,
    }
    made = stored(Kpi(scheme_id=of.id, **{**defaults, **given}))
    for month, value in (read or {}).items():
        stored(KpiReading(kpi_id=made.id, month=month, value=value, by="Olive Owner", at=AT))
    return made


def whole_mandate(of: Scheme) -> None:
    """All that the gates ask of a mandate: the page, a KPI held, a milestone, a risk, an SRO."""
    place = db.session.get_one(Workstream, of.workstream_id)
    programme = db.session.get_one(Programme, place.programme_id)
    if programme.sro_id is None:
        programme.sro_id = person(name="Sally Senior").id
    mandate(of)
    kpi(of, read=dict.fromkeys(READ, 6_000))
    promised = milestone(workstream_id=of.workstream_id)
    stored(SchemeMilestone(scheme_id=of.id, milestone_id=promised.id))
    feared = risk(workstream_id=of.workstream_id)
    stored(SchemeRisk(scheme_id=of.id, risk_id=feared.id))
