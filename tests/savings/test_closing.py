"""Closed months and frozen plans cannot be changed by month; the close never moves back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.errors import NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.reporting import commands as reporting
from app.savings import commands, queries
from app.savings.commands import closing, validation
from app.savings.models import ClosedMonth, SchemeMonth, SchemeStatus
from app.savings.queries import closing as closed
from app.savings.rules import closing as rules
from app.savings.rules.lifecycle import Stage
from app.savings.rules.validation import Evidence
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
YEAR = FinancialYear(2026)
SEPTEMBER, OCTOBER, NOVEMBER = YEAR.month(6), YEAR.month(7), YEAR.month(8)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}


@pytest.fixture
def workstream():
    return make.workstream(ref="WS01", programme_id=make.programme().id)


@pytest.fixture
def scheme(workstream):
    made = make.money(make.scheme(workstream_id=workstream.id), plan=[10] * 12, actual=[9] * 6)
    return queries.get(made.id, SYSTEM)


def close(scheme, month):
    closing.close_months(scheme.workstream.programme, month, **NOW)


def set_cell(scheme, month, **cells):
    commands.set_months(scheme, {month: cells}, **NOW)


def stored(scheme, month, cell):
    row = db.session.scalars(
        select(SchemeMonth).where(SchemeMonth.scheme_id == scheme.id, SchemeMonth.month == month)
    ).one()
    return getattr(row, cell)


@pytest.mark.parametrize("cell", ["plan_recurrent", "forecast_non_recurrent", "actual_recurrent"])
@pytest.mark.parametrize("number", [1, 5, 6])
def test_no_cell_of_a_closed_month_changes_and_the_refusal_says_what_to_do(scheme, cell, number):
    close(scheme, SEPTEMBER)
    with pytest.raises(RuleBroken, match="Correct a closed month") as refused:
        set_cell(scheme, YEAR.month(number), **{cell: Pence(1)})
    assert refused.value.field == "months"
    assert "September 2026 (M6)" in refused.value.message


def test_months_after_the_last_closed_one_are_free(scheme):
    close(scheme, SEPTEMBER)
    set_cell(scheme, OCTOBER, actual_recurrent=Pence(5), forecast_recurrent=Pence(6))
    assert stored(scheme, OCTOBER, "actual_recurrent") == 5


def test_saving_a_closed_month_as_it_is_is_no_change(scheme):
    close(scheme, SEPTEMBER)
    before = scheme.version
    set_cell(scheme, SEPTEMBER, actual_recurrent=Pence(900_000))
    assert scheme.version == before


def test_one_closed_month_among_many_leaves_all_as_they_were(scheme):
    close(scheme, SEPTEMBER)
    months = {month: {"forecast_recurrent": Pence(7)} for month in (SEPTEMBER, NOVEMBER)}
    with pytest.raises(RuleBroken):
        commands.set_months(scheme, months, **NOW)
    assert stored(scheme, NOVEMBER, "forecast_recurrent") is None


def test_the_months_of_an_earlier_year_are_closed_too(scheme):
    close(scheme, SEPTEMBER)
    with pytest.raises(RuleBroken, match="closed"):
        set_cell(scheme, Month(2026, 3), actual_recurrent=Pence(1))


def test_the_close_never_moves_back(scheme):
    for month in (SEPTEMBER, OCTOBER, SEPTEMBER):
        close(scheme, month)
    assert closed.last_closed(scheme.workstream.programme_id) == OCTOBER
    assert db.session.scalars(select(ClosedMonth)).one().closed_by == "test"


def test_another_programme_stays_open(scheme):
    close(scheme, SEPTEMBER)
    elsewhere = queries.get(make.scheme().id, SYSTEM)
    set_cell(elsewhere, SEPTEMBER, actual_recurrent=Pence(1))
    assert stored(elsewhere, SEPTEMBER, "actual_recurrent") == 1


def test_only_those_who_run_the_month_close_it(scheme):
    programme = scheme.workstream.programme
    lead = make.actor(make.lead(scheme.workstream))
    with pytest.raises(NotAllowed):
        closing.close_months(programme, OCTOBER, actor=lead, at=AT)


def test_locking_the_month_closes_it_and_a_restatement_leaves_it_closed(scheme):
    programme_id = scheme.workstream.programme_id
    period = reporting.open_month(programmes.programme(programme_id), OCTOBER, **NOW)
    given = {"reason": "Month end", "today": date(2026, 11, 12), **NOW}
    reporting.lock_month(period, with_missing=True, **given)
    assert closed.last_closed(programme_id) == OCTOBER
    reporting.restate(period, **given)
    assert closed.last_closed(programme_id) == OCTOBER
    with pytest.raises(RuleBroken, match="closed"):
        set_cell(queries.get(scheme.id, SYSTEM), OCTOBER, actual_recurrent=Pence(1))


@pytest.mark.parametrize("stage", list(Stage))
def test_the_plan_is_frozen_from_delivery_on_and_at_no_stage_before(scheme, stage):
    scheme.stage = stage
    if not rules.is_plan_frozen(stage):
        set_cell(scheme, NOVEMBER, plan_recurrent=Pence(1))
        assert stored(scheme, NOVEMBER, "plan_recurrent") == 1
        return
    with pytest.raises(RuleBroken, match=r"frozen since G5.*an approved change is needed"):
        set_cell(scheme, NOVEMBER, plan_recurrent=Pence(1))
    with pytest.raises(RuleBroken, match="frozen"):
        set_cell(scheme, NOVEMBER, plan_non_recurrent=Pence(1))
    set_cell(scheme, NOVEMBER, forecast_recurrent=Pence(1))
    assert stored(scheme, NOVEMBER, "forecast_recurrent") == 1


def test_frozen_stages_are_those_from_g5_on():
    frozen = [stage for stage in Stage if rules.is_plan_frozen(stage)]
    assert frozen == [Stage.IN_DELIVERY, Stage.DELIVERED, Stage.CLOSED]
    assert not rules.is_plan_frozen(None)


def test_a_year_without_any_plan_can_be_planned_while_this_years_is_frozen(scheme):
    scheme.stage = Stage.IN_DELIVERY
    april = YEAR.next.month(1)
    set_cell(scheme, april, plan_recurrent=Pence(1))
    assert stored(scheme, april, "plan_recurrent") == 1
    with pytest.raises(RuleBroken, match="frozen"):
        set_cell(scheme, april.next, plan_recurrent=Pence(1))


def test_a_scheme_with_a_saving_in_a_closed_month_is_not_withdrawn_from_the_totals(scheme):
    close(scheme, SEPTEMBER)
    before = queries.totals(scheme.workstream.programme_id, YEAR, SEPTEMBER, SYSTEM)
    with pytest.raises(RuleBroken, match="September 2026"):
        commands.withdraw(scheme, reason="Stopped in the autumn", **NOW)
    db.session.commit()
    assert queries.totals(scheme.workstream.programme_id, YEAR, SEPTEMBER, SYSTEM) == before


def test_a_scheme_is_withdrawn_once_its_closed_months_are_corrected_to_nothing(scheme):
    close(scheme, SEPTEMBER)
    saved = {YEAR.month(number): {"actual_recurrent": Pence(0)} for number in range(1, 7)}
    closing.correct_months(scheme, saved, reason="Counted in WS02", **NOW)
    commands.withdraw(scheme, reason="Counted in WS02", **NOW)
    assert scheme.status is SchemeStatus.WITHDRAWN


def test_a_scheme_with_a_validated_saving_is_not_withdrawn_until_finance_rejects_it(scheme):
    validation.validate(
        scheme, OCTOBER.previous, evidence=Evidence.SELF_DECLARED, reason="Rota", **NOW
    )
    with pytest.raises(RuleBroken, match="finance reject"):
        commands.withdraw(scheme, reason="Not worth it", **NOW)
    validation.reject(scheme, OCTOBER.previous, reason="Counted in WS02", **NOW)
    commands.withdraw(scheme, reason="Counted in WS02", **NOW)
    assert scheme.status is SchemeStatus.WITHDRAWN


def test_while_nothing_is_closed_no_month_is_held_and_there_is_nothing_to_say():
    assert not rules.Closed().holds(OCTOBER)
    assert rules.Closed().sentence == ""
