"""Signing, rejecting and reopening: who may not, what the money does, and how a life reads."""

from datetime import date

import pytest

from app.actions.models import Action, ActionStatus
from app.audit import queries as audit
from app.audit.display import story
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.money import THOUSAND
from app.db import db
from app.programmes.models import Deputy, Programme
from app.programmes.roles import Role
from app.quality.models import Assessment
from app.savings import commands as savings
from app.savings import display, queries
from app.savings.commands import closing
from app.savings.commands import lifecycle as commands
from app.savings.commands.quality import clear_quality, note_quality_review
from app.savings.models import CashClass, DevelopmentStatus, SchemeStatus
from app.savings.queries import lifecycle as standings
from app.savings.rules import lifecycle
from app.savings.rules.lifecycle import Gate, Stage, Verdict
from app.settings import commands as settings_commands
from tests import make
from tests.make.gates import (
    AT,
    SYSTEM,
    YEAR,
    approvals,
    at_stage,
    cleared,
    decisions,
    gated,
    signers,
)
from tests.make.people import TODAY
from tests.make.store import stored

NOW = {"actor": SYSTEM, "at": AT}


@pytest.fixture
def workstream():
    return make.workstream()


def at(stage, **given):
    return at_stage(gated(**given), stage)


def programme_of(workstream):
    return db.session.get(Programme, workstream.programme_id)


def stands_in(deputy, principal):
    stored(
        Deputy(
            principal_id=principal.id,
            deputy_id=deputy.id,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="Leave",
        )
    )


# Who may not sign


@pytest.mark.parametrize("whose", ["owner_id", "author_id"])
@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.DESIGN, Stage.APPROVAL])
def test_nobody_decides_a_gate_of_their_own_scheme(workstream, whose, stage):
    role = {Stage.IDEA: Role.LEAD, Stage.DESIGN: Role.PMO, Stage.APPROVAL: Role.SRO}[stage]
    who = make.with_role(role, programme=programme_of(workstream))
    actor = make.actor(who)
    scheme = at(stage, workstream=workstream, **{whose: who.id})
    (gate,) = lifecycle.WAITS_FOR[stage]
    with pytest.raises(NotAllowed, match="your own scheme"):
        commands.sign(scheme, gate, actor=actor, at=AT)
    with pytest.raises(NotAllowed, match="your own scheme"):
        commands.reject(scheme, gate, reason="No", actor=actor, at=AT)
    assert scheme.stage is stage


@pytest.mark.parametrize("place", ["lead_id", "sponsor_id", "clinical_lead_id"])
def test_from_g3a_on_nobody_in_the_line_signs_nor_who_stands_in_for_them(place):
    programme = make.programme()
    boss = make.person()
    workstream = make.workstream(programme_id=programme.id, **{place: boss.id})
    inside = make.with_role(Role.FINANCE, programme=programme)
    stands_in(inside, boss)
    scheme = at(Stage.ASSURANCE, workstream=workstream)
    with pytest.raises(NotAllowed, match="outside the scheme’s own line"):
        commands.sign(scheme, Gate.G3A, actor=make.actor(inside), at=AT)
    outside = make.with_role(Role.FINANCE, programme=programme)
    commands.sign(scheme, Gate.G3A, actor=make.actor(outside), at=AT)


@pytest.mark.parametrize("behind", ["signed it", "was deputised for"])
def test_whoever_stands_behind_a_signature_from_g3a_on_does_not_become_the_owner(behind):
    programme = make.programme()
    finance = make.with_role(Role.FINANCE, programme=programme)
    signer = finance if behind == "signed it" else make.person()
    if signer is not finance:
        stands_in(signer, finance)
    scheme = at(Stage.ASSURANCE, workstream=make.workstream(programme_id=programme.id))
    commands.sign(scheme, Gate.G3A, actor=make.actor(signer), at=AT)
    with pytest.raises(RuleBroken, match="G3a") as refused:
        savings.edit(scheme, {"owner_id": finance.id}, **NOW)
    assert refused.value.field == "owner_id"
    assert scheme.owner_id != finance.id
    commands.reject(scheme, Gate.G3A, reason="Signed by mistake", **NOW)
    savings.edit(scheme, {"owner_id": finance.id}, **NOW)
    assert scheme.owner_id == finance.id


def test_before_g3a_the_line_signs_what_is_not_its_own():
    programme, lead = make.programme(), make.person()
    workstream = make.workstream(programme_id=programme.id, lead_id=lead.id)
    signer = make.lead(workstream)
    workstream.lead_id = signer.id
    db.session.commit()
    scheme = at(Stage.IDEA, workstream=workstream)
    commands.sign(scheme, Gate.G0, actor=make.actor(signer), at=AT)
    assert scheme.stage is Stage.SCOPING


def test_a_deputy_of_the_owner_does_not_sign_as_the_owner(workstream):
    programme = programme_of(workstream)
    owner, deputy = make.sro(programme), make.person()
    stands_in(deputy, owner)
    scheme = at(Stage.DESIGN, workstream=workstream, owner_id=owner.id)
    with pytest.raises(NotAllowed, match="your own scheme"):
        commands.sign(scheme, Gate.G2, actor=make.actor(deputy), at=AT)


def test_one_person_does_not_sign_as_self_and_as_deputy(workstream):
    programme = programme_of(workstream)
    principal, both = make.sro(programme), make.pmo(programme)
    stands_in(both, principal)
    scheme = at(Stage.DESIGN, workstream=workstream)
    actor = make.actor(both)
    commands.sign(scheme, Gate.G2, role=Role.PMO, actor=actor, at=AT)
    with pytest.raises(NotAllowed, match="One person cannot give two signatures of G2"):
        commands.sign(scheme, Gate.G2, role=Role.SRO, actor=actor, at=AT)
    commands.sign(scheme, Gate.G2, actor=make.actor(principal), at=AT)
    assert scheme.stage is Stage.ASSURANCE


def test_the_principal_does_not_sign_besides_their_deputy(workstream):
    programme = programme_of(workstream)
    principal, deputy = make.pmo(programme, name="Pat"), make.sro(programme)
    stands_in(deputy, principal)
    scheme = at(Stage.DESIGN, workstream=workstream)
    commands.sign(scheme, Gate.G2, role=Role.PMO, actor=make.actor(deputy), at=AT)
    last = decisions(scheme)[-1]
    assert (last.role, last.deputising_for) == ("pmo", "Pat")
    with pytest.raises(RuleBroken, match="has signed G2 already"):
        commands.sign(scheme, Gate.G2, role=Role.PMO, actor=make.actor(principal), at=AT)


def test_who_has_signed_may_still_reject(workstream):
    finance = make.actor(make.finance(programme_of(workstream)))
    scheme = at(Stage.ASSURANCE, workstream=workstream)
    commands.sign(scheme, Gate.G3A, actor=finance, at=AT)
    with pytest.raises(RuleBroken, match="has every signature that it asks for"):
        commands.sign(scheme, Gate.G3A, actor=finance, at=AT)
    commands.reject(scheme, Gate.G3A, reason="The ledger says otherwise", actor=finance, at=AT)
    assert scheme.stage is Stage.DESIGN


def test_g3b_is_never_signed_rejected_or_written_down_here():
    scheme = at(Stage.ASSURANCE)
    for act in (
        lambda: commands.sign(scheme, Gate.G3B, **NOW),
        lambda: commands.reject(scheme, Gate.G3B, reason="No", **NOW),
        lambda: past(scheme, Gate.G3B, role=Role.CHIEF_NURSE),
    ):
        with pytest.raises(RuleBroken, match="through the quality impact assessment"):
            act()


def test_a_stale_signature_is_refused():
    scheme = at(Stage.DESIGN)
    with pytest.raises(Conflict):
        commands.sign(scheme, Gate.G2, version=scheme.version - 1, **NOW)


def test_each_signature_counts_as_a_save_so_that_two_at_once_cannot_miss_each_other():
    scheme = at(Stage.DESIGN)
    before = scheme.version
    commands.sign(scheme, Gate.G2, role=Role.SRO, **NOW)
    assert scheme.version > before


# What a gate asks


@pytest.mark.parametrize(
    ("stage", "missing", "sentence"),
    [
        (Stage.IDEA, {"description": " "}, "It is described"),
        (Stage.IDEA, {"owner_id": None}, "It has an owner"),
        (Stage.SCOPING, {"category": ""}, "It has a category"),
        (Stage.SCOPING, {"cash_class": None}, "It has a cash class"),
        (Stage.SCOPING, {"starts_on": None}, "It has a start date"),
        (Stage.DESIGN, {"costs_nothing": False}, "The cost to deliver is answered"),
        (Stage.DESIGN, {"delivery_risk": None}, "Its delivery risk is assessed"),
        (Stage.ASSURANCE, {"has_estimated_split": True}, "Its recurrent split is given"),
        (Stage.APPROVAL, {"quality_stopped": "Falls"}, "approved by both clinical executives"),
        (Stage.APPROVED, {"quality_cleared_until": TODAY.replace(year=2025)}, "holds today"),
        (Stage.DELIVERED, {"quality_reviewed_on": None}, "post-implementation review"),
    ],
)
def test_a_gate_is_not_signed_without_what_it_asks(stage, missing, sentence):
    scheme = at(stage)
    for name, value in missing.items():
        setattr(scheme, name, value)
    gate = lifecycle.WAITS_FOR[stage][0]
    with pytest.raises(RuleBroken, match=sentence):
        commands.sign(scheme, gate, **NOW)
    assert scheme.stage is stage


def test_g2_asks_for_every_month_of_the_plan_from_the_start():
    scheme = at(Stage.DESIGN)
    savings.set_months(scheme, {YEAR.month(9): {"plan_recurrent": None}}, **NOW)
    with pytest.raises(RuleBroken, match="every month from the start to March"):
        commands.sign(scheme, Gate.G2, **NOW)


def test_g6_asks_that_money_left_a_budget_of_what_releases_cash_only():
    kept = at(Stage.IN_DELIVERY, transferred=0)
    with pytest.raises(RuleBroken, match="Money has left a budget"):
        commands.sign(kept, Gate.G6, **NOW)
    freed = at(Stage.IN_DELIVERY, transferred=0, cash_class=CashClass.NON_CASH_RELEASING)
    commands.sign(freed, Gate.G6, role=Role.FINANCE, **NOW)


def test_g6_asks_for_three_months_of_saving():
    scheme = at(Stage.IN_DELIVERY, months_saved=2)
    with pytest.raises(RuleBroken, match="It has saved in 3 months or more"):
        commands.sign(scheme, Gate.G6, **NOW)


@pytest.mark.parametrize("kind", ["scheme", "assessment"])
def test_g7_is_refused_while_an_action_from_the_scheme_or_its_assessment_is_open(kind):
    scheme = at(Stage.DELIVERED)
    note_quality_review(scheme, on=TODAY, **NOW)
    source = scheme.id
    if kind == "assessment":
        assessment = Assessment(scheme_id=scheme.id)
        db.session.add(assessment)
        db.session.flush()
        source = assessment.id
    action = Action(
        workstream_id=scheme.workstream_id, ref="A1", title="Tell the wards",
        source_kind=kind, source_id=source,
    )  # fmt: skip  # a table, read down its columns
    db.session.add(action)
    db.session.flush()
    with pytest.raises(RuleBroken, match="Every action that came from it"):
        commands.sign(scheme, Gate.G7, **NOW)
    action.status = ActionStatus.COMPLETE
    commands.sign(scheme, Gate.G7, **NOW)
    assert scheme.stage is Stage.CLOSED


# What follows for the record


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        (Stage.IDEA, DevelopmentStatus.OPPORTUNITY),
        (Stage.SCOPING, DevelopmentStatus.OPPORTUNITY),
        (Stage.DESIGN, DevelopmentStatus.PLANS_IN_PROGRESS),
        (Stage.ASSURANCE, DevelopmentStatus.PLANS_IN_PROGRESS),
        (Stage.APPROVAL, DevelopmentStatus.PLANS_IN_PROGRESS),
        (Stage.APPROVED, DevelopmentStatus.FULLY_DEVELOPED),
        (Stage.IN_DELIVERY, DevelopmentStatus.FULLY_DEVELOPED),
        (Stage.DELIVERED, DevelopmentStatus.FULLY_DEVELOPED),
        (Stage.CLOSED, DevelopmentStatus.FULLY_DEVELOPED),
    ],
)
def test_each_stage_counts_as_its_national_status(stage, status):
    scheme = at(stage, development_status=DevelopmentStatus.OPPORTUNITY)
    assert scheme.development_status is status


def test_a_decision_keeps_the_money_and_the_scope_as_they_stood():
    scheme = at(Stage.APPROVAL)
    commands.sign(scheme, Gate.G4, reason="Good", evidence="Board paper 12", **NOW)
    last = decisions(scheme)[-1]
    assert (last.plan_then, last.full_year_then) == (240 * THOUSAND, 240 * THOUSAND)
    assert (last.scope_version, last.round, last.given_on) == (1, 1, date(2026, 10, 20))
    assert (last.reason, last.evidence) == ("Good", "Board paper 12")


@pytest.mark.parametrize(
    ("given", "status"),
    [({}, SchemeStatus.COMPLETE), ({"transferred": 239}, SchemeStatus.OPEN)],
)
def test_delivered_and_transacted_in_full_is_complete(given, status):
    scheme = at(Stage.DELIVERED, **given)
    assert scheme.status is status


def test_rejecting_at_g7_opens_a_complete_scheme_again():
    scheme = at(Stage.DELIVERED)
    commands.reject(scheme, Gate.G7, reason="The budget was given back", **NOW)
    assert (scheme.stage, scheme.status) == (Stage.DESIGN, SchemeStatus.OPEN)


def test_a_gated_scheme_is_not_completed_by_hand():
    scheme = at(Stage.IN_DELIVERY)
    with pytest.raises(RuleBroken, match="when G6 is signed"):
        savings.complete(scheme, reason="Journal 1", **NOW)
    savings.withdraw(scheme, reason="Not worth it", **NOW)
    assert scheme.status is SchemeStatus.WITHDRAWN


def test_a_closed_scheme_is_not_edited_nor_withdrawn():
    scheme = at(Stage.CLOSED, transferred=100)
    with pytest.raises(RuleBroken, match="has passed every gate"):
        savings.edit(scheme, {"title": "Another"}, **NOW)
    with pytest.raises(RuleBroken, match="has passed every gate"):
        savings.withdraw(scheme, reason="Not worth it", **NOW)


def test_development_status_is_not_typed_for_a_gated_scheme():
    scheme = at(Stage.DESIGN)
    with pytest.raises(RuleBroken, match="The gates say how far"):
        savings.edit(scheme, {"development_status": DevelopmentStatus.FULLY_DEVELOPED}, **NOW)
    savings.edit(scheme, {"development_status": scheme.development_status}, **NOW)


def test_a_person_does_not_call_a_scheme_fully_developed_without_quality(workstream):
    actor = make.actor(make.lead(workstream))
    full = {"development_status": DevelopmentStatus.FULLY_DEVELOPED}
    scheme = queries.get(make.scheme(workstream_id=workstream.id).id, SYSTEM)
    with pytest.raises(RuleBroken, match="only once the medical director and the chief nurse"):
        savings.edit(scheme, full, actor=actor, at=AT)
    with pytest.raises(RuleBroken, match="only once the medical director and the chief nurse"):
        savings.add(scheme.workstream, title="New", **full, actor=actor, at=AT)
    savings.edit(scheme, full, declared_elsewhere=True, actor=actor, at=AT)
    assert scheme.development_status is DevelopmentStatus.FULLY_DEVELOPED


def test_with_a_valid_assessment_it_may_be_called_fully_developed(workstream):
    actor = make.actor(make.lead(workstream))
    scheme = queries.get(make.scheme(workstream_id=workstream.id).id, SYSTEM)
    clear_quality(scheme, by="Both", on=TODAY, until=date(2027, 10, 20), **NOW)
    full = {"development_status": DevelopmentStatus.FULLY_DEVELOPED}
    savings.edit(scheme, full, actor=actor, at=AT)
    assert scheme.development_status is DevelopmentStatus.FULLY_DEVELOPED


# When value moves


def plan(scheme, thousands):
    cells = {month: {"plan_recurrent": thousands * THOUSAND} for month in YEAR.months}
    savings.set_months(scheme, cells, **NOW)


def worth(scheme, full_year):
    savings.edit(scheme, {"recurrent_full_year": full_year * THOUSAND}, **NOW)


@pytest.mark.parametrize(
    ("full_year", "now", "reopens"),
    [
        (240, 264, False),  # 10% exactly
        (240, 265, True),
        (240, 216, False),
        (240, 215, True),
        (900, 950, False),  # £50k exactly, under 10%
        (900, 951, True),  # passed before 10% is
    ],
)
def test_value_beyond_ten_per_cent_or_fifty_thousand_reopens_finance(full_year, now, reopens):
    scheme = at(Stage.APPROVED, recurrent_full_year=full_year * THOUSAND)
    worth(scheme, now)
    assert scheme.stage is (Stage.ASSURANCE if reopens else Stage.APPROVED)
    last = decisions(scheme)[-1]
    assert ((last.gate, last.verdict) == (Gate.G3A, Verdict.REOPENED)) is reopens
    if reopens:
        assert "Full-year effect moved from" in last.reason


def test_a_moved_plan_reopens_finance_and_keeps_quality():
    scheme = at(Stage.APPROVED, recurrent_full_year=240 * THOUSAND)
    plan(scheme, 25)
    assert scheme.stage is Stage.ASSURANCE
    assert scheme.development_status is DevelopmentStatus.PLANS_IN_PROGRESS
    standing = standings.standing(scheme, TODAY)
    assert Gate.G3B in standing.passed
    assert not {Gate.G3A, Gate.G4} & standing.passed
    commands.sign(scheme, Gate.G3A, **NOW)
    assert scheme.stage is Stage.APPROVAL


def test_small_steps_are_held_against_what_was_signed_not_against_the_last_step():
    scheme = at(Stage.APPROVED, recurrent_full_year=240 * THOUSAND)
    for full_year in (250, 260):
        worth(scheme, full_year)
        assert scheme.stage is Stage.APPROVED
    worth(scheme, 270)
    assert scheme.stage is Stage.ASSURANCE


def test_a_forecast_moves_every_month_and_reopens_nothing():
    scheme = at(Stage.IN_DELIVERY)
    savings.set_months(scheme, {YEAR.month(12): {"forecast_recurrent": 0}}, **NOW)
    assert scheme.stage is Stage.IN_DELIVERY


def test_what_finance_validated_may_not_move_before_it_is_approved_either():
    scheme = at(Stage.APPROVAL, recurrent_full_year=240 * THOUSAND)
    worth(scheme, 400)
    assert scheme.stage is Stage.ASSURANCE


def test_finances_own_figure_beyond_tolerance_reopens_its_gate():
    scheme = at(Stage.APPROVED)
    savings.sign_full_year_effect(scheme, pence=400 * THOUSAND, reason="Still ramping", **NOW)
    assert scheme.stage is Stage.ASSURANCE


def test_a_changed_scope_keeps_what_finance_signed():
    scheme = at(Stage.APPROVED)
    commands.change_scope(scheme, what="Two clinics more", **NOW)
    assert scheme.stage is Stage.ASSURANCE
    assert not scheme.is_quality_valid(TODAY)
    assert Gate.G3A in standings.standing(scheme, TODAY).passed
    cleared(scheme)
    assert scheme.stage is Stage.APPROVAL


# From before the gates


def past(scheme, gate, **given):
    values = {
        "role": Role.FINANCE,
        "by": "Fay Finance",
        "given_on": date(2026, 6, 3),
        "evidence": "Minutes, item 4",
    }
    commands.record_past(scheme, gate, **{**values, **given}, **NOW)


@pytest.mark.parametrize("stage", [Stage.APPROVAL, Stage.IN_DELIVERY, Stage.CLOSED])
def test_a_scheme_is_not_brought_in_beyond_assurance(stage):
    scheme = queries.get(gated(stage=None).id, SYSTEM)
    with pytest.raises(RuleBroken, match="at assurance at the latest"):
        commands.enter_gates(scheme, stage=stage, reason="All do", **NOW)
    assert scheme.stage is None


def test_a_scheme_is_brought_in_once_with_a_reason():
    scheme = queries.get(gated(stage=None).id, SYSTEM)
    with pytest.raises(RuleBroken, match="Say why"):
        commands.enter_gates(scheme, reason=" ", **NOW)
    commands.enter_gates(scheme, stage=Stage.SCOPING, reason="All do from now on", **NOW)
    assert scheme.stage is Stage.SCOPING
    with pytest.raises(RuleBroken, match="already"):
        commands.enter_gates(scheme, reason="Again", **NOW)


def test_an_approval_given_before_is_written_down_with_its_evidence_and_moves_the_scheme():
    scheme = at(Stage.ASSURANCE)
    cleared(scheme)
    past(scheme, Gate.G3A)
    last = decisions(scheme)[-1]
    assert (last.by, last.recorded_by, last.evidence) == ("Fay Finance", "test", "Minutes, item 4")
    assert scheme.stage is Stage.APPROVAL


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"evidence": " "}, "Say where the approval is written"),
        ({"given_on": date(2026, 10, 21)}, "not in the future"),
        ({"by": ""}, "Enter a name"),
        ({"by": "x" * 201}, "200 characters or fewer"),
        ({"role": Role.SRO}, "does not ask for"),
        ({"by": "Olive Owner"}, "in this scheme’s own line"),
    ],
)
def test_an_approval_without_ground_is_not_written_down(given, sentence):
    scheme = at(Stage.ASSURANCE)
    with pytest.raises(RuleBroken, match=sentence):
        past(scheme, Gate.G3A, **given)


def test_only_the_office_brings_schemes_in(workstream):
    scheme = queries.get(gated(workstream=workstream, stage=None).id, SYSTEM)
    people = signers(scheme.workstream)
    may = {Role.PMO, Role.PROGRAMME_DIRECTOR}
    for role in set(Role) - may:
        with pytest.raises(NotAllowed):
            commands.enter_gates(scheme, reason="All do", actor=people[role], at=AT)


# Settings


def test_who_signs_is_a_setting_and_nobody_is_no_answer(workstream):
    programme_id = workstream.programme_id
    for value, role in (((Role.SPONSOR,), Role.SPONSOR), ((), Role.LEAD)):
        settings_commands.set_value(
            "gates.g0",
            value,
            programme_id,
            effective_from=TODAY,
            owner="PMO",
            reason="As agreed",
            **NOW,
        )
        scheme = queries.get(gated(workstream=workstream).id, SYSTEM)
        people = signers(scheme.workstream)
        commands.sign(scheme, Gate.G0, actor=people[role], at=AT)
        assert decisions(scheme)[-1].role == role.value


# The story


def test_the_trail_tells_a_schemes_life_from_idea_to_closed(workstream):
    people = signers(workstream)
    by = {role: {"actor": people[role], "at": AT} for role in Role}
    scheme = gated(workstream=workstream, stage=None)
    scheme = queries.get(scheme.id, SYSTEM)
    commands.enter_gates(scheme, reason="Every scheme does", **by[Role.PMO])
    commands.sign(scheme, Gate.G0, **by[Role.LEAD])
    commands.sign(scheme, Gate.G1, **by[Role.PROGRAMME_DIRECTOR])
    commands.sign(scheme, Gate.G2, **by[Role.SRO])
    commands.sign(scheme, Gate.G2, **by[Role.PMO])
    commands.reject(scheme, Gate.G3A, reason="The baseline is last year’s", **by[Role.FINANCE])
    commands.sign(scheme, Gate.G2, **by[Role.SRO])
    commands.sign(scheme, Gate.G2, **by[Role.PMO])
    commands.sign(scheme, Gate.G3A, reason="Ledger agreed", **by[Role.FINANCE])
    until = {"by": "Both", "on": TODAY, "until": date(2027, 10, 1)}
    clear_quality(scheme, **until, approvals=approvals(), **by[Role.CHIEF_NURSE])
    commands.change_scope(scheme, what="Two clinics more", **by[Role.LEAD])
    clear_quality(scheme, **until, approvals=approvals(), **by[Role.CHIEF_NURSE])
    commands.sign(scheme, Gate.G4, **by[Role.SRO])
    commands.sign(scheme, Gate.G5, **by[Role.PMO])
    commands.sign(scheme, Gate.G6, **by[Role.FINANCE])
    commands.sign(scheme, Gate.G6, **by[Role.SRO])
    note_quality_review(scheme, on=TODAY, **by[Role.CHIEF_NURSE])
    commands.sign(scheme, Gate.G7, reason="Lessons are shared", **by[Role.SRO])
    db.session.commit()

    events = audit.of_record("scheme", scheme.id)
    chapters = story(events, labels=display.labels(events), deeds=display.DEEDS)[::-1]
    told = [f"{each.who} {each.deed}" for each in chapters]
    assert told == [
        "Programme office brought it to the gates",
        "Workstream lead signed G0, idea",
        "Programme director signed G1, scoping",
        "Senior responsible owner signed G2, mandate",
        "Programme office signed G2, mandate",
        "Finance lead rejected it at G3a, finance validation",
        "Senior responsible owner signed G2, mandate",
        "Programme office signed G2, mandate",
        "Finance lead signed G3a, finance validation",
        "Chief nurse noted that its effect on quality is approved",
        "Chief nurse signed G3b, quality",
        "Chief nurse signed G3b, quality",
        "Workstream lead changed what it does",
        "Workstream lead reopened G3b, quality",
        "Chief nurse noted that its effect on quality is approved",
        "Chief nurse signed G3b, quality",
        "Chief nurse signed G3b, quality",
        "Senior responsible owner signed G4, approval",
        "Programme office signed G5, into delivery",
        "Finance lead signed G6, delivered",
        "Senior responsible owner signed G6, delivered",
        "Chief nurse noted the review of quality after it was done",
        "Senior responsible owner signed G7, closure",
    ]
    assert chapters[5].reason == "The baseline is last year’s"
    assert ("Stage", "assurance", "design") in {
        (each.label, each.before, each.after) for each in chapters[5].changes
    }
    medical = chapters[10]
    assert {(each.label, each.after) for each in medical.changes} >= {
        ("Signed as", "Medical director"),
        ("Approved by", "Mo Director"),
        ("Plan as signed", "£240,000.00"),
    }
    assert scheme.stage is Stage.CLOSED


def test_g5_is_refused_without_the_plan_that_g4_approved():
    scheme = at(Stage.APPROVED)
    cells = queries.cells(scheme.id, YEAR)
    cells[YEAR.month(1)].plan_recurrent = 900 * THOUSAND  # past every command
    with pytest.raises(RuleBroken, match="the plan that G4 approved"):
        commands.sign(scheme, Gate.G5, role=Role.PMO, **NOW)


def test_a_plan_that_a_file_corrects_reopens_finance_too():
    scheme = at(Stage.APPROVED)
    cells = {YEAR.month(1): {"plan_recurrent": 90 * THOUSAND}}
    closing.correct_months(scheme, cells, reason="Corrected file", **NOW)
    assert scheme.stage is Stage.ASSURANCE


def test_a_plan_for_the_next_year_reopens_nothing():
    scheme = at(Stage.APPROVED)
    savings.set_months(scheme, {YEAR.next.month(1): {"plan_recurrent": 90 * THOUSAND}}, **NOW)
    assert scheme.stage is Stage.APPROVED


def test_a_delivered_scheme_keeps_its_scope():
    scheme = at(Stage.DELIVERED, transferred=239)
    with pytest.raises(RuleBroken, match="A delivered scheme keeps its scope"):
        commands.change_scope(scheme, what="Also outpatients", actor=SYSTEM, at=AT)
    assert scheme.scope_version == 1


def test_a_scheme_that_g6_completed_is_opened_again_at_g7_only():
    scheme = at_stage(gated(), Stage.DELIVERED)
    with pytest.raises(RuleBroken, match="reject it at G7"):
        savings.reopen(scheme, reason="It slipped", actor=SYSTEM, at=AT)


@pytest.mark.parametrize("whose", ["owner_id", "author_id"])
def test_nobody_writes_down_an_approval_of_their_own_scheme(workstream, whose):
    programme = queries.get(make.scheme(workstream_id=workstream.id).id, SYSTEM)
    programme = programme.workstream.programme
    office = make.with_role(Role.PROGRAMME_DIRECTOR, programme=programme)
    scheme = at_stage(gated(workstream=workstream), Stage.DESIGN)
    setattr(scheme, whose, office.id)
    with pytest.raises(NotAllowed, match="your own scheme"):
        commands.record_past(
            scheme,
            Gate.G2,
            role=Role.SRO,
            by="Sid SRO",
            given_on=date(2026, 9, 1),
            evidence="Minutes",
            actor=make.actor(office),
            at=AT,
        )
