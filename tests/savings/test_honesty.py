"""Is the forecast honest? Phasing, run-rate, substitution, reversals, stalls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND, Pence
from app.core.rating import Colour, Rating, Reason
from app.db import db
from app.programmes.models import Workstream
from app.savings import commands, queries
from app.savings.models import CELLS, Scheme, SchemeMonth, SchemeShare
from app.savings.queries import shapes, shares
from app.savings.queries.by_month import by_month, of_years
from app.savings.rules import NOT_GIVEN, Split, YearFigures, honesty
from app.savings.rules.honesty import HonestyThresholds, YearShape
from app.savings.rules.rating import Rule
from tests import make

YEAR = FinancialYear(2026)
AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("import")


def cells(*amounts: int | None) -> tuple[Pence | None, ...]:
    """Twelve months in £k; those left out at the end are not given."""
    filled = [*amounts, *[None] * (12 - len(amounts))]
    return tuple(None if each is None else Pence(each * 1000_00) for each in filled)


def year(
    *, plan: Any = (), actual: Any = (), forecast: Any = (), once: Any = (), planned_once: Any = ()
) -> YearFigures:
    """`once` is the non-recurrent outturn, told month by month; the rest is recurrent."""
    m = len(actual)
    one_off = cells(*once)
    return YearFigures(
        plan=Split(cells(*plan), cells(*planned_once)),
        actual=Split(cells(*actual), one_off[:m] + NOT_GIVEN[m:]),
        forecast=Split((None,) * m + cells(*forecast)[: 12 - m], NOT_GIVEN[:m] + one_off[m:]),
    )


def shape(given: YearFigures, m: int, **more: Any) -> YearShape:
    return honesty.shape(given, m, of=YEAR, **more)


def rules(found: tuple[Reason, ...]) -> list[str]:
    return [each.rule for each in found]


# --- phasing and run-rate


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ([10] * 12, []),
        ([4] * 6 + [6] * 6, []),
        ([4] * 6 + [6] * 5 + [7], [Rule.SECOND_HALF]),
        ([65] + [0] * 10 + [35], []),
        ([64] + [0] * 10 + [36], [Rule.LAST_QUARTER]),
        ([0] * 12, []),
        ([None] * 12, []),
        ([0] * 9 + [10] * 3, [Rule.SECOND_HALF, Rule.LAST_QUARTER]),
    ],
    ids=["even", "60%", "above 60%", "35%", "above 35%", "nought", "no plan", "all late"],
)
def test_a_plan_that_leans_on_the_end_of_the_year_is_doubted(plan, expected):
    assert rules(honesty.doubts(shape(year(plan=plan), 0))) == expected


def test_example_a_needs_31k_a_month_against_18k():
    given = year(plan=[0] * 4 + [20] * 8, actual=[0] * 6 + [18, 18], forecast=[18] * 4)
    found = honesty.doubts(shape(given, 8))
    (run_rate,) = (each for each in found if each.rule == Rule.RUN_RATE)
    assert run_rate.sentence == (
        "The plan needs £31k a month from here, against £18k now: 172% of it; "
        "more than 150% is a doubt"
    )
    assert dict(run_rate.figures) == {
        "Needed a month": "£31,000.00",
        "Saved in the last month": "£18,000.00",
    }


@pytest.mark.parametrize(
    ("actual", "m", "expected"),
    [
        ([10, 10, 10], 3, False),
        ([0, 0, 0], 3, True),
        ([0, 0], 2, False),
        ([7, 7, 7], 3, True),
        ([8, 8, 8], 3, False),
        ([6, 6, 6], 3, True),
        ([0, 0, None], 3, False),
        ([0, 0, -5], 3, True),
        ([0] * 12, 12, False),
        ([50, 50, 50], 3, False),
    ],
    ids=[
        "on plan",
        "nothing yet",
        "too soon",
        "157%",
        "133%",
        "twice as much",
        "last month not known",
        "fell",
        "the year is over",
        "already there",
    ],
)
def test_what_is_needed_is_compared_with_the_last_month(actual, m, expected):
    given = shape(year(plan=[10] * 12, actual=actual), m)
    assert honesty.needs_too_much(given) is expected


def test_a_scheme_that_was_to_save_nothing_yet_is_not_doubted_for_its_run_rate():
    given = year(plan=[0] * 6 + [10] * 6, actual=[0] * 5)
    assert not honesty.needs_too_much(shape(given, 5))


# --- substitution


def test_non_recurrent_savings_fill_a_recurrent_gap_and_next_year_opens_short():
    given = year(plan=[10] * 12, actual=[6] * 6, forecast=[6] * 6, once=[3] * 12)
    found = honesty.substitution(shape(given, 6))
    assert found is not None
    assert (found.gap, found.filled, found.next_year) == (48_000_00, 36_000_00, 48_000_00)
    (reason,) = (each for each in honesty.doubts(shape(given, 6)) if each.rule == Rule.SUBSTITUTION)
    assert reason.sentence == (
        "Non-recurrent savings fill £36k of a recurrent gap of £48k; next year opens £48k short"
    )


def said(given, **more):
    found = honesty.doubts(shape(given, 6, **more))
    (reason,) = (each for each in found if each.rule == Rule.SUBSTITUTION)
    return reason


GONE = year(plan=[10] * 12, actual=[10] * 6, forecast=[None] * 6, once=[0] * 6 + [12] * 6)


def test_a_march_that_is_not_given_leaves_open_how_next_year_opens():
    reason = said(GONE)
    assert reason.sentence.endswith(
        "how next year opens is not known, as March has no recurrent value"
    )
    assert reason.figures[-1] == ("Full-year value lost", "not known")


@pytest.mark.parametrize(
    ("signed", "then"),
    [(120, "next year is not short"), (150, "next year is not short"), (90, "opens £30k short")],
)
def test_what_finance_signed_says_how_next_year_opens(signed, then):
    assert then in said(GONE, signed=Pence(signed * THOUSAND)).sentence


@pytest.mark.parametrize(
    ("recurrent", "once", "planned_once"),
    [(10, 5, 0), (6, 0, 0), (6, 2, 2), (12, 0, 3)],
    ids=["no recurrent gap", "nothing fills it", "it was planned", "recurrent is ahead"],
)
def test_without_both_there_is_no_substitution(recurrent, once, planned_once):
    given = year(
        plan=[10] * 12,
        planned_once=[planned_once] * 12,
        actual=[recurrent] * 6,
        forecast=[recurrent] * 6,
        once=[once] * 12,
    )
    assert honesty.substitution(shape(given, 6)) is None


def test_a_fill_below_the_share_of_the_setting_is_no_doubt():
    given = year(plan=[10] * 12, actual=[9] * 6, forecast=[9] * 6, once=[1] * 12)
    found = shape(given, 6)  # fills 12 of a plan of 120: a tenth
    assert Rule.SUBSTITUTION in rules(honesty.doubts(found))
    assert Rule.SUBSTITUTION not in rules(
        honesty.doubts(found, HonestyThresholds(substitution_percent=11))
    )


@given(
    plan=st.integers(0, 10**9),
    recurrent=st.integers(-(10**9), 10**9),
    once=st.integers(-(10**9), 10**9),
    planned_once=st.integers(0, 10**9),
)
def test_what_is_filled_is_never_more_than_the_gap_or_the_surplus(
    plan, recurrent, once, planned_once
):
    given = YearShape(
        year=YEAR,
        m=6,
        plan=Pence(plan + planned_once),
        recurrent_plan=Pence(plan),
        recurrent_forecast=Pence(recurrent),
        remaining_forecast=Pence(recurrent + once),
    )
    found = honesty.substitution(given)
    if found is None:
        assert plan <= recurrent or once <= planned_once
    else:
        assert 0 < found.filled <= min(found.gap, once - planned_once)
        assert found.gap == plan - recurrent


# --- reversals and stalls


def test_a_month_below_nought_is_a_reversal():
    given = year(plan=[10] * 12, actual=[10, 20, -5], forecast=[12] * 9)
    (reason,) = honesty.doubts(shape(given, 3))[:1]
    assert reason.rule == Rule.REVERSAL
    assert reason.sentence == "Savings to date fell in 1 month of the year"


def test_a_forecast_that_takes_savings_back_is_a_reversal_to_come():
    given = year(plan=[83] * 12, actual=[71] * 8, forecast=[-142] * 4)
    (reason,) = (each for each in honesty.doubts(shape(given, 8)) if each.rule == Rule.TAKEN_BACK)
    assert reason.sentence == "The forecast takes back £568k of what has been saved to date"
    assert dict(reason.figures)["Forecast for the year"] == "£0.00"


@pytest.mark.parametrize(
    ("actual", "changed", "expected"),
    [
        ([10, 10, 0, 0], None, True),
        ([10, 10, 10, 0], None, False),
        ([10, 10, 0, None], None, False),
        ([10, 10, 5, -5], None, False),
        ([10, 10, 0, 0], date(2026, 5, 31), True),
        ([10, 10, 0, 0], date(2026, 6, 1), False),
        ([0, 0, 0, 0], date(2026, 4, 2), True),
    ],
    ids=[
        "two months",
        "one month",
        "not known",
        "there and back",
        "changed before",
        "changed since",
        "never began",
    ],
)
def test_savings_stall_when_two_months_bring_nothing_and_the_forecast_stands(
    actual, changed, expected
):
    given = shape(year(plan=[10] * 12, actual=actual), 4, forecast_changed_on=changed)
    assert honesty.is_stalled(given) is expected


def test_nothing_stalls_that_was_not_planned_to_move():
    given = year(plan=[10, 10, 0, 0, *[10] * 8], actual=[10, 10, 0, 0])
    assert not honesty.is_stalled(shape(given, 4))
    assert not honesty.is_stalled(shape(year(plan=[10] * 12, actual=[0]), 1))


def test_the_setting_says_after_how_many_months():
    figures = year(plan=[10] * 12, actual=[10, 0, 0, 0])
    for months, expected in ((3, True), (4, False)):
        limits = HonestyThresholds(stall_months=months)
        given = shape(figures, 4, stall_months=months)
        assert honesty.is_stalled(given, limits) is expected
    reason = honesty.doubts(shape(figures, 4))[0]
    assert reason.sentence == (
        "Nothing was saved from June 2026 to July 2026, and the forecast has not changed"
    )


# --- beside the colour


DOUBT = (Reason(Rule.STALL, "Nothing was saved"),)
OWN = Reason(Rule.FORECAST_SHARE, "Forecast for the year: 96.0% of plan")


@pytest.mark.parametrize("colour", [Colour.RED, Colour.AMBER, Colour.GREEN, Colour.NOT_REPORTED])
def test_a_doubt_explains_and_does_not_change_the_colour(colour):
    found = honesty.explained(Rating(colour, (OWN,)), DOUBT)
    assert found == Rating(colour, (OWN, *DOUBT))


@pytest.mark.parametrize("colour", [Colour.COMPLETE, Colour.NOT_APPLICABLE])
def test_what_is_done_has_no_doubts(colour):
    assert honesty.explained(Rating(colour, (OWN,)), DOUBT) == Rating(colour, (OWN,))


def test_the_setting_lets_a_doubt_make_green_amber_and_nothing_else():
    limits = HonestyThresholds(lowers_green=True)
    lowered = honesty.explained(Rating(Colour.GREEN, (OWN,)), DOUBT, limits)
    assert lowered == Rating(Colour.AMBER, (*DOUBT, OWN))
    red = honesty.explained(Rating(Colour.RED, (OWN,)), DOUBT, limits)
    assert red.colour is Colour.RED
    assert honesty.explained(Rating(Colour.GREEN, (OWN,)), (), limits).colour is Colour.GREEN


# --- the database adds up the same


def stored_year(workstream: Workstream, given: YearFigures) -> Scheme:
    scheme = make.scheme(workstream=workstream)
    for number, month in enumerate(YEAR.months):
        amounts = {
            f"{measure}_{kind}": getattr(getattr(given, measure), kind)[number]
            for measure in ("plan", "forecast", "actual")
            for kind in ("recurrent", "non_recurrent")
        }
        assert set(amounts) == set(CELLS)
        db.session.add(SchemeMonth(scheme_id=scheme.id, month=month, **amounts))
    db.session.commit()
    return scheme


TROUBLED = (
    year(plan=[10] * 12, actual=[10, 10, 0, 0, 0, 0], forecast=[9] * 6, once=[2] * 12),
    year(plan=[0] * 9 + [10] * 3, actual=[0] * 6, forecast=[-1] * 6),
    year(plan=[5] * 12, actual=[6, -3, None, 2, None, 0], forecast=[5] * 6, planned_once=[1] * 12),
)


@pytest.mark.parametrize("signed", [None, Pence(7)])
@pytest.mark.parametrize("m", [1, 2, 6, 7, 11, 12])
@pytest.mark.parametrize("given", [*TROUBLED, GONE], ids=["stalls", "late", "falls", "gone"])
def test_the_sums_of_the_database_are_those_of_the_rule(given, m, signed):
    month = YEAR.month(m)
    scheme = stored_year(make.workstream(), given)
    scheme.signed_full_year_effect = signed
    db.session.commit()
    columns = shapes.by_scheme(month, 2)
    row = db.session.execute(
        select(*(each.label(name) for name, each in columns.items()))
        .select_from(Scheme)
        .join(SchemeMonth, SchemeMonth.scheme_id == Scheme.id)
        .where(Scheme.id == scheme.id)
        .group_by(Scheme.id)
    ).one()
    assert shapes.of_row(row._mapping, month, None) == shape(given, m, signed=signed)


@pytest.mark.parametrize(
    ("signed", "m", "expected"),
    [
        ((None, None), 6, 60 + 96),
        ((Pence(THOUSAND), None), 6, 1 + 96),
        ((None, Pence(THOUSAND)), 6, 60 + 1),
        ((None, None), 12, None),
        ((Pence(THOUSAND), None), 12, None),
        ((Pence(THOUSAND), Pence(2 * THOUSAND)), 12, 3),
    ],
)
def test_a_workstream_opens_with_what_is_signed_and_else_with_march(signed, m, expected):
    workstream = make.workstream()
    for forecast, each in zip((5, 8), signed, strict=True):
        given = year(plan=[10] * 12, actual=[5] * 6, forecast=[forecast] * 6)
        stored_year(workstream, given).signed_full_year_effect = each
    db.session.commit()
    [place] = shapes.by_workstream(workstream.programme_id, YEAR).values()
    found = shapes.of_place(place, YEAR.month(m), 2).full_year_forecast
    assert found == (None if expected is None else expected * THOUSAND)


def test_a_shared_scheme_opens_next_year_by_share_with_what_is_signed():
    workstream = make.workstream()
    other = make.workstream(programme_id=workstream.programme_id)
    given = year(plan=[10] * 12, actual=[5] * 6, forecast=[5] * 6)
    stored_year(workstream, given)
    scheme = stored_year(workstream, given)
    scheme.signed_full_year_effect = Pence(90 * THOUSAND)
    for place, share in ((workstream, 6000), (other, 4000)):
        db.session.add(SchemeShare(scheme_id=scheme.id, workstream_id=place.id, share=share))
    db.session.commit()
    shared = shares.of_programme(workstream.programme_id, SYSTEM)
    places = shapes.by_workstream(workstream.programme_id, YEAR, shared=shared)
    found = {
        key: shapes.of_place(each, YEAR.month(6), 2).full_year_forecast
        for key, each in places.items()
    }
    assert found == {workstream.id: (60 + 54) * THOUSAND, other.id: 36 * THOUSAND}


def test_one_unknown_march_leaves_a_workstreams_next_year_unknown():
    workstream = make.workstream()
    for each in (GONE, TROUBLED[0]):
        stored_year(workstream, each)
    [place] = shapes.by_workstream(workstream.programme_id, YEAR).values()
    assert shapes.of_place(place, YEAR.month(6), 2).full_year_forecast is None


def test_a_workstreams_sum_is_the_shape_of_its_schemes_together(queries):
    workstream = make.workstream()
    for each in TROUBLED:
        stored_year(workstream, each)
    stored_year(make.workstream(), TROUBLED[0])
    programme_id = workstream.programme_id
    queries.clear()
    places = shapes.by_workstream(programme_id, YEAR)
    assert len(queries) == 1
    assert set(places) == {workstream.id}
    found = {key: shapes.of_place(each, YEAR.month(6), 2) for key, each in places.items()}
    parts = [shape(each, 6) for each in TROUBLED]
    for name in ("plan", "ytd_actual", "recurrent_forecast", "second_half_plan", "full_year_plan"):
        assert getattr(found[workstream.id], name) == sum(getattr(each, name) for each in parts)


def test_the_months_of_the_programme_are_those_that_the_database_adds_up():
    workstream = make.workstream()
    other = make.workstream(programme_id=workstream.programme_id)
    for place, each in zip((workstream, workstream, other), TROUBLED, strict=True):
        stored_year(place, each)
    places = shapes.by_workstream(workstream.programme_id, YEAR)
    summed = by_month(workstream.programme_id, YEAR, SYSTEM)
    assert of_years(YEAR, [each.figures for each in places.values()]) == summed


# --- when a forecast counts as changed


def forecast(scheme: Scheme, *amounts: int) -> date | None:
    given = {
        Month(2026, 11).plus(count): {"forecast_recurrent": Pence(amount * 100)}
        for count, amount in enumerate(amounts)
    }
    found = queries.get(scheme.id, SYSTEM)
    commands.set_months(found, given, actor=SYSTEM, at=AT)
    db.session.commit()
    return found.forecast_changed_on


def test_a_forecast_changes_when_one_that_was_given_is_another_for_the_year():
    scheme = make.scheme()
    assert forecast(scheme, 50, 60) is None  # given for the first time
    assert forecast(scheme, 50, 60) is None
    assert forecast(scheme, 60, 50) is None  # the months only change places
    assert forecast(scheme, 60, 40) == date(2026, 10, 20)


def test_an_actual_that_comes_in_is_no_new_forecast():
    scheme = make.scheme()
    forecast(scheme, 50, 60)
    found = queries.get(scheme.id, SYSTEM)
    september = {Month(2026, 9): {"forecast_recurrent": Pence(10_00)}}
    commands.set_months(found, september, actor=SYSTEM, at=AT)
    landed = {Month(2026, 9): {"actual_recurrent": Pence(0)}}
    commands.set_months(found, landed, actor=SYSTEM, at=AT)
    assert found.forecast_changed_on is None
    shifted = {
        Month(2026, 9): {"actual_recurrent": None, "forecast_recurrent": Pence(3_00)},
        Month(2026, 11): {"forecast_recurrent": Pence(47_00)},
    }
    commands.set_months(found, shifted, actor=SYSTEM, at=AT)
    assert found.forecast_changed_on is None  # 3 more here, 3 less there


def test_a_year_that_is_over_has_no_run_rate_to_need():
    assert replace(shape(TROUBLED[0], 6), m=12).required_run_rate is None
