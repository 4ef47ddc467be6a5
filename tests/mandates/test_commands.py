"""Writing a mandate, and what each gate makes of it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.audit import queries as audit
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.mandates import queries as mandates
from app.mandates.commands import kpis, pages
from app.mandates.models import Kpi, KpiReading, SchemeMilestone, SchemeRisk
from app.milestones.models import MilestoneStatus
from app.programmes.models import Disclosure, Programme, RoleAssignment, Workstream
from app.programmes.roles import Role
from app.risks.models import ClosingReason, RiskStatus
from app.savings import queries as savings
from app.savings.commands import lifecycle
from app.savings.models import SchemeStatus
from app.savings.queries import given
from app.savings.rules.lifecycle import Gate, Stage
from tests import make
from tests.make.gates import AT, SYSTEM, at_stage, cleared, decisions, gated
from tests.make.mandates import READ, kpi, mandate

NOW = {"actor": SYSTEM, "at": AT}
MISSED = kpis.Measured("Missed appointments", "%", False, 9_100, 6_400)


@pytest.fixture
def scheme():
    return savings.get(gated(has_mandate=False).id, SYSTEM)


def again(scheme):
    """The scheme with its place, after a commit has let go of it."""
    return savings.get(scheme.id, SYSTEM)


def both_linked(scheme):
    keys = (SchemeMilestone.milestone_id, SchemeRisk.risk_id)
    return tuple(mandates.linked_ids(key, scheme.id) for key in keys)


def facts(scheme):
    return mandates.said([scheme.id])[scheme.id]


def events(scheme):
    db.session.commit()
    again(scheme)
    return list(reversed(audit.of_record("scheme", scheme.id)))


# The page


def test_what_is_written_is_read_back_and_told_in_pounds(scheme):
    owner = make.person()
    again(scheme)
    values = {
        "baseline_spend": 480_000_00,
        "benchmark": " DNA rate 9.1%, peers 6.4% ",
        "benchmark_source": "Model Hospital",
        "benefit_owner_id": owner.id,
    }
    page = pages.write(scheme, values, **NOW)
    assert page.benchmark == "DNA rate 9.1%, peers 6.4%"
    (event,) = [each for each in events(scheme) if each.action == "scheme.write_mandate"]
    assert event.differences["baseline_spend"][1] == "£480,000.00"
    assert set(event.differences) == set(values), "what stays empty is no change"
    pages.write(scheme, values, **NOW)
    assert len([each for each in events(scheme) if each.action == "scheme.write_mandate"]) == 1


def test_an_earlier_page_is_a_conflict_also_where_there_was_none_yet(scheme):
    page = pages.write(scheme, {"scope": "All clinics"}, version=0, **NOW)
    with pytest.raises(Conflict):
        pages.write(scheme, {"scope": "None"}, version=0, **NOW)
    pages.write(scheme, {"scope": "Two clinics"}, version=page.version, **NOW)
    assert page.scope == "Two clinics"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"baseline_spend": -1}, "baseline_spend"),
        ({"benchmark": "DNA rate"}, "benchmark_source"),
        ({"benchmark": "DNA rate", "benchmark_source": "x" * 301}, "benchmark_source"),
    ],
)
def test_what_does_not_hold_together_is_refused(scheme, values, field):
    with pytest.raises(RuleBroken) as refused:
        pages.write(scheme, values, **NOW)
    assert refused.value.field == field


def test_nobody_who_does_not_exist_owns_the_benefit(scheme):
    with pytest.raises(NotFound):
        pages.write(scheme, {"benefit_owner_id": 10**6}, **NOW)


def test_only_those_who_edit_the_workstreams_savings_write_it(scheme):
    reader = make.actor(make.with_role(Role.BOARD))
    again(scheme)
    for act in (
        lambda: pages.write(scheme, {"scope": "All"}, actor=reader, at=AT),
        lambda: pages.link(scheme, milestones=[], risks=[], actor=reader, at=AT),
        lambda: kpis.add(scheme, MISSED, actor=reader, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_withdrawn_or_closed_scheme_keeps_its_mandate_and_a_complete_one_takes_its_lessons():
    closed = at_stage(gated(), Stage.CLOSED)
    with pytest.raises(RuleBroken, match="closed"):
        pages.write(closed, {"lessons": "None"}, **NOW)
    withdrawn = savings.get(gated(status=SchemeStatus.WITHDRAWN).id, SYSTEM)
    with pytest.raises(RuleBroken, match="withdrawn"):
        kpis.add(withdrawn, MISSED, **NOW)
    complete = at_stage(gated(), Stage.DELIVERED)
    assert complete.status is SchemeStatus.COMPLETE
    assert pages.write(complete, {"lessons": "Ask earlier"}, **NOW).lessons == "Ask earlier"


# The scope that G2 signed


def test_another_scope_after_g2_says_what_changes_and_reopens_quality():
    scheme = at_stage(gated(), Stage.APPROVAL)
    with pytest.raises(RuleBroken) as refused:
        pages.write(scheme, {"scope": "Two clinics more"}, **NOW)
    assert refused.value.field == "what"
    db.session.rollback()
    scheme = savings.get(scheme.id, SYSTEM)
    pages.write(scheme, {"scope": "Two clinics more"}, what="Two clinics join", **NOW)
    assert scheme.stage is Stage.ASSURANCE
    assert decisions(scheme)[-1].gate is Gate.G3B
    assert not scheme.is_quality_valid(AT.date())


def test_a_scope_that_a_browser_sends_back_as_it_was_is_no_change():
    scheme = at_stage(gated(), Stage.ASSURANCE)
    say(scope="Two clinics\nNo ward")(scheme)
    pages.write(scheme, {"scope": " Two clinics\r\nNo ward\r\n"}, **NOW)
    assert [each.action for each in events(scheme)].count("scheme.write_mandate") == 0


def test_a_scope_before_g2_or_the_first_one_ever_reopens_nothing():
    scheme = at_stage(gated(has_mandate=True), Stage.DESIGN)
    pages.write(scheme, {"scope": "Other clinics"}, **NOW)
    assert scheme.stage is Stage.DESIGN
    old = savings.get(gated(stage=Stage.ASSURANCE, has_mandate=False).id, SYSTEM)
    cleared(old)
    pages.write(old, {"scope": "All clinics"}, **NOW)
    assert old.is_quality_valid(AT.date())


def in_design_with_quality_approved():
    """Approved by both executives, then sent back by finance: it stands before G2 again."""
    scheme = at_stage(gated(), Stage.ASSURANCE)
    cleared(scheme)
    lifecycle.reject(scheme, Gate.G3A, reason="The money is unclear", **NOW)
    assert scheme.stage is Stage.DESIGN
    return scheme


def test_a_scope_that_quality_approved_is_not_exchanged_while_g2_waits_again():
    scheme = in_design_with_quality_approved()
    with pytest.raises(RuleBroken, match="Say what changes"):
        pages.write(scheme, {"scope": "Close the ward"}, **NOW)
    pages.write(scheme, {"scope": "Close the ward"}, what="The ward closes", **NOW)
    assert not scheme.is_quality_valid(AT.date())
    for role in (Role.SRO, Role.PMO):
        lifecycle.sign(scheme, Gate.G2, role=role, **NOW)
    lifecycle.sign(scheme, Gate.G3A, **NOW)
    assert scheme.stage is Stage.ASSURANCE


@pytest.mark.parametrize(
    "relied_on", [in_design_with_quality_approved, lambda: at_stage(gated(), Stage.APPROVAL)]
)
def test_a_scope_that_was_relied_on_is_not_emptied_so_that_another_may_be_written(relied_on):
    with pytest.raises(RuleBroken, match="its scope was relied on") as refused:
        pages.write(relied_on(), {"scope": ""}, what="Tidied", **NOW)
    assert refused.value.field == "scope"


def test_an_assessment_that_is_under_way_is_of_the_scope_that_was_written_before_it():
    scheme = at_stage(gated(), Stage.DESIGN)
    before = scheme.scope_version
    pages.write(scheme, {"scope": "Other clinics"}, **NOW)
    assert scheme.scope_version == before + 1
    assert events(scheme)[-1].reason == "The scope in its mandate is written anew"


# The KPIs


def test_a_kpi_is_added_changed_and_withdrawn_on_record(scheme):
    made = kpis.add(scheme, MISSED, **NOW)
    assert made.in_words == "Missed appointments, from 9.1% to 6.4% or less"
    kpis.edit(made, kpis.Measured("Missed", "%", False, 9_100, 6_000), version=made.version, **NOW)
    with pytest.raises(RuleBroken, match="Say why"):
        kpis.withdraw(made, reason=" ", **NOW)
    kpis.withdraw(made, reason="Nobody counts it", **NOW)
    assert facts(scheme).kpis == 0
    with pytest.raises(RuleBroken, match="withdrawn"):
        kpis.read(made, month=Month(2026, 9), value=1, **NOW)
    said = [each.action for each in events(scheme) if "kpi" in each.action]
    assert said == ["scheme.add_kpi", "scheme.edit_kpi", "scheme.withdraw_kpi"]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": " "}, "title"), ({"unit": ""}, "unit"), ({"target": 9_200}, "target")],
)
def test_a_kpi_without_name_unit_or_a_better_target_is_refused(scheme, given, field):
    whole = {"title": "Missed", "unit": "%", "is_better_above": False, "baseline": 9_100}
    with pytest.raises(RuleBroken) as refused:
        kpis.add(scheme, kpis.Measured(**{**whole, "target": 6_400, **given}), **NOW)
    assert refused.value.field == field


def test_a_kpi_that_g2_signed_changes_only_with_a_reason():
    scheme = at_stage(gated(), Stage.ASSURANCE)
    signed = db.session.scalars(select(Kpi).where(Kpi.scheme_id == scheme.id)).one()
    signed = mandates.kpi(signed.id, SYSTEM)
    easier = kpis.Measured("Missed appointments", "%", False, 9_100, 9_000)
    with pytest.raises(RuleBroken, match="say why"):
        kpis.edit(signed, easier, **NOW)
    kpis.edit(signed, easier, reason="The peers’ figure was corrected", **NOW)
    (event,) = [each for each in events(scheme) if each.action == "scheme.edit_kpi"]
    assert event.reason == "The peers’ figure was corrected"


def test_a_newer_reading_of_a_month_corrects_it_and_none_is_of_a_month_to_come(scheme):
    made = kpis.add(scheme, MISSED, **NOW)
    for value in (7_000, 6_300):
        kpis.read(made, month=Month(2026, 9), value=value, **NOW)
    db.session.flush()
    assert facts(scheme).months_held == 1
    with pytest.raises(RuleBroken) as refused:
        kpis.read(made, month=Month(2026, 11), value=1, **NOW)
    assert refused.value.field == "month"


def test_the_database_refuses_to_alter_a_reading(scheme):
    kpi(scheme, read={Month(2026, 9): 6_000})
    row = db.session.scalars(select(KpiReading)).one()
    row.value = 1
    with pytest.raises(DBAPIError, match="cannot be altered"):
        db.session.flush()
    db.session.rollback()


# Milestones and risks


def test_those_of_another_workstream_and_withdrawn_ones_are_refused(scheme):
    elsewhere, feared = make.milestone(), make.risk()
    gone = make.milestone(workstream_id=scheme.workstream_id, status=MilestoneStatus.WITHDRAWN)
    closed = make.risk(
        workstream_id=scheme.workstream_id,
        status=RiskStatus.CLOSED,
        closing_reason=ClosingReason.WITHDRAWN,
    )
    again(scheme)
    for milestones, risks in (
        ([elsewhere.id], []),
        ([gone.id], []),
        ([10**6], []),
        ([], [feared.id]),
        ([], [closed.id]),
    ):
        with pytest.raises(RuleBroken, match="own workstream"):
            pages.link(scheme, milestones=milestones, risks=risks, **NOW)
    assert both_linked(scheme) == (set(), set())


def linked(scheme):
    promised = make.milestone(workstream_id=scheme.workstream_id, ref="WS01-M01")
    feared = make.risk(workstream_id=scheme.workstream_id, ref="WS01-R01")
    pages.link(again(scheme), milestones=[promised.id], risks=[feared.id], **NOW)
    db.session.flush()
    return promised, feared


def test_what_belongs_to_it_counts_until_it_is_withdrawn(scheme):
    promised, feared = linked(scheme)
    assert (facts(scheme).milestones, facts(scheme).risks) == (1, 1)
    feared.status, feared.closing_reason = RiskStatus.CLOSED, ClosingReason.TREATED
    db.session.flush()
    assert facts(scheme).risks == 1, "a risk that was treated was one of the scheme's"
    promised.status = MilestoneStatus.WITHDRAWN
    feared.closing_reason = ClosingReason.WITHDRAWN
    db.session.flush()
    assert (facts(scheme).milestones, facts(scheme).risks) == (0, 0)
    assert not mandates.milestones(scheme, SYSTEM).seen
    assert not mandates.risks(scheme, SYSTEM).seen


def test_choosing_again_takes_out_what_is_not_chosen_and_says_both(scheme):
    linked(scheme)
    other = make.milestone(workstream_id=scheme.workstream_id, ref="WS01-M02")
    pages.link(again(scheme), milestones=[other.id], risks=[], **NOW)
    assert both_linked(scheme) == ({other.id}, set())
    last = [each for each in events(scheme) if each.action == "scheme.link_records"][-1]
    assert last.differences == {"milestones": ["WS01-M01", "WS01-M02"], "risks": ["WS01-R01", ""]}


def test_choices_made_on_an_earlier_page_are_a_conflict(scheme):
    pages.link(scheme, milestones=[], risks=[], version=0, **NOW)
    with pytest.raises(Conflict):
        pages.link(scheme, milestones=[], risks=[], version=0, **NOW)


def test_a_sensitive_record_is_neither_seen_nor_named_nor_taken_out_by_who_may_not_see_it(scheme):
    workstream = db.session.get_one(Workstream, scheme.workstream_id)
    lead = make.actor(make.lead(workstream))
    hidden = make.milestone(
        workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE, ref="WS01-M66"
    )
    feared = make.risk(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE)
    again(scheme)
    with pytest.raises(RuleBroken, match="own workstream"):
        pages.link(scheme, milestones=[hidden.id], risks=[], actor=lead, at=AT)
    pages.link(scheme, milestones=[hidden.id], risks=[feared.id], **NOW)
    db.session.flush()
    told = str([each.differences for each in events(scheme)])
    assert "1 workforce-sensitive" in told
    assert "WS01-M66" not in told
    shown = mandates.milestones(scheme, lead)
    assert (list(shown.seen), shown.hidden) == ([], 1)
    pages.link(scheme, milestones=[], risks=[], actor=lead, at=AT)
    assert both_linked(scheme) == ({hidden.id}, {feared.id})


# What each gate asks of it


def drop(table, scheme):
    db.session.query(table).filter_by(scheme_id=scheme.id).delete()


def say(**values):
    def act(scheme):
        page = mandates.of_scheme(scheme.id)
        for name, value in values.items():
            setattr(page, name, value)

    return act


def withdraw_all(scheme):
    db.session.query(Kpi).filter_by(scheme_id=scheme.id).update({"is_withdrawn": True})


def without_sro(scheme):
    programme = db.session.get_one(Programme, scheme.workstream.programme_id)
    programme.sro_id = None


def drop_readings_into(scheme, months):
    """Its one KPI has these readings and no other."""
    withdraw_all(scheme)
    kpi(scheme, title="Complaints", read=months)
    again(scheme)


def add_unread(scheme):
    kpi(scheme, title="Complaints")
    again(scheme)


ASKS = {
    "baseline": (Stage.SCOPING, say(baseline_spend=None), "baseline spend is given"),
    "benchmark": (Stage.SCOPING, say(benchmark=""), "It is benchmarked"),
    "source": (Stage.SCOPING, say(benchmark_source=""), "It is benchmarked"),
    "sro": (Stage.SCOPING, without_sro, "senior responsible owner is named"),
    "scope": (Stage.DESIGN, say(scope=""), "Its scope is written"),
    "kpi": (Stage.DESIGN, withdraw_all, "At least one KPI"),
    "milestone": (Stage.DESIGN, lambda it: drop(SchemeMilestone, it), "At least one milestone"),
    "risk": (Stage.DESIGN, lambda it: drop(SchemeRisk, it), "At least one risk"),
    "held": (Stage.IN_DELIVERY, add_unread, "Each KPI has stood at its target"),
    "no kpi": (Stage.IN_DELIVERY, withdraw_all, "Each KPI has stood at its target"),
    "lessons": (Stage.DELIVERED, say(lessons=""), "Its lessons are written"),
    "owner": (Stage.DELIVERED, say(benefit_owner_id=None), "who owns the benefit"),
}
GATE_AT = {
    Stage.SCOPING: (Gate.G1, Role.PROGRAMME_DIRECTOR),
    Stage.DESIGN: (Gate.G2, Role.SRO),
    Stage.IN_DELIVERY: (Gate.G6, Role.FINANCE),
    Stage.DELIVERED: (Gate.G7, Role.SRO),
}


@pytest.mark.parametrize("missing", ASKS)
def test_a_gate_is_not_signed_without_its_part_of_the_mandate_and_is_with_it(missing):
    stage, spoil, sentence = ASKS[missing]
    gate, role = GATE_AT[stage]
    scheme = at_stage(gated(), stage)
    if stage is Stage.DELIVERED:
        scheme.quality_reviewed_on = date(2026, 10, 19)
    spoil(scheme)
    db.session.flush()
    with pytest.raises(RuleBroken, match=sentence):
        lifecycle.sign(scheme, gate, role=role, **NOW)
    whole = at_stage(gated(), stage)
    if stage is Stage.DELIVERED:
        whole.quality_reviewed_on = date(2026, 10, 19)
    lifecycle.sign(whole, gate, role=role, **NOW)


def test_what_a_kpi_stood_at_before_the_scheme_began_is_not_its_doing():
    year_before = dict.fromkeys((Month(2025, 6), Month(2025, 7), Month(2025, 8)), 6_000)
    scheme = at_stage(gated(), Stage.IN_DELIVERY)
    drop_readings_into(scheme, year_before)
    with pytest.raises(RuleBroken, match="Each KPI has stood at its target"):
        lifecycle.sign(scheme, Gate.G6, role=Role.FINANCE, **NOW)


def test_a_reason_why_no_benchmark_exists_stands_for_one():
    scheme = at_stage(gated(), Stage.SCOPING)
    say(benchmark="", benchmark_source="", no_benchmark="Nobody else lets rooms")(scheme)
    db.session.flush()
    lifecycle.sign(scheme, Gate.G1, **NOW)
    assert scheme.stage is Stage.DESIGN


@pytest.mark.parametrize("place", ["organisation", "programme", "workstream", "everywhere"])
def test_the_role_of_sro_names_one_as_well_as_the_programme_does(place):
    holder = make.person()
    scheme = at_stage(gated(), Stage.SCOPING)
    without_sro(scheme)
    programme = db.session.get_one(Programme, scheme.workstream.programme_id)
    where = {
        "organisation": {"organisation_id": programme.organisation_id},
        "programme": {"programme_id": programme.id},
        "workstream": {"workstream_id": scheme.workstream_id},
        "everywhere": {},
    }[place]
    held = RoleAssignment(person_id=holder.id, role=Role.SRO, starts_on=date(2026, 4, 1), **where)
    db.session.add(held)
    db.session.flush()
    on = AT.date()
    assert given.facts([scheme], on)[scheme.id].has_sro
    held.ends_on = date(2026, 10, 19)
    db.session.flush()
    assert not given.facts([scheme], on)[scheme.id].has_sro


def test_a_scheme_that_passed_its_gate_before_is_not_thrown_back():
    scheme = at_stage(gated(), Stage.IN_DELIVERY)
    for table in (SchemeMilestone, SchemeRisk):
        drop(table, scheme)
    say(baseline_spend=None, scope="")(scheme)
    db.session.flush()
    assert scheme.stage is Stage.IN_DELIVERY
    lifecycle.sign(scheme, Gate.G6, role=Role.FINANCE, **NOW)


def test_a_milestone_that_moved_to_another_workstream_counts_no_longer(scheme):
    promised, _ = linked(scheme)
    elsewhere = make.workstream(programme_id=again(scheme).workstream.programme_id)
    promised.workstream_id = elsewhere.id
    db.session.flush()
    assert facts(scheme).milestones == 0


def test_five_mandates_take_as_many_reads_as_one(queries):
    one, many = [gated().id], [gated().id for _ in range(5)]
    db.session.expire_all()
    queries.clear()
    mandates.said(one)
    for_one = len(queries)
    db.session.expire_all()
    queries.clear()
    mandates.said(many)
    assert len(queries) == for_one


def test_what_one_scheme_says_is_not_said_of_another():
    first, second = gated(has_mandate=False), gated(has_mandate=False)
    kpi(first, read=dict.fromkeys(READ, 6_000))
    kpi(second)
    mandate(second)
    said = mandates.said([first.id, second.id])
    assert (said[first.id].months_held, said[second.id].months_held) == (3, 0)
    assert (said[first.id].has_scope, said[second.id].has_scope) == (False, True)


def test_a_kpi_that_is_saved_as_it_is_tells_nothing(scheme):
    made = kpis.add(scheme, MISSED, **NOW)
    shown = made.version
    kpis.edit(made, MISSED, **NOW)
    assert made.version == shown
    assert [each.action for each in events(scheme)].count("scheme.edit_kpi") == 0


def test_only_what_a_mandate_has_can_be_written(scheme):
    with pytest.raises(TypeError, match="A mandate has no stage to set"):
        pages.write(scheme, {"stage": "closed"}, **NOW)
