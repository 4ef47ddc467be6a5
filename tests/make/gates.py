"""Schemes that have given all that their gates ask, and the people who sign them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.core.money import THOUSAND
from app.db import db
from app.programmes.models import Programme, Workstream
from app.programmes.roles import Role
from app.savings import queries
from app.savings.commands import lifecycle as commands
from app.savings.commands.quality import clear_quality
from app.savings.models import (
    BudgetTransfer,
    CashClass,
    DeliveryRisk,
    GateDecision,
    Scheme,
    SchemeBudgetLine,
)
from app.savings.rules import lifecycle
from app.savings.rules.lifecycle import Approval, Gate, Stage
from tests.make.mandates import whole_mandate
from tests.make.people import actor, person, with_role
from tests.make.programmes import workstream
from tests.make.savings import money, scheme
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("test")
YEAR = FinancialYear(2026)
SIGNED_BY: dict[Gate, tuple[Role, ...]] = {
    Gate.G0: (Role.LEAD,),
    Gate.G1: (Role.PROGRAMME_DIRECTOR,),
    Gate.G2: (Role.SRO, Role.PMO),
    Gate.G3A: (Role.FINANCE,),
    Gate.G3B: (Role.MEDICAL_DIRECTOR, Role.CHIEF_NURSE),
    Gate.G4: (Role.SRO,),
    Gate.G5: (Role.PMO,),
    Gate.G6: (Role.FINANCE, Role.SRO),
    Gate.G7: (Role.SRO,),
}


def signers(of: Workstream) -> dict[Role, Actor]:
    """One person for each role, none of them in the line of a scheme of the workstream."""
    programme = db.session.get(Programme, of.programme_id)
    found = {role: actor(with_role(role, programme=programme, name=role.label)) for role in Role}
    lead = with_role(Role.LEAD, workstream=of, name="Workstream lead")
    return {**found, Role.LEAD: actor(lead)}


def gated(
    *, transferred: int = 240, months_saved: int = 6, has_mandate: bool = True, **given: Any
) -> Scheme:
    """A scheme at its gates, an idea, that has given all that any gate asks but quality's."""
    place = given.pop("workstream", None) or workstream()
    made = scheme(
        **{
            "workstream_id": place.id,
            "stage": Stage.IDEA,
            "description": "Fewer letters, more telephone calls",
            "owner_id": person(name="Olive Owner").id,
            "author_id": person(name="Arthur Author").id,
            "category": "Non-pay: digital",
            "cash_class": CashClass.CASH_RELEASING,
            "delivery_risk": DeliveryRisk.LOW,
            "starts_on": date(2026, 4, 1),
            "costs_nothing": True,
            **given,
        }
    )
    money(made, plan=[20] * 12, forecast=[20] * 12, actual=[20] * months_saved)
    stored(SchemeBudgetLine(scheme_id=made.id, cost_centre=f"A{made.id}", from_month=YEAR.month(1)))
    if has_mandate:
        whole_mandate(made)
    if transferred:
        stored(
            BudgetTransfer(
                scheme_id=made.id,
                financial_year=YEAR,
                recurrent=transferred * THOUSAND,
                journal_ref="J1",
                made_on=date(2026, 10, 1),
                by="Fay Finance",
                at=AT,
            )
        )
    return made


def approvals(**given: Any) -> tuple[Approval, Approval]:
    """Both clinical executives approve."""
    return (
        Approval(role=Role.MEDICAL_DIRECTOR, by="Mo Director", **given),
        Approval(role=Role.CHIEF_NURSE, by="Nia Nurse", **given),
    )


def cleared(of: Scheme, **given: Any) -> None:
    """The assessment of quality is approved by both, for a year."""
    values: dict[str, Any] = {
        "by": "Mo Director and Nia Nurse",
        "on": date(2026, 10, 1),
        "until": date(2027, 10, 1),
        "approvals": approvals(),
        "actor": SYSTEM,
        "at": AT,
    }
    clear_quality(of, **{**values, **given})
    db.session.flush()


def at_stage(of: Scheme, stage: Stage) -> Scheme:
    """The scheme, loaded, signed through every gate up to the stage."""
    of = queries.get(of.id, SYSTEM)
    for gate in Gate:
        if of.stage is stage:
            break
        if gate is Gate.G3B:
            cleared(of)
            continue
        if gate is Gate.G7:
            of.quality_reviewed_on = date(2026, 10, 19)
        for role in SIGNED_BY[gate]:
            commands.sign(of, gate, role=role, actor=SYSTEM, at=AT)
    assert of.stage is stage
    db.session.commit()
    return queries.get(of.id, SYSTEM)


def signed_by(who: Person, of: Workstream, stage: Stage, **given: Any) -> Scheme:
    """A scheme at the stage whose G3a that person signed, all else signed by nobody in its line."""
    made = at_stage(gated(workstream=of, **given), Stage.ASSURANCE)
    commands.sign(made, Gate.G3A, actor=actor(who), at=AT)
    cleared(made)
    if lifecycle.has_reached(stage, Stage.DELIVERED):
        made.quality_reviewed_on = date(2026, 10, 19)
    return onwards(made, stage)


def onwards(of: Scheme, stage: Stage) -> Scheme:
    """The scheme, signed from G4 on up to the stage."""
    for gate in (Gate.G4, Gate.G5, Gate.G6, Gate.G7):
        for role in SIGNED_BY[gate]:
            if of.stage is not stage:
                commands.sign(of, gate, role=role, actor=SYSTEM, at=AT)
    assert of.stage is stage
    db.session.commit()
    return queries.get(of.id, SYSTEM)


def leads(who: Person, workstream: Workstream, place: str = "lead_id") -> None:
    """The workstream changes hands."""
    setattr(workstream, place, who.id)
    db.session.commit()


def decisions(of: Scheme) -> list[GateDecision]:
    """What was decided at its gates, oldest first."""
    rows = db.session.query(GateDecision).filter_by(scheme_id=of.id).order_by(GateDecision.id)
    return list(rows)
