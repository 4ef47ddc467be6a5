"""A complete scheme goes on saving: its months are still given, and what it is stays as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import THOUSAND, Pence
from app.db import db
from app.programmes import queries as programmes
from app.reporting import queries as reporting
from app.savings import commands, queries
from app.savings.commands import (
    budget_lines,
    closing,
    lifecycle,
    next_year,
    transfers,
    validation,
)
from app.savings.models import SchemeStatus
from app.savings.queries import sheet, validated
from app.savings.queries import transfers as journals
from app.savings.rules.lifecycle import Gate, Stage
from app.savings.rules.validation import Evidence
from tests import make
from tests.make.gates import at_stage, gated

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 12, 15, 9, 30, tzinfo=UTC)
YEAR = FinancialYear(2026)
OCTOBER, NOVEMBER, DECEMBER = (YEAR.month(number) for number in (7, 8, 9))
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}
THEN = {"actor": SYSTEM, "at": LATER}


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


def declared(workstream, **given):
    """One that its tracker declared, and somebody marked complete in October."""
    made = make.scheme(workstream_id=workstream.id, ref="WS01-S01", **given)
    make.money(made, plan=[10] * 12, forecast=[10] * 12, actual=[10] * 7)
    scheme = queries.get(made.id, SYSTEM)
    commands.complete(scheme, reason="Journal 4711", **NOW)
    db.session.commit()
    return scheme


def delivered(workstream):
    """One that its gates made complete: G6 signed, and all of its plan out of budgets."""
    scheme = at_stage(gated(workstream=workstream, ref="WS01-S01"), Stage.DELIVERED)
    assert scheme.status is SchemeStatus.COMPLETE
    return scheme


@pytest.fixture(params=[declared, delivered], ids=["declared", "delivered"])
def scheme(request, workstream):
    return request.param(workstream)


def totals(scheme, month):
    return queries.totals(scheme.workstream.programme_id, YEAR, month, SYSTEM)


def actual(scheme, month, thousands, **given):
    cells = {month: {"actual_recurrent": Pence(thousands * THOUSAND)}}
    commands.set_months(scheme, cells, **(THEN | given))
    db.session.commit()


def test_its_outturn_stands_while_its_months_come_in(workstream):
    scheme = declared(workstream)
    assert totals(scheme, OCTOBER).forecast == 120 * THOUSAND
    for month in (NOVEMBER, DECEMBER):
        actual(scheme, month, 10)
        assert totals(scheme, month).forecast == 120 * THOUSAND
    assert scheme.status is SchemeStatus.COMPLETE


def test_its_forecast_pressure_and_full_year_effect_still_move(scheme):
    months = {YEAR.month(12): {"forecast_recurrent": Pence(4 * THOUSAND)}}
    commands.set_months(scheme, months, **THEN)
    commands.set_pressure(scheme, year=YEAR, pence=Pence(THOUSAND), **THEN)
    commands.sign_full_year_effect(scheme, pence=Pence(THOUSAND), reason="Steady", **THEN)
    assert queries.cells(scheme.id, YEAR)[YEAR.month(12)].forecast_recurrent == 4 * THOUSAND
    assert scheme.signed_full_year_effect == THOUSAND
    assert scheme.status is SchemeStatus.COMPLETE


def test_finance_takes_the_ledgers_figure_and_validates_it(scheme, programme):
    make.ledger_line(scheme, pence=9 * THOUSAND, month=NOVEMBER, programme_id=programme.id)
    validation.take_ledger(scheme, NOVEMBER, **THEN)
    actual(scheme, DECEMBER, 8)
    validation.validate(scheme, DECEMBER, evidence=Evidence.ESR, reason="Seen", **THEN)
    assert queries.cells(scheme.id, YEAR)[NOVEMBER].actual_recurrent == 9 * THOUSAND
    assert validated.of_one(scheme.id, YEAR, DECEMBER) == 17 * THOUSAND


def test_a_closed_month_is_corrected_by_a_dated_adjustment(scheme, programme):
    closing.close_months(programmes.by_code("OPD"), OCTOBER, **NOW)
    before = totals(scheme, OCTOBER).ytd_actual
    closing.adjust(scheme, OCTOBER, recurrent=Pence(-THOUSAND), reason="Counted twice", **THEN)
    assert totals(scheme, OCTOBER).ytd_actual == before - THOUSAND


def test_its_plan_stays_as_it_was_transacted_and_next_years_is_opened(scheme, programme):
    with pytest.raises(RuleBroken, match="plan"):
        commands.set_months(scheme, {NOVEMBER: {"plan_recurrent": Pence(1)}}, **THEN)
    commands.sign_full_year_effect(scheme, pence=Pence(300 * THOUSAND), reason="Grows", **THEN)
    next_year.open_next_year(programmes.by_code("OPD"), YEAR, month=OCTOBER, **THEN)
    opened = queries.figures(scheme.id, YEAR.next).plan
    assert opened.year == 300 * THOUSAND - totals(scheme, OCTOBER).recurrent_forecast
    assert scheme.status is SchemeStatus.COMPLETE
    assert totals(scheme, OCTOBER).plan in (120 * THOUSAND, 240 * THOUSAND)


def test_what_it_is_stays_as_it_was(scheme):
    for act in (
        lambda: commands.edit(scheme, {"title": "Another"}, **THEN),
        lambda: lifecycle.change_scope(scheme, what="More clinics", **THEN),
        lambda: budget_lines.set_budget_lines(scheme, [], **THEN),
        lambda: commands.withdraw(scheme, reason="Not wanted", **THEN),
    ):
        with pytest.raises(RuleBroken, match=r"complete|months that are closed or validated"):
            act()


def test_a_scheme_of_the_gates_is_not_told_to_reopen_what_nobody_can(workstream):
    with pytest.raises(RuleBroken, match="only its figures by month still change"):
        commands.edit(delivered(workstream), {"title": "Another"}, **THEN)


def test_a_withdrawn_scheme_takes_no_figure(workstream):
    made = make.scheme(workstream_id=workstream.id, status=SchemeStatus.WITHDRAWN)
    scheme = queries.get(made.id, SYSTEM)
    with pytest.raises(RuleBroken, match="withdrawn: reopen it"):
        actual(scheme, OCTOBER, 10)
    with pytest.raises(RuleBroken, match="withdrawn: reopen it"):
        closing.adjust(scheme, OCTOBER, recurrent=Pence(1), reason="Late", **THEN)


# Where its lead is asked


def test_the_sheet_lists_it_in_the_years_in_which_it_has_money(client, scheme, workstream):
    make.scheme(workstream_id=workstream.id, status=SchemeStatus.WITHDRAWN)
    place = (workstream.programme_id, YEAR)
    assert sheet.places(*place, SYSTEM) == [("WS01", workstream.name, 1)]
    assert [each.id for each in sheet.schemes(*place, SYSTEM)] == [scheme.id]
    assert sheet.schemes(workstream.programme_id, YEAR.next, SYSTEM) == []
    page = client.sign_in(make.lead(workstream)).get("/savings/sheet?month=2026-10").text
    assert 'data-names="WS01-S01"' in page
    assert "Complete" in page.split("data-names=")[1]


def test_the_sheet_says_of_a_year_without_money_that_it_has_no_scheme(client, workstream):
    declared(workstream)
    page = client.sign_in(make.lead(workstream)).get("/savings/sheet?month=2027-10").text
    assert "There is no scheme of 2027/28 here that you may edit" in page


def test_the_months_update_asks_about_it_and_says_that_it_is_complete(client, scheme, workstream):
    idle = make.scheme(workstream_id=workstream.id, status=SchemeStatus.COMPLETE)
    period = make.period(programme_id=workstream.programme_id)
    asked = reporting.asked_schemes(period, workstream, actor=SYSTEM)
    assert [each.scheme.id for each in asked] == [scheme.id]
    assert idle.id not in [each.scheme.id for each in asked]
    make.update(period_id=period.id, workstream_id=workstream.id)
    client.sign_in(make.lead(workstream))
    page = client.get("/months/OPD/2026-10/updates/WS01/savings").text
    assert "WS01-S01, complete" in page


def test_its_page_offers_the_months_and_reopening_only_where_it_can_be_done(client, scheme):
    client.sign_in(make.lead(scheme.workstream))
    page = client.get(f"/savings/{scheme.id}").text
    assert "Edit by month" in page
    assert ("Open again" in page) is not scheme.is_gated
    assert ">Edit<" not in page
    months = client.get(f"/savings/{scheme.id}/months?year=2026-27").text
    assert "m08_actual_recurrent" in months
    assert "m08_plan_recurrent" not in months
    assert ("as it was transacted" in months) is not scheme.is_gated


def test_its_closed_months_can_be_corrected_from_its_page(client, scheme):
    closing.close_months(programmes.by_code("OPD"), OCTOBER, **NOW)
    db.session.commit()
    client.sign_in(make.lead(scheme.workstream))
    assert "Correct a closed month" in client.get(f"/savings/{scheme.id}/corrections").text
    assert client.get(f"/savings/{scheme.id}/adjust").status_code == 200


# Complete, and open again


def journal(scheme, pence=1 * THOUSAND, ref="J2", **given):
    usual = {"journal_ref": ref, "cost_centre": "E1", "account": "5110", "year": YEAR}
    usual |= {"recurrent": Pence(pence), "made_on": date(2026, 10, 20), "reason": "More"}
    return transfers.transact(scheme, **(usual | THEN | given))


def reverse(scheme, transfer):
    reverses = {"journal_ref": "J9", "made_on": date(2026, 12, 15), "reason": "By mistake"}
    transfers.reverse(scheme, transfer, **reverses, **THEN)


def test_the_last_journal_completes_a_delivered_scheme(workstream):
    made = gated(workstream=workstream, ref="WS01-S01", transferred=200)
    scheme = at_stage(made, Stage.DELIVERED)
    journal(scheme, 39 * THOUSAND)
    assert scheme.status is SchemeStatus.OPEN
    journal(scheme, 1 * THOUSAND, ref="J3")
    assert scheme.status is SchemeStatus.COMPLETE


def test_a_reversal_opens_it_again_only_where_less_than_its_plan_is_left(workstream):
    scheme = delivered(workstream)
    extra = journal(scheme)
    reverse(scheme, extra)
    assert scheme.status is SchemeStatus.COMPLETE
    [first] = [each for each in journals.of_scheme(scheme.id) if each.journal_ref == "J1"]
    reverse(scheme, first)
    assert scheme.status is SchemeStatus.OPEN
    assert scheme.stage is Stage.DELIVERED


def test_a_reversal_does_not_take_back_somebodys_own_word(workstream):
    scheme = declared(workstream)
    reverse(scheme, journal(scheme))
    assert scheme.status is SchemeStatus.COMPLETE


def test_rejecting_at_g7_still_opens_it_with_the_figures_that_came_in_since(workstream):
    scheme = delivered(workstream)
    actual(scheme, NOVEMBER, 20)
    lifecycle.reject(scheme, Gate.G7, reason="The budget was given back", **THEN)
    assert (scheme.stage, scheme.status) == (Stage.DESIGN, SchemeStatus.OPEN)
    assert totals(scheme, NOVEMBER).ytd_actual == 140 * THOUSAND
