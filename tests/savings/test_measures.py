"""Every measure of 1.5, rolled up by every dimension, adds to the same total to the penny."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, cast, literal, select

from app.core import money
from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.programmes.models import Disclosure
from app.savings import commands, queries, rules
from app.savings.models import (
    CELLS,
    BudgetTransfer,
    CashClass,
    DeliveryRisk,
    DevelopmentStatus,
    SchemeShare,
    SchemeStatus,
    Stage,
    Validation,
)
from app.savings.queries import held, measures
from app.savings.queries.measures.formulas import divided
from app.savings.rules import Split, YearFigures
from app.savings.rules import measures as measuring
from app.savings.rules.measures import NAMES, Dimension, Kind, Measures, SchemeYear
from app.savings.rules.validation import Finding
from tests import make
from tests.make.store import stored

YEAR = FinancialYear(2026)
AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
LATER = datetime(2027, 4, 1, tzinfo=UTC)
SYSTEM = Actor.system("test")
DAY = date(2026, 10, 31)

pennies = st.integers(-(10**12), 10**12)
cells = st.lists(st.none() | pennies, min_size=12, max_size=12).map(tuple)
splits = st.builds(Split, cells, cells)
years = st.builds(YearFigures, plan=splits, forecast=splits, actual=splits)
pairs = st.tuples(pennies, pennies)
scheme_years = st.builds(
    SchemeYear,
    figures=years,
    year=st.just(YEAR),
    m=st.integers(0, 12),
    weight=st.integers(0, 100),
    is_held=st.booleans(),
    validated=pairs,
    transacted=pairs,
    signed_full_year_effect=st.none() | pennies,
    running_cost=st.integers(0, 10**9),
    set_up_cost=st.integers(0, 10**9),
    starts_on=st.none() | st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    wte_budgeted=st.integers(0, 10**4),
)


def k(*thousands):
    return tuple(None if each is None else Pence(each * 100_000) for each in thousands)


EXAMPLE_A = SchemeYear(
    figures=YearFigures(
        plan=Split(recurrent=k(0, 0, 0, 0, *[20] * 8)),
        actual=Split(recurrent=k(0, 0, 0, 0, 0, 0, 18, 18, *[None] * 4)),
        forecast=Split(recurrent=k(*[None] * 8, *[18] * 4)),
    ),
    year=YEAR,
    m=8,
)


def test_example_a_as_measures():
    found = measuring.whole(EXAMPLE_A)
    assert (found.ytd_plan, found.ytd_actual, found.ytd_variance) == k(80, 36, -44)
    assert (found.forecast, found.forecast_variance) == k(108, -52)
    assert (found.required_run_rate(8), found.actual_run_rate) == k(31, 18)
    assert (found.full_year_effect, found.part_year_effect) == k(216, 108)


def test_example_a_planned_rolls_over_80k():
    plan = EXAMPLE_A.figures.plan
    found = measuring.whole(
        SchemeYear(figures=YearFigures(plan=plan, forecast=plan), year=YEAR, m=0)
    )
    assert (found.full_year_effect, found.part_year_effect, found.roll_over) == k(240, 160, 80)


def test_example_c_net_of_running_and_one_off_cost():
    [monthly] = k(25)
    found = measuring.whole(
        SchemeYear(
            figures=YearFigures(forecast=Split(recurrent=(monthly,) * 12)),
            year=YEAR,
            m=0,
            running_cost=k(40)[0],
            set_up_cost=k(25)[0],
        )
    )
    assert (found.full_year_effect, found.net_full_year, found.net_in_year) == k(300, 260, 235)


def test_t17_no_plan_to_date_is_no_share_and_no_outturn_no_recurrent_share():
    assert Measures().delivery_percent is None
    assert Measures().recurrent_percent is None
    assert Measures().actual_run_rate is None


def test_a_scheme_without_march_has_no_full_year_effect_and_is_counted_as_unknown():
    figures = YearFigures(actual=Split(recurrent=k(5, *[None] * 11)))
    found = measuring.whole(SchemeYear(figures=figures, year=YEAR, m=1, running_cost=Pence(7)))
    assert (found.unknown_full_year, found.full_year_effect, found.roll_over) == (1, 0, 0)
    assert found.net_full_year == 0


@given(scheme_years)
def test_the_two_kinds_of_a_scheme_are_the_whole_of_it(scheme):
    recurrent, one_off = (measuring.part(scheme, kind) for kind in Kind)
    found = measuring.whole(scheme)
    figures, m = scheme.figures, scheme.m
    assert recurrent.schemes + one_off.schemes == found.schemes == 1
    assert found.plan == figures.plan.year
    assert found.forecast == rules.fot(figures, m) == recurrent.forecast + one_off.forecast
    assert one_off.recurrent_forecast == 0
    assert recurrent.recurrent_forecast == recurrent.forecast
    to_come = rules.remaining_forecast(figures, m)
    assert found.held == (max(0, to_come) if scheme.is_held else 0)
    weight = 0 if found.held else scheme.weight
    assert found.risk_adjusted == rules.risk_adjusted_fot(figures, m, weight)
    assert found.roll_over == (
        rules.rollover(rules.outturn(figures, m), scheme.signed_full_year_effect) or 0
    )


@given(scheme_years)
def test_the_quality_gate_never_adds_to_what_counts_of_a_scheme_or_of_its_kinds(scheme):
    free = replace(scheme, is_held=False)
    for measured in (measuring.whole, *(partial(measuring.part, kind=kind) for kind in Kind)):
        found = measured(scheme)
        assert found.held >= 0
        assert found.counted_forecast + found.held == found.forecast == measured(free).forecast
        assert found.counted_forecast <= measured(free).counted_forecast


@given(scheme_years)
def test_a_scheme_is_held_of_the_same_sum_wherever_it_is_read(scheme):
    facts = rules.Facts(ref="S01", title="Clinics", figures=scheme.figures, is_held=scheme.is_held)
    found = rules.sums(facts, scheme.m)
    assert found.held == measuring.whole(scheme).held
    assert found.counted_forecast + found.held == found.forecast


@given(scheme_years, st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_sharing_a_scheme_among_workstreams_never_loses_or_makes_a_penny(scheme, shares):
    found = measuring.whole(scheme)
    assert measuring.together(measuring.shared(found, shares)) == found


@given(st.lists(scheme_years, max_size=4), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_grouping_in_any_way_gives_the_same_total(schemes, groups):
    by_group = defaultdict(list)
    for scheme, group in zip(schemes, groups, strict=False):
        by_group[group].append(measuring.whole(scheme))
    lines = [measuring.together(parts) for parts in by_group.values()]
    assert measuring.together(lines) == measuring.together(map(measuring.whole, schemes))


def test_shares_are_in_proportion_even_when_they_are_not_a_hundred_per_cent():
    parts = measuring.shared(Measures(schemes=1, plan=Pence(100)), [3000, 3000])
    assert [(each.plan, each.schemes) for each in parts] == [(50, 1), (50, 0)]


# The database


def any_scheme(workstream, dice):
    scheme = commands.add(
        workstream,
        title="Any",
        development_status=dice.choice(list(DevelopmentStatus)),
        delivery_risk=dice.choice([None, *DeliveryRisk]),
        category=dice.choice(["", "Pay: agency", "Non-pay: fleet"]),
        cash_class=dice.choice([None, *CashClass]),
        starts_on=dice.choice(
            [
                None,
                date(2025, 6, 1),
                date(2026, 4, 1),
                date(2026, 9, 17),
                date(2027, 2, 1),
                date(2027, 5, 1),
            ]
        ),
        running_cost=Pence(dice.randrange(10**6)),
        set_up_cost=Pence(dice.randrange(10**6)),
        actor=SYSTEM,
        at=AT,
    )
    scheme.stage = dice.choice([None, Stage.IDEA, Stage.IN_DELIVERY])
    scheme.quality_cleared_until = dice.choice([None, date(2027, 1, 1)])
    scheme.signed_full_year_effect = dice.choice([None, None, Pence(-7), Pence(12_345)])
    scheme.wte_budgeted = dice.choice([None, 150])
    kinds = dice.choice([CELLS, CELLS, [each for each in CELLS if "non" in each]])
    months = {
        month: {cell: dice.choice([None, Pence(dice.randrange(-9_999, 99_999))]) for cell in kinds}
        for month in (*YEAR.previous.months, *YEAR.months)
    }
    if dice.random() < 0.4:  # the months to come take back: in one kind, or in both
        taken = dice.choice([["forecast_recurrent"], ["forecast_non_recurrent"], kinds])
        for cells_of in months.values():
            for cell in taken:
                if cell.startswith("forecast") and cells_of.get(cell):
                    cells_of[cell] = -cells_of[cell]
    commands_at = {"actor": SYSTEM, "at": LATER}
    scheme.stage, stage = None, scheme.stage
    commands.set_months(scheme, months, **commands_at)
    scheme.stage = stage
    scheme.status = dice.choice([SchemeStatus.OPEN] * 3 + [SchemeStatus.COMPLETE])
    return scheme


def beside(scheme, dice):
    """What finance said of it, and what left its budgets: returns both as the rules take them."""
    said, moved = [0, 0], [0, 0]
    claims = queries.figures(scheme.id, YEAR).actual
    for number in range(1, 13):
        one, other = dice.randrange(999), dice.randrange(999)
        verdict = dice.choice(list(Finding))
        stored(
            Validation(
                scheme_id=scheme.id,
                month=YEAR.month(number),
                verdict=verdict,
                recurrent=one,
                non_recurrent=other,
                by="Fin",
                at=AT,
            )
        )
        if verdict is Finding.VALIDATED and number <= 7:
            claimed = (claims.recurrent[number - 1] or 0, claims.non_recurrent[number - 1] or 0)
            said = [said[0] + min(one, claimed[0]), said[1] + min(other, claimed[1])]
    for year, pence in ((YEAR, 500), (YEAR, -20), (YEAR.next, 77)):
        stored(
            BudgetTransfer(
                scheme_id=scheme.id,
                financial_year=year,
                recurrent=pence,
                non_recurrent=1,
                journal_ref=f"J{pence}",
                made_on=AT.date(),
                by="Fin",
                at=AT,
            )
        )
        if year == YEAR:
            moved = [moved[0] + pence, moved[1] + 1]
    return tuple(said), tuple(moved)


def as_ruled(scheme, said, moved, weights, m=7):
    facts = rules.Facts(
        ref=scheme.ref,
        title=scheme.title,
        figures=YearFigures(),
        status=scheme.development_status,
        risk=scheme.delivery_risk,
        is_transacted=scheme.is_transacted,
    )
    return SchemeYear(
        figures=queries.figures(scheme.id, YEAR),
        year=YEAR,
        m=m,
        weight=rules.weight(facts, weights),
        is_held=held.holds(scheme, DAY),
        validated=said,
        transacted=moved,
        signed_full_year_effect=scheme.signed_full_year_effect,
        running_cost=scheme.running_cost,
        set_up_cost=scheme.set_up_cost,
        starts_on=scheme.starts_on,
        wte_budgeted=scheme.wte_budgeted or 0,
    )


def asked(programme, m=7, **given):
    return measures.Asked(
        **{
            "programme_id": programme.id,
            "month": YEAR.month(m),
            "as_at": DAY,
            "visible_to": SYSTEM,
            **given,
        }
    )


KEYS = {
    Dimension.WORKSTREAM: lambda scheme: scheme.workstream_id,
    Dimension.CATEGORY: lambda scheme: scheme.category,
    Dimension.DEVELOPMENT: lambda scheme: scheme.development_status,
    Dimension.RISK: lambda scheme: scheme.delivery_risk,
    Dimension.CASH: lambda scheme: scheme.cash_class,
    Dimension.PROGRAMME: lambda _scheme: None,
}


@pytest.mark.parametrize("seed", range(3))
def test_the_database_measures_as_the_rules_do_by_every_dimension(seed):
    dice = random.Random(seed)
    programme = make.programme()
    places = [make.workstream(ref=f"WS0{n}", programme_id=programme.id) for n in (1, 2)]
    other = any_scheme(make.workstream(), dice)
    beside(other, dice)
    weights = rules.Weights(low=91, medium=57, high=13, not_assessed=33, opportunity=11)
    ruled = []
    for number in range(9):
        scheme = any_scheme(places[number % 2], dice)
        db.session.commit()
        ruled.append((scheme, as_ruled(scheme, *beside(scheme, dice), weights)))
    for dimension, key in KEYS.items():
        expected = defaultdict(list)
        for scheme, year in ruled:
            expected[key(scheme)].append(measuring.whole(year))
        found = measures.rolled_up(asked(programme, weights=weights), dimension)
        assert found.lines == {key: measuring.together(parts) for key, parts in expected.items()}, (
            dimension
        )
    by_kind = measures.rolled_up(asked(programme, weights=weights), Dimension.KIND)
    for kind in Kind:
        parts = [measuring.part(year, kind) for _, year in ruled]
        assert by_kind.lines[kind] == measuring.together(parts)


def test_shared_schemes_are_split_and_every_dimension_still_adds_to_one_total():
    dice = random.Random(11)
    programme = make.programme()
    places = [make.workstream(ref=f"WS0{n}", programme_id=programme.id) for n in (1, 2, 3)]
    for number in range(6):
        scheme = any_scheme(places[number % 3], dice)
        beside(scheme, dice)
        if number < 3:
            for place, share in zip(
                places, dice.choice([(3333, 3333, 3334), (1, 1, 5)]), strict=True
            ):
                stored(SchemeShare(scheme_id=scheme.id, workstream_id=place.id, share=share))
    db.session.commit()
    totals = {each: measures.rolled_up(asked(programme), each).total for each in Dimension}
    assert len({tuple(asdict(total).values()) for total in totals.values()}) == 1
    assert totals[Dimension.KIND].schemes == 6
    by_cash = measures.rolled_up(asked(programme), Dimension.WORKSTREAM).by_cash
    assert measuring.together(by_cash.values()) == totals[Dimension.CASH]


def test_the_same_totals_as_the_register_and_the_ratings_show():
    dice = random.Random(5)
    programme = make.programme()
    place = make.workstream(ref="WS01", programme_id=programme.id)
    for _ in range(5):
        beside(any_scheme(place, dice), dice)
    db.session.commit()
    month = YEAR.month(7)
    totals = queries.totals(programme.id, YEAR, month, SYSTEM, as_at=DAY)
    found = measures.rolled_up(asked(programme), Dimension.PROGRAMME).total
    names = ("schemes", "plan", "forecast", "ytd_plan", "ytd_actual", "recurrent_forecast")
    for name in (*names, "held", "validated", "counted_forecast", "claimed_not_validated"):
        assert getattr(found, name) == getattr(totals, name), name
    assert found.risk_adjusted == totals.risk_adjusted_forecast


def test_what_the_reader_may_not_see_and_what_is_withdrawn_is_not_measured():
    programme = make.programme()
    place = make.workstream(ref="WS01", programme_id=programme.id)
    make.money(make.scheme(workstream_id=place.id, disclosure=Disclosure.WORKFORCE), plan=[10] * 12)
    make.money(make.scheme(workstream_id=place.id, status=SchemeStatus.WITHDRAWN), plan=[5] * 12)
    reader = make.actor(make.pmo(programme))
    assert not measures.rolled_up(asked(programme, visible_to=reader), Dimension.CASH).lines
    assert measures.rolled_up(asked(programme), Dimension.CASH).total.plan == 120 * 100_000


@settings(max_examples=200)
@given(pennies, st.sampled_from([12, 100]))
def test_the_database_rounds_as_the_rules_do(amount, by):
    column = cast(literal(amount), BigInteger)
    assert db.session.execute(select(divided(column, by))).scalar_one() == money.divided(amount, by)


def test_every_measure_has_a_number_in_the_roll_up():
    assert set(NAMES) == set(asdict(Measures()))


@pytest.mark.parametrize("dimension", Dimension)
def test_a_roll_up_takes_the_same_statements_for_one_scheme_and_for_many(dimension, request):
    queries_sent = request.getfixturevalue("queries")
    programme = make.programme()
    place = make.workstream(ref="WS01", programme_id=programme.id)
    of = asked(programme)

    def counted():
        db.session.expire_all()
        queries_sent.clear()
        measures.rolled_up(of, dimension)
        return len(queries_sent)

    make.money(make.scheme(workstream_id=place.id), plan=[10] * 12)
    one = counted()
    for _ in range(20):
        make.money(make.scheme(workstream_id=place.id), plan=[10] * 12)
    assert counted() == one <= 3


def test_in_the_last_month_nothing_is_left_that_a_run_rate_could_be_required_of():
    whole = measuring.together([])
    assert whole.required_run_rate(11) == 0
    assert whole.required_run_rate(12) is None
