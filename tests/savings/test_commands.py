from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Disclosure, WorkstreamStatus
from app.savings import commands, queries
from app.savings.models import DeliveryRisk, SchemeStatus
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
YEAR = FinancialYear(2026)
APRIL, OCTOBER = YEAR.month(1), YEAR.month(7)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def scheme(workstream):
    added = commands.add(workstream, title="Virtual clinics", **NOW)
    db.session.commit()
    return queries.get(added.id, SYSTEM)


def events(action):
    return db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.number)
    ).all()


def cell(scheme, month, name):
    return getattr(queries.cells(scheme.id, month.financial_year)[month], name)


def set_cells(scheme, month, version=None, **cells):
    commands.set_months(scheme, {month: cells}, version=version, **NOW)
    db.session.commit()
    return queries.get(scheme.id, SYSTEM)


def test_a_scheme_gets_the_next_reference_of_its_workstream(workstream):
    refs = [commands.add(workstream, title=title, **NOW).ref for title in ("One", "Two")]
    assert refs == ["WS01-S01", "WS01-S02"]


def test_a_scheme_keeps_the_reference_that_it_came_with(workstream):
    assert commands.add(workstream, title="Imported", ref="CIP-7", **NOW).ref == "CIP-7"


def test_adding_leaves_both_sides_of_every_field_in_the_trail(workstream):
    commands.add(workstream, title="One", running_cost=Pence(120_050), **NOW)
    db.session.commit()
    [event] = events("scheme.add")
    assert event.differences["running_cost"] == [None, "£1,200.50"]
    assert event.differences["title"] == [None, "One"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"running_cost": Pence(-1)}, "running_cost"),
        ({"set_up_cost": Pence(-1)}, "set_up_cost"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_question(scheme, values, field):
    with pytest.raises(RuleBroken) as refused:
        commands.edit(scheme, values, **NOW)
    assert refused.value.field == field


def test_only_what_a_scheme_has_can_be_set(scheme):
    with pytest.raises(TypeError, match="variance"):
        commands.edit(scheme, {"variance": 5}, **NOW)


def test_an_edit_records_only_what_changed(scheme):
    values = {"title": "Virtual clinics", "delivery_risk": DeliveryRisk.HIGH}
    commands.edit(scheme, values, **NOW)
    commands.edit(scheme, values, **NOW)
    db.session.commit()
    [event] = events("scheme.edit")
    assert event.differences == {"delivery_risk": [None, "high"]}


def test_an_edit_of_a_stale_page_is_a_conflict(scheme):
    commands.edit(scheme, {"category": "Estates"}, version=scheme.version, **NOW)
    db.session.commit()
    with pytest.raises(Conflict):
        commands.edit(scheme, {"category": "Medicines"}, version=1, **NOW)
    assert scheme.category == "Estates"


def test_only_those_who_may_edit_savings_here_do(scheme):
    elsewhere = make.actor(make.lead(make.workstream()))
    for act in (
        lambda: commands.add(scheme.workstream, title="Mine", actor=elsewhere, at=AT),
        lambda: commands.edit(scheme, {"title": "Mine"}, actor=elsewhere, at=AT),
        lambda: commands.set_months(scheme, {}, actor=elsewhere, at=AT),
        lambda: commands.set_pressure(scheme, year=YEAR, pence=Pence(1), actor=elsewhere, at=AT),
        lambda: commands.complete(scheme, reason="Done", actor=elsewhere, at=AT),
        lambda: commands.withdraw(scheme, reason="No", actor=elsewhere, at=AT),
        lambda: commands.reopen(scheme, reason="Yes", actor=elsewhere, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_who_may_see_a_scheme_is_not_for_finance_to_say(scheme, programme):
    finance = make.actor(make.finance(programme))
    with pytest.raises(NotAllowed, match="programme office"):
        commands.edit(scheme, {"disclosure": Disclosure.WORKFORCE}, actor=finance, at=AT)
    office = make.actor(make.pmo(programme))
    commands.edit(scheme, {"disclosure": Disclosure.WORKFORCE}, actor=office, at=AT)
    assert scheme.disclosure is Disclosure.WORKFORCE


def test_months_write_only_the_cells_that_differ(scheme):
    set_cells(scheme, OCTOBER, plan_recurrent=Pence(100), actual_recurrent=Pence(90))
    set_cells(scheme, OCTOBER, plan_recurrent=Pence(100), actual_recurrent=Pence(95))
    first, second = events("scheme.set_months")
    assert first.differences == {
        "2026-10 plan, recurrent": [None, "£1.00"],
        "2026-10 actual, recurrent": [None, "£0.90"],
    }
    assert second.differences == {"2026-10 actual, recurrent": ["£0.90", "£0.95"]}


def test_saving_the_same_months_again_is_no_change(scheme):
    scheme = set_cells(scheme, OCTOBER, plan_recurrent=Pence(100))
    before = scheme.version
    assert set_cells(scheme, OCTOBER, plan_recurrent=Pence(100)).version == before
    assert len(events("scheme.set_months")) == 1


def test_months_that_are_not_named_stay(scheme):
    set_cells(scheme, APRIL, plan_recurrent=Pence(5), plan_non_recurrent=Pence(6))
    set_cells(scheme, OCTOBER, plan_recurrent=Pence(7))
    set_cells(scheme, APRIL, plan_recurrent=None)
    assert cell(scheme, APRIL, "plan_recurrent") is None
    assert cell(scheme, APRIL, "plan_non_recurrent") == 6
    assert cell(scheme, OCTOBER, "plan_recurrent") == 7


def test_an_empty_cell_is_not_a_nought(scheme):
    set_cells(scheme, OCTOBER, actual_recurrent=Pence(0))
    assert cell(scheme, OCTOBER, "actual_recurrent") == 0
    assert cell(scheme, OCTOBER, "actual_non_recurrent") is None


def test_changing_months_counts_as_a_save_of_the_scheme(scheme):
    before = scheme.version
    scheme = set_cells(scheme, OCTOBER, plan_recurrent=Pence(100), version=before)
    assert scheme.version == before + 1
    with pytest.raises(Conflict):
        set_cells(scheme, OCTOBER, plan_recurrent=Pence(200), version=before)


def test_what_somebody_types_is_no_longer_estimated(scheme):
    months = {OCTOBER: {"plan_recurrent": Pence(100)}, APRIL: {"plan_recurrent": Pence(1)}}
    commands.set_months(scheme, months, estimated=True, **NOW)
    set_cells(scheme, OCTOBER, plan_recurrent=Pence(200))
    stored = queries.cells(scheme.id, YEAR)
    assert not stored[OCTOBER].has_estimated_phasing
    assert stored[APRIL].has_estimated_phasing


def test_a_plan_once_given_changes_only_with_a_reason_where_one_is_asked_for(scheme):
    asked = {"require_reason": True, **NOW}
    commands.set_months(scheme, {OCTOBER: {"plan_recurrent": Pence(100)}}, **asked)
    with pytest.raises(RuleBroken, match="why the plan changes"):
        commands.set_months(scheme, {OCTOBER: {"plan_recurrent": Pence(200)}}, **asked)
    assert cell(scheme, OCTOBER, "plan_recurrent") == 100
    commands.set_months(scheme, {OCTOBER: {"actual_recurrent": Pence(1)}}, **asked)
    commands.set_months(
        scheme, {OCTOBER: {"plan_recurrent": Pence(200)}}, reason="Board, 5 October", **asked
    )
    db.session.commit()
    assert events("scheme.set_months")[-1].reason == "Board, 5 October"


def test_a_month_has_six_cells_and_no_more(scheme):
    with pytest.raises(TypeError, match="variance"):
        commands.set_months(scheme, {OCTOBER: {"variance": Pence(1)}}, **NOW)


def test_an_amount_too_large_for_any_trust_is_refused(scheme):
    with pytest.raises(RuleBroken, match="October 2026 is too large"):
        commands.set_months(scheme, {OCTOBER: {"plan_recurrent": Pence(10**15 + 1)}}, **NOW)


def test_a_pressure_is_kept_by_year_apart_from_the_actual(scheme):
    for pence in (Pence(500), Pence(700), Pence(700)):
        commands.set_pressure(scheme, year=YEAR, pence=pence, **NOW)
    commands.set_pressure(scheme, year=YEAR.next, pence=Pence(0), **NOW)
    db.session.commit()
    assert queries.pressure(scheme.id, YEAR).pence == 700
    assert queries.pressure(scheme.id, YEAR.next).pence == 0
    assert queries.pressure(scheme.id, YEAR.previous) is None
    assert [event.differences for event in events("scheme.set_pressure")] == [
        {"pressure in 2026/27": [None, "£5.00"]},
        {"pressure in 2026/27": ["£5.00", "£7.00"]},
        {"pressure in 2027/28": [None, "£0.00"]},
    ]


def test_finance_signs_a_full_year_effect_and_may_take_it_back(scheme, programme):
    finance = make.actor(make.finance(programme, name="Fay Finance"))
    commands.sign_full_year_effect(
        scheme, pence=Pence(24_000_000), reason="Still growing in March", actor=finance, at=AT
    )
    assert (scheme.signed_full_year_effect, scheme.signed_by) == (24_000_000, "Fay Finance")
    assert (scheme.signed_on, scheme.signed_reason) == (
        date(2026, 10, 20),
        "Still growing in March",
    )
    commands.sign_full_year_effect(scheme, pence=None, reason="Steady now", actor=finance, at=AT)
    assert (scheme.signed_full_year_effect, scheme.signed_by) == (None, "")
    db.session.commit()
    assert [event.reason for event in events("scheme.sign_full_year_effect")] == [
        "Still growing in March",
        "Steady now",
    ]


def test_a_lead_does_not_sign_for_finance(scheme):
    lead = make.actor(make.lead(scheme.workstream))
    with pytest.raises(NotAllowed):
        commands.sign_full_year_effect(scheme, pence=Pence(1), reason="Mine", actor=lead, at=AT)


def test_finance_does_not_sign_the_figure_of_its_own_scheme(scheme):
    mine = make.finance(scheme.workstream.programme)
    scheme.author_id = mine.id
    db.session.commit()
    with pytest.raises(NotAllowed, match="own scheme"):
        commands.sign_full_year_effect(
            scheme, pence=Pence(1), reason="Steady", actor=make.actor(mine), at=AT
        )


@pytest.mark.parametrize("close", [commands.complete, commands.withdraw])
def test_a_closed_scheme_is_not_changed_until_it_is_reopened(scheme, close):
    with pytest.raises(RuleBroken, match="Say"):
        close(scheme, reason=" ", **NOW)
    close(scheme, reason="Journal 4711", **NOW)
    money = (
        lambda: commands.set_months(scheme, {}, **NOW),
        lambda: commands.set_pressure(scheme, year=YEAR, pence=Pence(1), **NOW),
        lambda: commands.sign_full_year_effect(scheme, pence=Pence(1), reason="x", **NOW),
    )
    for act in (
        lambda: commands.edit(scheme, {"title": "New"}, **NOW),
        lambda: close(scheme, reason="Again", **NOW),
        *(money if close is commands.withdraw else ()),
    ):
        with pytest.raises(RuleBroken, match="reopen it"):
            act()
    with pytest.raises(RuleBroken, match="Say why"):
        commands.reopen(scheme, reason="", **NOW)
    commands.reopen(scheme, reason="By mistake", **NOW)
    assert (scheme.status, scheme.closing_reason) == (SchemeStatus.OPEN, "")
    with pytest.raises(RuleBroken, match="already open"):
        commands.reopen(scheme, reason="Again", **NOW)


def test_completing_says_how_it_was_transacted(scheme):
    commands.complete(scheme, reason="Journal 4711", **NOW)
    db.session.commit()
    [event] = events("scheme.complete")
    assert event.reason == "Journal 4711"
    assert event.differences["status"] == ["open", "complete"]


def test_a_scheme_may_span_years(scheme):
    set_cells(scheme, Month(2027, 3), plan_recurrent=Pence(10))
    set_cells(scheme, Month(2027, 4), plan_recurrent=Pence(20))
    assert queries.years(scheme.id) == [YEAR, YEAR.next]
    assert queries.figures(scheme.id, YEAR.next).plan.recurrent[0] == 20


def test_a_month_that_has_not_begun_has_no_actual(scheme):
    november = YEAR.month(8)
    with pytest.raises(RuleBroken, match="November 2026 has not begun: give a forecast"):
        set_cells(scheme, november, actual_recurrent=Pence(1))
    set_cells(scheme, november, actual_recurrent=Pence(0), forecast_recurrent=Pence(1))
    set_cells(scheme, OCTOBER, actual_recurrent=Pence(1))
    assert cell(scheme, OCTOBER, "actual_recurrent") == 1


def test_a_closed_workstream_takes_no_new_scheme(workstream):
    workstream.status = WorkstreamStatus.CLOSED
    with pytest.raises(RuleBroken) as refused:
        commands.add(workstream, title="Fewer letters", **NOW)
    assert refused.value.field == "workstream_id"


def test_a_signature_that_says_what_was_signed_is_told_once(scheme):
    for _ in range(2):
        commands.sign_full_year_effect(scheme, pence=Pence(5), reason="It grows", **NOW)
    db.session.commit()
    signed = select(AuditEvent).where(AuditEvent.action == "scheme.sign_full_year_effect")
    assert len(db.session.scalars(signed).all()) == 1
