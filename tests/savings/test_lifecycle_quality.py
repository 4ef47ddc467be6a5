"""G3b is the clinical executives' gate: signed by both through the assessment, or not at all."""

from datetime import date

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.errors import RuleBroken
from app.db import db
from app.programmes.roles import Role
from app.savings import queries
from app.savings.commands import lifecycle as commands
from app.savings.commands.quality import (
    approve_again,
    clear_quality,
    note_quality_review,
    stop_quality,
)
from app.savings.models import DevelopmentStatus
from app.savings.rules.lifecycle import Approval, Gate, Stage, Verdict
from tests import make
from tests.make.gates import AT, SYSTEM, approvals, at_stage, cleared, decisions, gated

NOW = {"actor": SYSTEM, "at": AT}
CLEAR = {"by": "Both", "on": date(2026, 10, 1), "until": date(2027, 10, 1), **NOW}


def at(stage, **given):
    return at_stage(gated(**given), stage)


def sign(scheme, gate):
    commands.sign(scheme, gate, **NOW)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (approvals()[:1], "The chief nurse has not approved it"),
        (approvals()[1:], "The medical director has not approved it"),
        (
            (approvals()[0], Approval(role=Role.CHIEF_NURSE, by=" ")),
            "The chief nurse has not approved it",
        ),
        (
            tuple(Approval(role=role, by="Mo Director") for role in (Role.SRO, Role.PMO)),
            "The medical director and the chief nurse have not approved it",
        ),
    ],
)
def test_one_of_the_two_is_not_an_approval_and_the_sentence_says_who_is_missing(given, sentence):
    scheme = at(Stage.ASSURANCE)
    with pytest.raises(RuleBroken, match=sentence):
        clear_quality(scheme, approvals=given, **CLEAR)
    assert (scheme.stage, scheme.quality_cleared_until) == (Stage.ASSURANCE, None)
    assert Gate.G3B not in {each.gate for each in decisions(scheme)}


@pytest.mark.parametrize(
    ("medical", "nursing"),
    [
        ({"person_id": 7, "by": "Mo"}, {"person_id": 7, "by": "Mo"}),
        ({"by": "Mo"}, {"by": "mo"}),
        ({"by": "Mo"}, {"by": "Dee", "deputising_for": "Mo"}),
        ({"by": "Dee", "deputising_for": "Mo"}, {"by": "Di", "deputising_for": "Mo"}),
    ],
)
def test_one_person_cannot_approve_as_both(medical, nursing):
    scheme = at(Stage.ASSURANCE)
    given = (
        Approval(role=Role.MEDICAL_DIRECTOR, **medical),
        Approval(role=Role.CHIEF_NURSE, **nursing),
    )
    with pytest.raises(RuleBroken, match="two people must"):
        clear_quality(scheme, approvals=given, **CLEAR)


def test_the_same_approval_noted_twice_is_told_once():
    scheme = at(Stage.DESIGN)
    for _ in range(2):
        clear_quality(scheme, **CLEAR)
    db.session.commit()
    told = select(AuditEvent).where(AuditEvent.action == "scheme.clear_quality")
    assert len(db.session.scalars(told).all()) == 1


def test_a_seat_approved_again_by_a_namesake_signs_and_changes_no_name():
    scheme = at(Stage.ASSURANCE)
    cleared(scheme)
    named, rows = scheme.quality_cleared_by, len(decisions(scheme))
    namesake = Approval(role=Role.MEDICAL_DIRECTOR, by="Mo Director", given_on=AT.date())
    approve_again(scheme, namesake, by=named, **NOW)
    db.session.commit()
    assert (scheme.quality_cleared_by, len(decisions(scheme))) == (named, rows + 1)
    told = select(AuditEvent).where(AuditEvent.action == "scheme.clear_quality")
    assert len(db.session.scalars(told).all()) == 1


def test_a_clinical_executive_who_leads_the_workstream_cannot_approve():
    lead = make.person()
    scheme = at(Stage.ASSURANCE, workstream=make.workstream(lead_id=lead.id))
    given = (
        Approval(role=Role.MEDICAL_DIRECTOR, by="Mo", person_id=scheme.workstream.lead_id),
        Approval(role=Role.CHIEF_NURSE, by="Nia"),
    )
    with pytest.raises(RuleBroken, match="in this scheme’s own line"):
        clear_quality(scheme, approvals=given, **CLEAR)


def test_both_sign_g3b_and_the_scheme_waits_for_finance():
    scheme = at(Stage.ASSURANCE)
    cleared(scheme)
    signed = [each for each in decisions(scheme) if each.gate is Gate.G3B]
    assert [(each.role, each.by) for each in signed] == [
        ("medical-director", "Mo Director"),
        ("chief-nurse", "Nia Nurse"),
    ]
    assert scheme.stage is Stage.ASSURANCE
    sign(scheme, Gate.G3A)
    assert scheme.stage is Stage.APPROVAL


def test_when_finance_was_first_the_second_clinical_signature_moves_it_on():
    scheme = at(Stage.ASSURANCE)
    sign(scheme, Gate.G3A)
    assert scheme.stage is Stage.ASSURANCE
    cleared(scheme)
    assert scheme.stage is Stage.APPROVAL


def test_an_approval_given_in_design_counts_when_the_scheme_comes_to_assurance():
    scheme = at(Stage.DESIGN)
    cleared(scheme)
    assert scheme.stage is Stage.DESIGN
    at_stage_of_g2(scheme)
    sign(scheme, Gate.G3A)
    assert scheme.stage is Stage.APPROVAL


def at_stage_of_g2(scheme):
    for role in (Role.SRO, Role.PMO):
        commands.sign(scheme, Gate.G2, role=role, **NOW)


def test_a_clearance_without_signatures_signs_no_gate():
    scheme = at(Stage.ASSURANCE)
    clear_quality(scheme, **CLEAR)
    assert scheme.is_quality_valid(AT.date())
    sign(scheme, Gate.G3A)
    assert scheme.stage is Stage.ASSURANCE


def test_a_scheme_from_before_the_gates_is_cleared_and_stopped_without_any():
    scheme = queries.get(make.scheme().id, SYSTEM)
    cleared(scheme)
    stop_quality(scheme, reason="Falls rose", **NOW)
    assert (scheme.stage, decisions(scheme)) == (None, [])
    assert scheme.quality_stopped == "Falls rose"


@pytest.mark.parametrize("stage", [Stage.APPROVAL, Stage.APPROVED, Stage.IN_DELIVERY])
def test_a_stop_brings_the_scheme_back_to_assurance_with_finance_still_signed(stage):
    scheme = at(stage)
    stop_quality(scheme, reason="Falls rose above five a week", **NOW)
    last = decisions(scheme)[-1]
    assert scheme.stage is Stage.ASSURANCE
    assert scheme.development_status is DevelopmentStatus.PLANS_IN_PROGRESS
    assert (last.gate, last.verdict, last.reason) == (
        Gate.G3B,
        Verdict.REOPENED,
        "Falls rose above five a week",
    )
    cleared(scheme)
    assert scheme.stage is Stage.APPROVAL


@pytest.mark.parametrize("stage", [Stage.DELIVERED, Stage.CLOSED])
def test_a_stop_leaves_a_delivered_scheme_where_it_is(stage):
    scheme = at(stage)
    stop_quality(scheme, reason="Falls rose", **NOW)
    assert scheme.stage is stage
    assert scheme.quality_stopped


def test_an_approval_that_still_holds_counts_again_in_the_next_round():
    scheme = at(Stage.APPROVAL)
    commands.reject(scheme, Gate.G4, reason="Show the effect on the wards", **NOW)
    assert scheme.stage is Stage.DESIGN
    at_stage_of_g2(scheme)
    again = [each for each in decisions(scheme) if each.gate is Gate.G3B and each.round == 2]
    assert [each.role for each in again] == ["medical-director", "chief-nurse"]
    assert "still holds" in again[0].reason
    sign(scheme, Gate.G3A)
    assert scheme.stage is Stage.APPROVAL


def test_an_approval_of_an_earlier_scope_does_not_count_again():
    scheme = at(Stage.APPROVAL)
    commands.reject(scheme, Gate.G4, reason="Show the effect on the wards", **NOW)
    commands.change_scope(scheme, what="Two clinics more", **NOW)
    at_stage_of_g2(scheme)
    sign(scheme, Gate.G3A)
    assert scheme.stage is Stage.ASSURANCE
    cleared(scheme)
    assert scheme.stage is Stage.APPROVAL


def test_an_approval_holds_for_a_day_at_least():
    scheme = at(Stage.ASSURANCE)
    with pytest.raises(RuleBroken) as refused:
        clear_quality(scheme, approvals=approvals(), **{**CLEAR, "until": CLEAR["on"]})
    assert (refused.value.field, scheme.quality_cleared_on) == ("until", None)


def test_nothing_is_stopped_without_a_reason():
    scheme = at(Stage.APPROVED)
    with pytest.raises(RuleBroken, match="Say why the quality gate stops"):
        stop_quality(scheme, reason=" ", **NOW)
    assert (scheme.stage, scheme.quality_stopped) == (Stage.APPROVED, "")


def test_a_second_stop_for_the_same_reason_is_told_once():
    scheme = at(Stage.APPROVED)
    for _ in range(2):
        stop_quality(scheme, reason="Falls rose", **NOW)
    db.session.commit()
    told = select(AuditEvent).where(AuditEvent.action == "scheme.stop_quality")
    assert len(db.session.scalars(told).all()) == 1
    assert scheme.stage is Stage.ASSURANCE


def test_the_same_clearance_and_the_same_review_are_told_once():
    scheme = at(Stage.ASSURANCE)
    for _ in range(2):
        clear_quality(scheme, **CLEAR)
        note_quality_review(scheme, on=date(2026, 10, 19), **NOW)
    db.session.commit()
    told = ("scheme.clear_quality", "scheme.note_quality_review")
    events = select(AuditEvent.action).where(AuditEvent.action.in_(told))
    assert sorted(db.session.scalars(events)) == sorted(told)
