"""What a programme's records say in the columns of the workbook, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.db import db
from app.dependencies.models import Dependency, DependencyStatus
from app.imports.workbook.columns import VERSION
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Programme, RoleAssignment, Workstream
from app.risks.models import Risk, RiskStatus
from app.savings.models import KINDS, MEASURES, Scheme, SchemeMonth, SchemeStatus

Row = dict[str, Any]
Reader = Callable[[Programme, FinancialYear, Actor], Iterator[Row]]


def _workstreams(programme: Programme, year: FinancialYear, actor: Actor) -> Iterator[Row]:
    costs = programmes.costs(programme.id, year)
    for each in programmes.of_programme(programme.id, actor):
        if each.is_unassigned:
            continue
        cost = costs.get(each.id)
        yield {
            "ref": each.ref,
            "name": each.name,
            "purpose": each.purpose,
            "sponsor": _email(each.sponsor),
            "lead": _email(each.lead),
            "clinical_lead": _email(each.clinical_lead),
            "finance_lead": _email(each.finance_lead),
            "cost_baseline": cost.baseline if cost else None,
            "cost_forecast": cost.forecast if cost else None,
            VERSION: each.version + (cost.version if cost else 0),
        }


def _people(programme: Programme, year: FinancialYear, actor: Actor) -> Iterator[Row]:
    rows = db.session.scalars(
        select(RoleAssignment)
        .join(RoleAssignment.person)
        .outerjoin(RoleAssignment.workstream)
        .where(
            or_(
                RoleAssignment.programme_id == programme.id,
                Workstream.programme_id == programme.id,
            )
        )
        .where(RoleAssignment.ends_on.is_(None), Person.deactivated_at.is_(None))
        .options(joinedload(RoleAssignment.person), joinedload(RoleAssignment.workstream))
        .order_by(Person.name, RoleAssignment.id)
    )
    for each in rows:
        yield {
            "email": each.person.email,
            "name": each.person.name,
            "role": each.role.label,
            "workstream": each.workstream.ref if each.workstream else None,
            VERSION: each.person.version,
        }


def _placed(model: Any, programme: Programme, actor: Actor) -> Sequence[Any]:
    statement = (
        select(model)
        .join(model.workstream)
        .where(Workstream.programme_id == programme.id)
        .options(joinedload(model.workstream), joinedload(model.owner))
        .order_by(model.workstream_id, model.ref, model.id)
    )
    return db.session.scalars(programmes.seen(statement, actor, model)).all()


def _said(record: Any, *names: str) -> Row:
    """What every placed record has, and these attributes under their own names."""
    return {
        "ref": record.ref,
        "title": record.title,
        "workstream": record.workstream.ref,
        "owner": _email(record.owner),
        VERSION: record.version,
        **{name: getattr(record, name) for name in names},
    }


def _milestones(programme: Programme, year: FinancialYear, actor: Actor) -> Iterator[Row]:
    for each in _placed(Milestone, programme, actor):
        if each.status is not MilestoneStatus.WITHDRAWN:
            known = _said(each, "forecast", "completed_on", "evidence", "evidence_link", "is_gate",
                          "is_critical")  # fmt: skip  # a table, read down its columns
            yield {**known, "baseline": each.current_baseline}


def _schemes(programme: Programme, year: FinancialYear, actor: Actor) -> Iterator[Row]:
    for each in _placed(Scheme, programme, actor):
        if each.status is not SchemeStatus.WITHDRAWN:
            yield {
                **_said(each, "description", "category", "cash_class", "delivery_risk"),
                "status": each.development_status,
                "start_on": each.starts_on,
                "full_year_effect": each.recurrent_full_year,
            }


def _savings(programme: Programme, year: FinancialYear, actor: Actor) -> Iterator[Row]:
    """Six rows for each open scheme in the year, and in any other year in which it has figures."""
    schemes = [
        each
        for each in _placed(Scheme, programme, actor)
        if each.status is not SchemeStatus.WITHDRAWN
    ]
    cells: dict[tuple[int, FinancialYear], dict[int, SchemeMonth]] = {}
    ids = [each.id for each in schemes]
    for row in db.session.scalars(select(SchemeMonth).where(SchemeMonth.scheme_id.in_(ids))):
        key = row.scheme_id, row.month.financial_year
        cells.setdefault(key, {})[row.month.number] = row
    for each in schemes:
        years = {year, *(known for scheme_id, known in cells if scheme_id == each.id)}
        for one in sorted(years):
            yield from _measures(each, one, cells.get((each.id, one), {}))


def _measures(scheme: Scheme, year: FinancialYear, months: dict[int, SchemeMonth]) -> Iterator[Row]:
    for measure in MEASURES:
        for kind in KINDS:
            name = f"{measure}_{kind}"
            yield {
                "scheme": scheme.ref,
                "financial_year": str(year),
                "measure": measure,
                "recurrence": kind,
                VERSION: scheme.version,
                **{f"m{number}": getattr(row, name) for number, row in months.items()},
            }


def _risks(programme: Programme, year: FinancialYear, actor: Actor) -> Iterator[Row]:
    for each in _placed(Risk, programme, actor):
        if each.status is RiskStatus.OPEN:
            known = _said(each, "cause", "event", "effect", "category", "controls", "response",
                          "status", "target_date", "next_review_on", "inherent_consequence",
                          "inherent_likelihood", "target_consequence",
                          "target_likelihood")  # fmt: skip  # a table, read down its columns
            yield {
                **known,
                "consequence": each.current_consequence,
                "likelihood": each.current_likelihood,
                "identified_on": each.raised_on,
                "reviewed_on": each.last_reviewed_on,
            }


def _dependencies(programme: Programme, year: FinancialYear, actor: Actor) -> Iterator[Row]:
    statement = (
        select(Dependency)
        .where(Dependency.programme_id == programme.id)
        .where(Dependency.status != DependencyStatus.WITHDRAWN)
        .where(programmes.seen_records(actor, Dependency))
        .options(
            joinedload(Dependency.giver),
            joinedload(Dependency.receiver),
        )
        .order_by(Dependency.ref, Dependency.id)
    )
    people = db.session.execute(select(Person.id, Person.email))
    emails = {row.id: row.email for row in people}
    for each in db.session.scalars(statement):
        yield {
            "ref": each.ref,
            "giver": each.giver.ref if each.giver else each.giver_body,
            "receiver": each.receiver.ref if each.receiver else each.receiver_body,
            "deliverable": each.title,
            "need_by": each.need_by,
            "promise": each.promise,
            "float_days": each.float_days,
            "owner": emails.get(each.owner_id or 0),
            VERSION: each.version,
        }


ROWS: dict[str, Reader] = {
    "workstreams": _workstreams,
    "people": _people,
    "milestones": _milestones,
    "schemes": _schemes,
    "savings_by_month": _savings,
    "risks": _risks,
    "dependencies": _dependencies,
}


def _email(person: Person | None) -> str | None:
    return person.email if person else None
