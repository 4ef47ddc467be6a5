"""The trust, its ICB, the people, the programme and its workstreams."""

from __future__ import annotations

from datetime import datetime

from app.accounts import commands as accounts
from app.core.money import Pence
from app.demo import story
from app.demo.stage import TELLER, Stage
from app.demo.story.people import PersonTold
from app.demo.story.workstreams import WorkstreamTold
from app.programmes import commands as programmes
from app.programmes.models import Organisation, OrganisationKind, Workstream
from app.programmes.roles import Role

TARGET = Pence(4_800_000_00)
THOUSAND = 1_000_00
EVERYWHERE = (Role.ADMIN,)
PURPOSE = (
    "Map where outpatients happens, find what space, staff and pathways can do better, "
    "move care closer to home, and prove the savings."
)


def set_up(stage: Stage) -> None:
    """Codes and addresses are impossible on purpose: nobody can take them for real ones."""
    at = stage.moment(stage.begins(), 9)
    trust = _organisations(at)
    for told in story.PEOPLE:
        stage.people[told.key] = accounts.create_person(
            email=f"{told.key}@ludmouth.example",
            name=told.name,
            job_title=told.job,
            actor=TELLER,
            at=at,
        )
    _programme(stage, trust, at)
    for workstream in story.WORKSTREAMS:
        _workstream(stage, workstream, at)
    for person in story.PEOPLE:
        _role(stage, person)


def _organisations(at: datetime) -> Organisation:
    icb = programmes.create_organisation(
        name="Ludmouth and Wharfside Integrated Care Board",
        code="QZZ",
        kind=OrganisationKind.ICB,
        actor=TELLER,
        at=at,
    )
    return programmes.create_organisation(
        name="Ludmouth and Wharfside NHS Trust",
        code="ZZ0",
        kind=OrganisationKind.TRUST,
        parent_id=icb.id,
        actor=TELLER,
        at=at,
    )


def _programme(stage: Stage, trust: Organisation, at: datetime) -> None:
    stage.programme = programmes.create_programme(
        trust,
        code="OPD",
        name="Outpatients improvement programme",
        purpose=PURPOSE,
        sro_id=stage.people["david"].id,
        starts_on=stage.month(-7).first,
        ends_on=stage.month(17).last,
        actor=TELLER,
        at=at,
    )
    years = {stage.open.financial_year, stage.month(-7).financial_year}
    for year in sorted(years):
        programmes.set_target(stage.programme, year=year, pence=TARGET, actor=TELLER, at=at)


def _workstream(stage: Stage, told: WorkstreamTold, at: datetime) -> None:
    assert stage.programme is not None  # noqa: S101  made just before
    people = stage.people
    made = programmes.add_workstream(
        stage.programme,
        ref=told.ref,
        name=told.name,
        purpose=told.purpose,
        lead_id=people[told.lead].id,
        sponsor_id=people["nora"].id,
        clinical_lead_id=people["imran"].id,
        finance_lead_id=people["colin"].id,
        actor=TELLER,
        at=at,
    )
    stage.workstreams[told.ref] = made
    stage.leads[told.ref] = told.lead
    for dimension, reason in told.not_applicable:
        programmes.decide_not_applicable(
            made, dimension=dimension, reason=reason, actor=TELLER, at=at
        )
    if told.ref in story.COSTS:
        _cost(stage, made, at)


def _cost(stage: Stage, workstream: Workstream, at: datetime) -> None:
    """At first, what it is to cost is what is forecast."""
    baseline = Pence(story.COSTS[workstream.ref][0] * THOUSAND)
    programmes.set_cost(
        workstream,
        year=stage.open.financial_year,
        baseline=baseline,
        forecast=baseline,
        actor=TELLER,
        at=at,
    )


def _role(stage: Stage, told: PersonTold) -> None:
    in_programme = None if told.workstream or told.role in EVERYWHERE else stage.programme
    programmes.assign_role(
        stage.people[told.key],
        role=told.role,
        programme=in_programme,
        workstream=stage.workstreams[told.workstream] if told.workstream else None,
        starts_on=stage.month(-8).first,
        actor=TELLER,
        at=stage.moment(stage.begins(), 9),
    )
