"""A scheme that workstreams share counts with each by its share, wherever a workstream is shown."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.rating import Colour
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.ratings import queries as ratings
from app.ratings.rules import Dimension
from app.reporting import commands as reporting
from app.reporting import frozen
from app.reporting import rules as months
from app.reports.content import build
from app.savings.models import DeliveryRisk, SchemeShare
from app.savings.queries import gap, measures
from app.savings.rules import shares, totals
from app.savings.rules.figures import Split, YearFigures
from app.savings.rules.measures import Dimension as By
from app.savings.rules.totals import SchemeSums, Totals, Weights
from tests import make
from tests.make.store import stored

OCTOBER = Month(2026, 10)
YEAR = FinancialYear(2026)
DAY = date(2026, 10, 20)
AT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("test")
WEIGHTS = Weights()

pence = st.integers(min_value=-(10**9), max_value=10**9)
shared = st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=6)
cells = st.lists(st.none() | pence, min_size=12, max_size=12).map(tuple)
schemes = st.builds(
    SchemeSums,
    ref=st.just("WS01-S01"),
    title=st.just("Rota"),
    risk=st.sampled_from([None, *DeliveryRisk]),
    **dict.fromkeys(shares.SUMS, pence),
)


@given(st.lists(st.tuples(schemes, shared), max_size=5), st.integers(0, 100))
def test_the_parts_of_all_workstreams_make_the_programme_to_the_penny(made, percent):
    weights = Weights(low=percent, medium=33, high=7)
    by_place: dict[int, list[SchemeSums]] = {}
    for scheme, given_shares in made:
        for place, part in enumerate(shares.parts(scheme, given_shares, 0)):
            by_place.setdefault(place, []).append(part)
    together = totals.together(totals.added_up(each, weights) for each in by_place.values())
    assert together == totals.added_up([scheme for scheme, _ in made], weights)


@given(schemes, shared)
def test_no_part_is_more_than_two_pence_from_its_share(scheme, given_shares):
    whole = sum(given_shares)
    sums = totals.added_up([scheme])
    for share, part in zip(given_shares, shares.parts(scheme, given_shares, None), strict=True):
        for each in fields(Totals):
            if each.name != "schemes":
                mine = getattr(totals.added_up([part]), each.name)
                assert abs(mine * whole - getattr(sums, each.name) * share) <= 2 * whole


@given(cells, cells, shared)
def test_a_year_is_split_month_by_month_and_each_part_is_of_the_years_sum(one, other, given_shares):
    year = YearFigures(plan=Split(one, other), actual=Split(other, one))
    parts = shares.split_year(year, given_shares)
    assert shares.added_years(parts) == year
    whole = {"amount": sum(cell or 0 for cell in one)}
    for part, share in zip(parts, shares.split(whole, given_shares), strict=True):
        assert sum(cell or 0 for cell in part.plan.recurrent) == share["amount"]


def test_a_part_of_a_proportion_is_named_by_what_it_is_of_the_whole():
    assert shares.in_words(4000, (6000, 4000)) == "40%"
    assert shares.in_words(4000, (5000, 4000)) == "44.44%"


class Clinics:
    """£1.2m of WS01 that WS02 has two fifths of; WS02 has £12k of its own."""

    def __init__(self, *, hidden: bool = False, given=(6000, 4000), plan=100, saved=100):
        self.programme = make.programme(code="OPD")
        self.one = make.workstream(ref="WS01", programme_id=self.programme.id, name="Clinics")
        self.two = make.workstream(ref="WS02", programme_id=self.programme.id, name="Theatres")
        self.owner = make.pmo(self.programme)
        sensitive = {"disclosure": Disclosure.WORKFORCE, "owner_id": self.owner.id}
        self.shared = self._scheme(self.one, (plan, saved), **(sensitive if hidden else {}))
        self._scheme(self.two, (1, 1))
        for place, share in zip((self.one, self.two), given, strict=True):
            if share:
                stored(SchemeShare(scheme_id=self.shared.id, workstream_id=place.id, share=share))
        db.session.commit()

    def _scheme(self, place, monthly, **more):
        plan, saved = ([each] * 12 for each in monthly)
        made = make.scheme(
            workstream_id=place.id,
            ref=f"{place.ref}-S01",
            delivery_risk=DeliveryRisk.LOW,
            **more,
        )
        return make.money(made, plan=plan, forecast=saved, actual=saved[:7])

    def standing(self, reader, only=None):
        found = ratings.standing(
            programmes.by_code("OPD"),
            OCTOBER,
            DAY,
            visible_to=reader,
            updated=frozenset(),
            only=only,
        )
        return {each.workstream.ref: each for each in found.workstreams}

    def locked(self):
        period = reporting.open_month(programmes.by_code("OPD"), OCTOBER, actor=SYSTEM, at=AT)
        made = reporting.lock_month(
            period, reason="x", today=AT.date(), with_missing=True, actor=SYSTEM, at=AT
        )
        db.session.commit()
        return made.document


@pytest.fixture
def clinics(app):
    return Clinics()


def words(client, at):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(at).text)).split())


def thousands(*amounts):
    return [each * 100_000 for each in amounts]


def test_every_page_says_one_figure_for_a_workstream(client, clinics):
    client.sign_in(make.sro(clinics.programme))
    assert "WS02 Theatres £492k £492k" in words(client, "/savings/summary?programme=OPD")
    page = words(client, "/programmes/OPD")
    assert "Plan £720k Forecast £720k" in page
    assert "Plan £492k Forecast £492k" in page
    gaps = words(client, "/savings/gap?programme=OPD")
    assert "WS01 Clinics Target £720k (plan)" in gaps
    assert "WS02 Theatres Target £492k (plan)" in gaps
    assert "Plan £492,000.00" in words(client, "/programmes/OPD/workstreams/WS02")


def test_a_workstream_says_of_which_scheme_it_has_a_share(client, clinics):
    client.sign_in(make.sro(clinics.programme))
    assert "include 40% of WS01-S01." in words(client, "/programmes/OPD/workstreams/WS02")
    assert "include 60% of WS01-S01." in words(client, "/programmes/OPD/workstreams/WS01")


def test_a_workstream_that_shares_nothing_says_nothing_of_shares(client, app):
    Clinics(given=(0, 0))
    client.sign_in(make.sro(programmes.by_code("OPD")))
    assert 'id="shares"' not in client.get("/programmes/OPD/workstreams/WS02").text


def test_the_rating_runs_on_the_share(app):
    found = Clinics(saved=10).standing(SYSTEM)
    for ref, saved, plan in (("WS01", "72,000", "720,000"), ("WS02", "60,000", "492,000")):
        rating = found[ref].dimensions[Dimension.SAVINGS]
        assert rating.colour is Colour.RED
        figures = dict(rating.reasons[0].figures)
        assert (figures["Forecast that counts"], figures["Plan"]) == (
            f"£{saved}.00",
            f"£{plan}.00",
        )


@pytest.mark.parametrize("given_shares", [(6000, 4000), (5000, 4000), (1, 2), (0, 10_000)])
def test_summary_gap_and_rating_agree_and_make_the_whole(app, given_shares):
    clinics = Clinics(given=given_shares)
    programme = programmes.by_code("OPD")
    standing = clinics.standing(SYSTEM)
    asked = measures.Asked(
        programme_id=programme.id, month=OCTOBER, as_at=DAY, visible_to=SYSTEM, weights=WEIGHTS
    )
    summary = measures.rolled_up(asked, By.WORKSTREAM)
    whole, *places = gap.gaps(programme, OCTOBER, SYSTEM, weights=WEIGHTS, as_at=DAY)
    assert whole.totals.plan == summary.total.plan == thousands(1212)[0]
    for place in places:
        rated = standing[place.workstream.ref].savings
        assert place.totals == rated
        measured = summary.lines.get(place.workstream.id)
        if measured is None:
            assert not rated.has_any
            continue
        assert measured.plan == rated.plan
        assert measured.forecast == rated.forecast
        assert measured.risk_adjusted == rated.risk_adjusted_forecast
        assert measured.schemes == rated.schemes


def test_one_workstream_alone_stands_as_among_the_others(clinics):
    for place in (clinics.one, clinics.two):
        among, alone = clinics.standing(SYSTEM), clinics.standing(SYSTEM, only=place.id)
        assert alone == {place.ref: among[place.ref]}


def test_the_months_of_the_programme_stay_what_the_schemes_say(clinics):
    found = ratings.standing(
        programmes.by_code("OPD"), OCTOBER, DAY, visible_to=SYSTEM, updated=frozenset()
    )
    plans = [sum(each.plan.months[0] or 0 for each in found.years)]
    assert plans == thousands(101)


def test_who_reads_one_workstream_sees_its_share_and_no_other(client, clinics):
    client.sign_in(make.lead(clinics.two))
    gaps = words(client, "/savings/gap?programme=OPD")
    assert "WS02 Theatres Target £492k (plan)" in gaps
    assert "WS01" not in gaps.split("By workstream")[1]
    summary = words(client, "/savings/summary?programme=OPD")
    assert "WS02 Theatres £492k £492k" in summary
    assert "£720k" not in summary


def test_a_withheld_scheme_shows_in_no_workstreams_sums(client, app):
    clinics = Clinics(hidden=True)
    client.sign_in(make.sro(clinics.programme))
    for at in ("/programmes/OPD", "/savings/gap?programme=OPD", "/savings/summary?programme=OPD"):
        page = words(client, at)
        assert "£492k" not in page, at
        assert "£720k" not in page, at
    page = words(client, "/programmes/OPD/workstreams/WS02")
    assert "492" not in page
    assert "480" not in page
    assert "WS01-S01" not in page


def test_whoever_has_a_share_of_a_withheld_scheme_is_told_that_it_is_withheld(client, app):
    clinics = Clinics(hidden=True)
    reader = make.lead(clinics.two)
    found = ratings.standing(
        programmes.by_code("OPD"),
        OCTOBER,
        DAY,
        visible_to=make.actor(reader),
        updated=frozenset(),
    )
    assert found.withheld == 1
    assert found.shown_savings.plan == thousands(12)[0]
    page = words(client.sign_in(reader), "/programmes/OPD")
    assert "£492k" not in page
    assert "41,000" not in page  # a month of both
    assert "£287k" not in page


def test_the_locked_month_keeps_the_shared_figures_and_the_shares(clinics):
    document = frozen.read(clinics.locked())
    kept = {each.ref: each.savings for each in document.workstreams}
    assert [kept[ref].plan for ref in ("WS01", "WS02")] == thousands(720, 492)
    assert [kept[ref].schemes for ref in ("WS01", "WS02")] == [1, 1]
    assert document.schemes[0].shares == {"WS01": 6000, "WS02": 4000}
    assert document.schemes[0].figures.plan == thousands(1200)[0]
    for each in fields(frozen.Savings):
        parts = sum(getattr(one, each.name) for one in kept.values())
        assert parts == getattr(document.savings, each.name), each.name


def test_a_month_of_an_earlier_schema_is_written_without_a_word_of_shares(clinics):
    document = frozen.read(clinics.locked())
    assert '"shares":{"WS01":6000,"WS02":4000}' in frozen.write(document)
    assert '"shares"' not in frozen.write(replace(document, schema=2))


@pytest.mark.parametrize("given_shares", [(6000, 4000), (3333, 3334)])
def test_the_boards_copy_takes_the_withheld_parts_from_whoever_has_them(app, given_shares):
    document = frozen.read(Clinics(hidden=True, given=given_shares).locked())
    copy = months.for_programme(document)
    kept = {each.ref: each.savings for each in copy.workstreams}
    assert kept["WS01"] == frozen.Savings()
    assert kept["WS02"] == document.schemes[1].figures
    savings = next(each for each in copy.workstreams if each.ref == "WS02").dimensions["savings"]
    assert not any(why.figures for why in savings.reasons)
    assert "WS01-S01" not in frozen.write(copy)


def test_the_report_says_what_the_figures_of_a_workstream_include(clinics):
    text = clinics.locked()
    made = repr(build.build(frozen.read(text), data_hash=frozen.data_hash(text)))
    assert "The savings figures include 40% of WS01-S01." in made
    assert "The savings figures include 60% of WS01-S01." in made


def test_a_scheme_without_a_plan_is_named_only_where_it_is_at_home(app):
    found = Clinics(plan=0).standing(SYSTEM)
    named = {
        ref: [each.record.ref for each in one.dimensions[Dimension.SAVINGS].reasons if each.record]
        for ref, one in found.items()
    }
    assert named == {"WS01": ["WS01-S01"], "WS02": []}
    told = [each.sentence for each in found["WS02"].dimensions[Dimension.SAVINGS].reasons]
    assert "It has a share of a scheme that has no plan to measure against" in told


def test_shared_schemes_cost_no_more_reads_for_many_than_for_one(client, clinics, queries):
    client.sign_in(make.sro(clinics.programme))
    counts = []
    for number in (0, 20):
        for _ in range(number):
            more = make.money(make.scheme(workstream_id=clinics.one.id), plan=[1] * 12)
            for place in (clinics.one, clinics.two):
                stored(SchemeShare(scheme_id=more.id, workstream_id=place.id, share=5000))
        db.session.commit()
        queries.clear()
        programme = programmes.by_code("OPD")
        gap.gaps(programme, OCTOBER, SYSTEM, weights=WEIGHTS, as_at=DAY)
        clinics.standing(SYSTEM)
        counts.append(len(queries))
    assert counts[0] == counts[1]
