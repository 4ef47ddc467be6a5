"""The demo, and an example address of every page of the app with who opens it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from app.accounts import passwords
from app.accounts.models import Person
from app.actions.models import Action, ActionKind, ActionStatus
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.demo import seed, story
from app.dependencies.models import Dependency, DependencyStatus
from app.imports.models import Import, ImportStatus
from app.mandates.models import Kpi
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.quality.commands import answers, assessment, measures, screening
from app.quality.models import (
    Assessment,
    AssessmentStatus,
    Direction,
    QualityMeasure,
    Route,
    ScreeningLimits,
)
from app.quality.rules import scoring
from app.risks.models import ClosingReason, Risk, RiskStatus
from app.savings import queries as savings
from app.savings.models import (
    BudgetTransfer,
    ClaimQuery,
    LedgerLine,
    QueryStatus,
    Scheme,
    SchemeBudgetLine,
    SchemeStatus,
    Stage,
)
from app.savings.queries import overlaps
from tests.browser.visitor import PASSWORD

TOLD_ON = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
PLACE = "ludmouth.example"

NOT_PAGES = {
    "health",
    "static",
    "imports.workbook",
    "imports.empty_workbook",
    "reports.download",
    "reporting.draft",
    "overview.record",
}
"""These answer with a file or a redirect."""

OPENED_BY = {
    "accounts.sign_in": "",
    "accounts.choose_password": "",
    "accounts.forgotten_password": "",
    "accounts.link_sent": "",
    "people.name_my_deputy": "amara",
    "people": "admin",
    "programmes.add": "admin",
    "programmes.organisations": "admin",
    "programmes.organisation": "admin",
    "programmes.edit_organisation": "admin",
    "programmes.add_organisation": "admin",
    "programmes.give_confidence": "david",
    "reporting.accuracy_by_person": "david",
    "reporting.approve": "david",
    "reporting.update": "ben",
    "reporting.milestones": "ben",
    "reporting.savings": "ben",
    "reporting.risks": "ben",
    "reporting.words": "ben",
    "reporting.rating": "ben",
    "reporting.submitted": "priya",
    "savings.decide_overlap": "colin",
    "savings.sign_full_year_effect": "colin",
    "quality.waiting": "grace",
    "quality.decide": "grace",
    "quality.hold_review": "grace",
    "quality.withdraw_limits": "grace",
    "savings.gates_sign": "ruth",
    "savings.gates_reject": "ruth",
    "savings.validate_together": "colin",
    "savings.decide": "colin",
    "savings.transact": "colin",
    "savings.reverse_transfer": "colin",
    "savings.close_query": "colin",
    "savings.match_line": "colin",
}
"""By endpoint or blueprint; the programme office opens the rest."""

OF_THE_UPDATE = {"code": "OPD", "month": "2026-11", "ref": "WS02"}
GIVEN: dict[str, dict[str, Any]] = {
    "dependencies.move": {"kind": "promise"},
    "dependencies.sign": {"side": "giver"},
    "programmes.make_applicable": {"ref": "WS08", "dimension": "cost"},
    "reporting.correct": {"month": "2026-10"},
    "reporting.review": {"ref": "WS01"},
    "reporting.submitted": {"ref": "WS01"},
    "reports.detail": {"month": "2026-10", "version": 1},
    "savings.decide": {"month": "2026-10"},
    "settings.edit": {"key": "calendar.cut_off"},
}
"""What differs from the first open record of the first workstream."""


WRITTEN = (
    "domain",
    "mitigated",
    "plan_mitigation",
    "equality",
    "steps",
    "about",
    "measures",
    "add_measure",
    "edit_measure",
    "remove_measure",
    "check",
    "withdraw",
)
STATES = {f"quality.{page}": "draft" for page in WRITTEN} | {
    "quality.decide": "with the panel",
    "quality.take_back": "with the panel",
}
"""Of an assessment, where the page is not for an approved one."""
HARMED = "Access, equity and inequalities"


def tell(app: Flask) -> None:
    """The demo, with one password for everybody."""
    with app.app_context(), db.transaction():
        seed.tell(TOLD_ON, dict.fromkeys((p.key for p in story.PEOPLE), passwords.hashed(PASSWORD)))
        _begin_assessment()


def _begin_assessment() -> None:
    """A draft with a harm and a measure, and limits to sign: the demo has none left to write."""
    office = Actor.system("tour")
    refused = db.session.scalars(
        select(Assessment).where(Assessment.status == AssessmentStatus.REFUSED)
    ).first()
    assert refused is not None, "the demo has no refused assessment"
    scheme = savings.get(refused.scheme_id, office)
    draft = assessment.start(scheme, summary="Shorter journeys", actor=office, at=NOW)
    answers.answer_domain(
        draft,
        domain=HARMED,
        direction=Direction.NEGATIVE,
        why="Some cannot drive",
        consequence=4,
        likelihood=3,
        actor=office,
        at=NOW,
    )
    measured = measures.Measured(
        domain=HARMED,
        title="Missed journeys",
        unit="a month",
        is_worse_above=True,
        baseline=None,
        threshold=10_000,
        stop_trigger=20_000,
    )
    measures.add(draft, measured, actor=office, at=NOW)
    screening.propose_limits(
        scheme.workstream.programme, most=Pence(100_000_00), actor=office, at=NOW
    )


def stops(app: Flask) -> dict[str, list[tuple[str, str]]]:
    """By person: the endpoints and addresses to open, each page of the app once."""
    with app.app_context(), db.transaction():
        records = _records()
    plan: dict[str, list[tuple[str, str]]] = {}
    router = app.url_map.bind("")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES:
            who = OPENED_BY.get(rule.endpoint, OPENED_BY.get(rule.endpoint.split(".")[0], "amara"))
            values = _values(rule, records)
            plan.setdefault(who, []).append((rule.endpoint, router.build(rule.endpoint, values)))
    return plan


def _values(rule: Rule, records: Mapping[str, Any]) -> dict[str, Any]:
    example = {**OF_THE_UPDATE, "year": "2026-27", **records}
    for ending in ("reopen", "reactivate", "undo", "accept", "dispute", "sign"):
        if rule.endpoint.endswith(f".{ending}"):
            example |= {name: records.get(f"{ending} {name}", example[name]) for name in records}
    if state := STATES.get(rule.endpoint):
        example |= {name: records[f"{state} {name}"] for name in ("assessment_id",)}
        example["measure_id"] = records["draft measure_id"]
    if "gate" in rule.arguments:
        example |= {"gate": "G1", "scheme_id": records["G1 scheme_id"]}
    if "transfer_id" in rule.arguments:
        example["scheme_id"] = records["transfer scheme_id"]
    example |= GIVEN.get(rule.endpoint, {})
    return {name: example[name] for name in rule.arguments}


def _pair() -> str:
    """The key of two schemes that take from one budget line: the demo need not have any."""
    programme_id = programmes.by_code("OPD").id
    if not overlaps.unresolved(programme_id):
        for scheme_id in db.session.scalars(select(Scheme.id).order_by(Scheme.id).limit(2)).all():
            line = SchemeBudgetLine(
                scheme_id=scheme_id, cost_centre="Shared", from_month=Month(2026, 4)
            )
            db.session.add(line)
        db.session.flush()
    return overlaps.unresolved(programme_id)[0].key


def _records() -> dict[str, Any]:
    """Ids by parameter; with a verb before it, one in the state that the verb asks for."""
    return {
        "key": _pair(),
        "number": _first(AuditEvent, action="scheme.add", disclosure=Disclosure.PRIVATE.value),
        "milestone_id": _first(Milestone, status=MilestoneStatus.OPEN),
        "reopen milestone_id": _first(Milestone, status=MilestoneStatus.COMPLETE),
        "scheme_id": _first(Scheme, status=SchemeStatus.OPEN),
        "G1 scheme_id": _first(Scheme, stage=Stage.SCOPING),
        "reopen scheme_id": _last(Scheme, status=SchemeStatus.WITHDRAWN, closing_reason="Merged"),
        "action_id": _first(Action, status=ActionStatus.OPEN, kind=ActionKind.GAP),
        "reopen action_id": _first(Action, status=ActionStatus.COMPLETE),
        "risk_id": _first(Risk, status=RiskStatus.OPEN),
        "reopen risk_id": _last(
            Risk, status=RiskStatus.CLOSED, closing_reason=ClosingReason.TREATED
        ),
        "dependency_id": _first(Dependency, status=DependencyStatus.AGREED),
        "sign dependency_id": _first(Dependency, status=DependencyStatus.PROPOSED),
        "accept dependency_id": _last(
            Dependency, status=DependencyStatus.DELIVERED, delivered_on=TOLD_ON
        ),
        "person_id": _first(Person, email=f"priya@{PLACE}"),
        "reactivate person_id": _last(Person, deactivated_at=NOW),
        **_assessed(),
        **_doubted(),
        "kpi_id": _first(Kpi, is_withdrawn=False),
        "organisation_id": 1,
        "assignment_id": 1,
        "import_id": 1,
        "undo import_id": _last(Import, status=ImportStatus.APPLIED, applied_at=NOW),
    }


def _assessed() -> dict[str, Any]:
    """An assessment in each state, and a measure that is watched or still written."""
    found: dict[str, Any] = {
        f"{state.value} assessment_id": _first(Assessment, status=state, route=Route.FULL)
        for state in (
            AssessmentStatus.APPROVED,
            AssessmentStatus.DRAFT,
            AssessmentStatus.WITH_PANEL,
        )
    }
    approved, draft = found["approved assessment_id"], found["draft assessment_id"]
    return {
        **found,
        "assessment_id": approved,
        "reopen assessment_id": approved,
        "measure_id": _first(QualityMeasure, assessment_id=approved),
        "draft measure_id": _first(QualityMeasure, assessment_id=draft),
        "limits_id": _first(ScreeningLimits, withdrawn_at=None),
        "slug": scoring.slug(HARMED),
    }


def _doubted() -> dict[str, Any]:
    """A ledger line, a query that is not closed, and a journal that can be reversed."""
    transfer = db.session.get(BudgetTransfer, _first(BudgetTransfer))
    assert transfer is not None
    return {
        "line_id": _first(LedgerLine, is_withdrawn=False),
        "query_id": _first(ClaimQuery, status=QueryStatus.OPEN),
        "transfer_id": transfer.id,
        "transfer scheme_id": transfer.scheme_id,
    }


def _first(model: Any, **such: Any) -> int:
    found = db.session.scalars(select(model.id).filter_by(**such).order_by(model.id)).first()
    assert found is not None, f"the demo has no {model.__name__} with {such}"
    return int(found)


def _last(model: Any, **state: Any) -> int:
    """The last one, brought into the state: the demo need not have one."""
    statement = select(model).order_by(model.id.desc())
    if hasattr(model, "disclosure"):
        statement = statement.where(model.disclosure == Disclosure.PRIVATE)
    record = db.session.scalars(statement).first()
    for name, value in state.items():
        setattr(record, name, value)
    return int(record.id)
