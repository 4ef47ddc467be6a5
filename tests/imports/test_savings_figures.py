"""Cumulative figures become months that add up to the penny, and say when one has fallen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import RuleBroken
from app.core.money import Pence
from app.imports import savings_figures
from app.imports.savings_figures import Earlier
from app.savings import rules
from app.savings.rules.figures import added

PENCE = st.integers(-(10**9), 10**9)


def figures(**values):
    return savings_figures.year(values, month=8).figures


@given(plan=PENCE, forecast=PENCE, ytd_plan=PENCE, ytd_actual=PENCE, full=PENCE | st.none())
def test_what_was_printed_is_what_the_months_add_up_to(plan, forecast, ytd_plan, ytd_actual, full):
    year = figures(
        plan=plan,
        forecast=forecast,
        ytd_plan=ytd_plan,
        ytd_actual=ytd_actual,
        full_year_effect=full,
    )
    assert year.plan.year == plan
    assert rules.ytd_plan(year, 8) == ytd_plan
    assert rules.ytd_actual(year, 8) == ytd_actual
    assert rules.remaining_forecast(year, 8) == forecast - ytd_actual
    assert all(cell is None for cell in year.actual.months[8:])
    assert all(cell is None for cell in year.forecast.months[:8])


@given(to_6=st.tuples(PENCE, PENCE), to_8=st.tuples(PENCE, PENCE), year=st.tuples(PENCE, PENCE))
def test_a_later_table_gives_the_months_since_by_difference(to_6, to_8, year):
    first = savings_figures.year(
        {"ytd_plan": to_6[0], "ytd_actual": to_6[1], "plan": year[0], "forecast": year[1]}, month=6
    )
    later = savings_figures.year(
        {"ytd_plan": to_8[0], "ytd_actual": to_8[1], "plan": year[0], "forecast": year[1]},
        month=8,
        earlier=Earlier(6, first.figures),
    ).figures
    assert later.actual.recurrent[:6] == first.figures.actual.recurrent[:6]
    assert later.actual.non_recurrent[:6] == first.figures.actual.non_recurrent[:6]
    assert rules.ytd_actual(later, 8) == to_8[1]
    assert rules.ytd_plan(later, 8) == to_8[0]
    assert later.plan.year == year[0]
    assert rules.fot(later, 8) == year[1]


def test_a_scheme_is_recurrent_up_to_its_full_year_value():
    year = figures(plan=1_200, forecast=1_200, ytd_plan=800, ytd_actual=800, full_year_effect=300)
    assert rules.recurrent_fot(year, 8) == 300
    assert added(year.plan.recurrent) == 300
    assert added(year.plan.non_recurrent) == 900


@pytest.mark.parametrize(("said", "recurrent"), [("recurrent", 1_200), ("non_recurrent", 0)])
def test_a_file_that_says_recurrent_or_not_is_believed(said, recurrent):
    made = savings_figures.year(
        {"plan": 1_200, "ytd_plan": 800, "forecast": 1_200, "ytd_actual": 800, "recurrence": said},
        month=8,
    )
    assert rules.recurrent_fot(made.figures, 8) == recurrent
    assert not made.has_estimated_split


def test_a_plan_without_a_plan_to_date_is_shared_over_the_year():
    year = figures(plan=1_200)
    assert year.plan.months == (100,) * 12
    assert year.actual.months == (None,) * 12


def test_an_outturn_without_an_actual_is_all_still_to_come():
    year = figures(forecast=400)
    assert rules.fot(year, 8) == 400
    assert year.forecast.months == (None,) * 8 + (100,) * 4


def test_a_table_of_savings_achieved_gives_its_actual_to_date():
    year = figures(plan=1_200, actual=800)
    assert rules.ytd_actual(year, 8) == 800
    assert rules.remaining_forecast(year, 8) == 0


def test_nothing_given_is_nothing_made():
    made = savings_figures.year({}, month=8)
    assert made.figures == rules.YearFigures()
    assert not made.has_estimated_phasing


def test_at_the_end_of_the_year_nothing_can_remain():
    with pytest.raises(RuleBroken, match="must agree"):
        savings_figures.year({"forecast": 100, "ytd_actual": 90}, month=12)


def test_figures_for_a_month_that_is_not_later_are_refused():
    with pytest.raises(RuleBroken, match="Give a later month"):
        savings_figures.year({"plan": 1}, month=8, earlier=Earlier(8))


def test_a_cumulative_figure_that_falls_is_said_with_both():
    earlier = Earlier(6, figures(ytd_actual=Pence(80_000), ytd_plan=Pence(80_000)))
    ((field, said),) = savings_figures.fallen(
        {"ytd_actual": 50_000, "ytd_plan": 90_000}, month=8, earlier=earlier
    )
    assert field == "ytd_actual"
    assert "£600.00 at M6 and is £500.00 at M8" in said
