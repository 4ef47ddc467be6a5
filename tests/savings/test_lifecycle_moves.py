"""Every move at every gate by every role: what the governance allows works, all else is refused.

LEGAL is written from the governance of gateways (who signs what, and where a rejection leads),
not from the code.
"""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.programmes.roles import Role
from app.savings import commands as savings
from app.savings import queries
from app.savings.commands import lifecycle as commands
from app.savings.models import GateDecision
from app.savings.rules.lifecycle import Gate, Stage
from tests import make
from tests.make.gates import AT, SYSTEM, at_stage, cleared, decisions, gated, signers

LEGAL = {
    # stage         gate   who signs it              the stage after its last signature · rejected
    "idea":         ("G0", ["lead"],                 "scoping",     "idea"),
    "scoping":      ("G1", ["programme-director"],   "design",      "idea"),
    "design":       ("G2", ["sro", "pmo"],           "assurance",   "scoping"),
    "assurance":    ("G3a", ["finance"],             "assurance",   "design"),
    "approval":     ("G4", ["sro"],                  "approved",    "design"),
    "approved":     ("G5", ["lead", "pmo"],          "in delivery", "design"),
    "in delivery":  ("G6", ["finance", "sro"],       "delivered",   "design"),
    "delivered":    ("G7", ["sro"],                  "closed",      "design"),
}  # fmt: skip  # a table, read down its columns
NEEDS_BOTH = {"G2", "G6"}
EDITORS = {"lead", "pmo", "programme-director", "finance"}
STAGES = [None, *(stage.value for stage in Stage)]
EARLY = {"idea", "scoping", "design", "assurance"}


def standing_at(stage, workstream):
    """A scheme that has all that its gates ask, standing there."""
    if stage is None:
        return queries.get(gated(workstream=workstream, stage=None).id, SYSTEM)
    scheme = at_stage(gated(workstream=workstream), Stage(stage))
    if stage == "delivered":
        scheme.quality_reviewed_on = AT.date()
    return scheme


def is_legal(stage, gate, role):
    if stage not in LEGAL:
        return False
    asked, who, _, _ = LEGAL[stage]
    return gate == asked and role in who


@pytest.mark.parametrize("stage", STAGES)
def test_every_move_that_is_not_legal_is_refused_and_changes_nothing(stage):
    workstream = make.workstream()
    people = signers(workstream)
    scheme = standing_at(stage, workstream)
    db.session.commit()
    scheme = queries.get(scheme.id, SYSTEM)
    before, tried = fingerprint(scheme), 0
    for gate, role, verdict in product(Gate, Role, ("signed", "rejected")):
        if is_legal(stage, gate.value, role.value):
            continue
        with pytest.raises((RuleBroken, NotAllowed)):
            move(scheme, gate, verdict, people[role])
        assert fingerprint(scheme) == before, (stage, gate, role, verdict)
        tried += 1
    legal = 2 * len(LEGAL[stage][1]) if stage in LEGAL else 0
    assert tried == 2 * len(Gate) * len(Role) - legal


def fingerprint(scheme):
    rows = db.session.scalar(select(func.count()).select_from(GateDecision))
    events = db.session.scalar(select(func.count()).select_from(AuditEvent))
    kept = (scheme.stage, scheme.version, scheme.scope_version, scheme.status)
    return kept, rows, events, bool(db.session.dirty or db.session.new)


def move(scheme, gate, verdict, actor):
    if verdict == "signed":
        commands.sign(scheme, gate, actor=actor, at=AT)
    else:
        commands.reject(scheme, gate, reason="The figures do not hold", actor=actor, at=AT)


@pytest.mark.parametrize(
    ("stage", "role"), [(stage, role) for stage, row in LEGAL.items() for role in row[1]]
)
def test_every_legal_signature_is_taken(stage, role):
    gate, who, then, _ = LEGAL[stage]
    workstream = make.workstream()
    people = signers(workstream)
    scheme = standing_at(stage, workstream)
    move(scheme, Gate(gate), "signed", people[Role(role)])
    assert scheme.stage.value == (stage if gate in NEEDS_BOTH else then)
    assert (decisions(scheme)[-1].role, decisions(scheme)[-1].gate.value) == (role, gate)
    if gate in NEEDS_BOTH:
        with pytest.raises((RuleBroken, NotAllowed)):
            move(scheme, Gate(gate), "signed", people[Role(role)])
        (other,) = set(who) - {role}
        move(scheme, Gate(gate), "signed", people[Role(other)])
        assert scheme.stage.value == then


@pytest.mark.parametrize(
    ("stage", "role"), [(stage, role) for stage, row in LEGAL.items() for role in row[1]]
)
def test_every_legal_rejection_sends_it_back_and_begins_a_round(stage, role):
    gate, _, _, back = LEGAL[stage]
    workstream = make.workstream()
    people = signers(workstream)
    scheme = standing_at(stage, workstream)
    move(scheme, Gate(gate), "rejected", people[Role(role)])
    assert scheme.stage.value == back
    last = decisions(scheme)[-1]
    assert (last.verdict.value, last.round) == ("rejected", 1)
    commands.sign(scheme, Gate(LEGAL[back][0]), role=Role(LEGAL[back][1][0]), actor=SYSTEM, at=AT)
    assert decisions(scheme)[-1].round == 2


def test_quality_and_finance_together_in_either_order_lead_to_approval():
    for order in ((finance_signs, cleared), (cleared, finance_signs)):
        scheme = at_stage(gated(), Stage.ASSURANCE)
        order[0](scheme)
        assert scheme.stage is Stage.ASSURANCE
        order[1](scheme)
        assert scheme.stage is Stage.APPROVAL


def finance_signs(scheme):
    commands.sign(scheme, Gate.G3A, actor=SYSTEM, at=AT)


@pytest.mark.parametrize("stage", STAGES)
def test_scope_is_changed_by_those_who_edit_and_never_once_delivered(stage):
    workstream = make.workstream()
    people = signers(workstream)
    for role in Role:
        scheme = standing_at(stage, workstream)
        may = role.value in EDITORS and stage not in ("delivered", "closed")
        if not may:
            before = fingerprint(scheme)
            with pytest.raises((RuleBroken, NotAllowed)):
                commands.change_scope(scheme, what="More clinics", actor=people[role], at=AT)
            assert fingerprint(scheme) == before
            continue
        commands.change_scope(scheme, what="More clinics", actor=people[role], at=AT)
        assert scheme.scope_version == 2
        now = scheme.stage.value if scheme.stage else None
        assert now == (stage if stage in {None, *EARLY} else "assurance")


@pytest.mark.parametrize("role", list(Role))
def test_above_the_limit_the_sponsor_signs_g4_and_nobody_else(role):
    workstream = make.workstream()
    people = signers(workstream)
    worth = 200_000_000
    scheme = at_stage(gated(workstream=workstream, recurrent_full_year=worth), Stage.APPROVAL)
    if role is Role.SPONSOR:
        move(scheme, Gate.G4, "signed", people[role])
        assert scheme.stage is Stage.APPROVED
        return
    with pytest.raises((RuleBroken, NotAllowed)):
        move(scheme, Gate.G4, "signed", people[role])
    assert scheme.stage is Stage.APPROVAL


@pytest.mark.parametrize("gate", list(Gate))
def test_a_withdrawn_scheme_passes_no_gate(gate):
    scheme = at_stage(gated(), Stage.APPROVAL)
    savings.withdraw(scheme, reason="Not worth it", actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken):
        commands.sign(scheme, gate, actor=SYSTEM, at=AT)
