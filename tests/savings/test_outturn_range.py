"""How the year may end: whole pence, the same for ever, and never beyond what can happen."""

from __future__ import annotations

import time
from operator import mul

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.savings.rules import outturn_range
from app.savings.rules.outturn_range import Past, Remaining

K = 1_000_00

amounts = st.integers(-500 * K, 5_000 * K)
schemes = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([0, 10, 25, 60, 90, 100]), amounts, amounts),
    max_size=12,
)
observed = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["2026-08", "2026-09", "2026-10"]),
        st.integers(0, 900 * K),
        st.integers(-900 * K, 900 * K),
    ),
    max_size=30,
)


def listed(rows) -> list[Remaining]:
    return [
        Remaining(ref=f"S{n:03d}", status=status, weight=weight, ytd=ytd, remaining=remaining)
        for n, (status, weight, ytd, remaining) in enumerate(rows)
    ]


def scheme(ref="S1", *, weight=60, ytd=100 * K, remaining=100 * K, status="a") -> Remaining:
    return Remaining(ref=ref, status=status, weight=weight, ytd=ytd, remaining=remaining)


@settings(max_examples=40)
@given(schemes, observed)
def test_the_range_is_in_order_and_within_the_worst_and_the_best(rows, past):
    found = outturn_range.year_end("OPD 2026-10", listed(rows), outturn_range.gathered(past))
    to_date = sum(row[2] for row in rows)
    worst = sum(min(0, 2 * row[3]) for row in rows)
    best = sum(max(0, 2 * row[3]) for row in rows)
    assert to_date + worst <= found.p10 <= found.p50 <= found.p90 <= to_date + best
    assert found.by_history + found.by_weight == sum(row[3] != 0 for row in rows)


@settings(max_examples=20)
@given(schemes)
def test_without_history_no_scheme_brings_more_than_it_forecasts(rows):
    found = outturn_range.year_end("OPD 2026-10", listed(rows), ())
    to_date = sum(row[2] for row in rows)
    assert to_date + sum(min(0, row[3]) for row in rows) <= found.p10
    assert found.p90 <= to_date + sum(max(0, row[3]) for row in rows)
    assert (found.observations, found.by_history) == (0, 0)


def test_once_nothing_remains_all_three_are_what_is_saved():
    found = outturn_range.year_end("OPD 2027-03", [scheme(remaining=0)], ())
    assert (found.p10, found.p50, found.p90) == (100 * K, 100 * K, 100 * K)


@pytest.mark.parametrize("weight", [0, 100])
def test_a_weight_that_leaves_no_doubt_leaves_no_range(weight):
    found = outturn_range.year_end("OPD 2026-10", [scheme(weight=weight)], ())
    assert found.p10 == found.p50 == found.p90 == 100 * K + weight * K


def test_short_history_draws_from_the_weights():
    many = [scheme(f"S{n:03d}", ytd=0) for n in range(200)]
    found = outturn_range.year_end("OPD 2026-10", many, (Past("a", "2026-10", 100, 50 * K, 5),))
    assert (found.observations, found.by_history, found.by_weight) == (5, 0, 200)
    assert abs(found.p50 - 200 * 60 * K) < 200 * K  # 60% of what remains, as the weight has it


def test_six_observations_draw_from_the_history():
    past = (Past("a", "2026-10", 80, 60 * K, 6),)
    found = outturn_range.year_end("OPD 2026-10", [scheme()], past)
    assert (found.p10, found.p50, found.p90) == (180 * K, 180 * K, 180 * K)
    assert (found.observations, found.by_history) == (6, 1)


def test_months_that_went_badly_go_badly_for_all_schemes_together():
    """Else the bad months and the good ones cancel out, and the range is falsely narrow."""
    past = (Past("a", "2026-09", 40, 60 * K, 6), Past("a", "2026-10", 100, 60 * K, 6))
    many = [scheme(f"S{n:03d}", ytd=0) for n in range(100)]
    found = outturn_range.year_end("OPD 2026-10", many, past)
    assert (found.p10, found.p90) == (4_000 * K, 10_000 * K)


def test_a_forecast_of_pennies_does_not_carry_the_year():
    past = outturn_range.gathered(
        [("a", "2026-10", 1, 9_000 * K)] + [("a", "2026-10", 100 * K, 90 * K)] * 6
    )
    found = outturn_range.year_end("OPD 2026-10", [scheme()], past)
    assert found.p50 == found.p90 == 190 * K


@pytest.mark.parametrize(
    ("forecast", "actual", "share"), [(100, 80, 80), (100, -50, 0), (100, 900, 200), (3, 2, 67)]
)
def test_what_came_of_a_forecast_is_between_nothing_and_double(forecast, actual, share):
    assert outturn_range.delivered(forecast, actual) == share


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 10**9)), min_size=1, max_size=40))
def test_a_table_of_shares_keeps_their_mean(shares):
    table = outturn_range._table(shares)
    whole = sum(pounds for _, pounds in shares)
    exact = sum(share * pounds for share, pounds in shares) / whole
    assert len(table) == 256
    assert abs(sum(table) / 256 - exact) <= 1 / 256


@settings(max_examples=10)
@given(st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=5), st.randoms())
def test_all_draws_at_once_add_up_to_what_each_does_alone(amounts, random):
    shares = random.randbytes(outturn_range.DRAWS * len(amounts))
    rows = (shares[at : at + len(amounts)] for at in range(0, len(shares), len(amounts)))
    alone = [sum(map(mul, amounts, row)) for row in rows]
    assert outturn_range._together(amounts, shares) == alone


def test_the_order_in_which_schemes_are_given_changes_nothing():
    many = [scheme(f"S{n:03d}", weight=(25, 60, 90)[n % 3], remaining=n * K) for n in range(40)]
    there = outturn_range.year_end("OPD 2026-10", many, ())
    assert outturn_range.year_end("OPD 2026-10", many[::-1], ()) == there


def test_another_month_draws_anew():
    many = [scheme(f"S{n:03d}", remaining=n * K) for n in range(40)]
    october = outturn_range.year_end(outturn_range.seed("OPD", "2026-10"), many, ())
    assert outturn_range.year_end(outturn_range.seed("OPD", "2026-11"), many, ()) != october


def test_the_figures_are_the_same_for_ever():
    """Worked out once and written down: whoever changes the method changes locked months."""
    many = [
        scheme(f"S{n:03d}", weight=(25, 60, 90)[n % 3], ytd=n * K, remaining=(n * 7 % 40) * K)
        for n in range(40)
    ]
    past = outturn_range.gathered(
        ("a", f"2026-{m:02d}", 100 * K + n, (60 + m * 4 + n) * K)
        for m in (8, 9, 10)
        for n in range(9)
    )
    by_weight = outturn_range.year_end("OPD 2026-10", many, ())
    by_history = outturn_range.year_end("OPD 2026-10", many, past)
    assert (by_weight.p10, by_weight.p50, by_weight.p90) == FOR_EVER[0]
    assert (by_history.p10, by_history.p50, by_history.p90) == FOR_EVER[1]


FOR_EVER = ((116900000, 124700000, 132200000), (152712000, 156007000, 159328000))


def test_three_hundred_schemes_are_drawn_while_a_page_is_made():
    many = [scheme(f"S{n:03d}", weight=(25, 60, 90)[n % 3], remaining=n * K) for n in range(300)]
    seconds = []
    for _ in range(5):  # the quickest is what it costs, the others what else the machine does
        began = time.thread_time()
        outturn_range.year_end("OPD 2026-10", many, ())
        seconds.append(time.thread_time() - began)
    assert min(seconds) < 0.5  # some 30 ms on a quiet machine


def test_a_forecast_outside_its_own_range_is_said_and_one_inside_is_not():
    inside = outturn_range.beside(4_000 * K, 3_900 * K, 4_300 * K)
    above = outturn_range.beside(4_301 * K, 3_900 * K, 4_300 * K)
    below = outturn_range.beside(3_899 * K, 3_900 * K, 4_300 * K)
    assert inside == ""
    assert above == "The forecast that counts, £4,301k, is higher than nine draws in ten."
    assert below == "The forecast that counts, £3,899k, is lower than nine draws in ten."


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ((0, 0, 9), "0 observations of a forecast made a month ahead; too few to draw from, so "),
        ((1, 0, 9), "1 observation of a forecast made a month ahead; too few"),
        ((40, 7, 2), "7 of the schemes with savings to come are drawn from them, 2 from their w"),
        ((128, 27, 0), "every scheme with savings to come is drawn from them (27)"),
    ],
)
def test_what_a_range_is_drawn_from_is_said_in_words(made, words):
    assert words in outturn_range.drawn_from(*made)


def test_what_was_not_forecast_to_save_tells_nothing_of_delivery():
    seen = [("opportunity", "2026-04", forecast, 500) for forecast in (0, -100, 1_000)]
    (kept,) = outturn_range.gathered(seen)
    assert (kept.percent, kept.pence, kept.count) == (50, 1_000, 1)
