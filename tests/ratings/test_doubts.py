"""Doubts about a workstream's forecast are reasons in its savings rating."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.rating import Colour, Dimension
from app.db import db
from app.programmes.models import Disclosure
from app.ratings import queries
from app.ratings.queries.standing import HIDDEN_SUMS
from app.ratings.rules import Thresholds
from app.savings.rules.honesty import HonestyThresholds
from app.savings.rules.rating import Rule
from tests import make

SEPTEMBER, AS_AT = Month(2026, 9), date(2026, 9, 30)
SYSTEM = Actor.system("office")
DOUBTS = {
    Rule.SECOND_HALF,
    Rule.LAST_QUARTER,
    Rule.RUN_RATE,
    Rule.SUBSTITUTION,
    Rule.REVERSAL,
    Rule.TAKEN_BACK,
    Rule.STALL,
}


@pytest.fixture
def workstream():
    return make.workstream(ref="WS01")


def stalled(workstream, **given):
    """On plan for the year in its forecast, and still since July."""
    scheme = make.scheme(workstream=workstream, **given)
    forecast = [None] * 6 + [15] * 6
    return make.money(scheme, plan=[10] * 12, actual=[10, 10, 10, 0, 0, 0], forecast=forecast)


def rated(workstream, reader=SYSTEM, limits=None):
    programme = make_loaded(workstream)
    standing = queries.standing(
        programme, SEPTEMBER, AS_AT, visible_to=reader, updated=frozenset(), limits=limits
    )
    (mine,) = (each for each in standing.workstreams if each.workstream.id == workstream.id)
    return mine.dimensions[Dimension.SAVINGS]


def make_loaded(workstream):
    db.session.refresh(workstream, ["programme"])
    return workstream.programme


def test_doubts_follow_the_reasons_that_set_the_colour(workstream):
    stalled(workstream)
    found = rated(workstream)
    rules = [each.rule for each in found.reasons]
    assert rules[0] in (Rule.YTD_SHARE, Rule.FORECAST_SHARE)
    assert rules[-2:] == [Rule.STALL, Rule.RUN_RATE]
    stall = found.reasons[-2]
    assert stall.sentence == (
        "Nothing was saved from August 2026 to September 2026, and the forecast has not changed"
    )


def test_one_scheme_that_moves_keeps_the_sum_from_stalling(workstream):
    stalled(workstream)
    moving = make.scheme(workstream=workstream)
    make.money(moving, plan=[100] * 12, actual=[100] * 6, forecast=[None] * 6 + [100] * 6)
    assert not DOUBTS & {each.rule for each in rated(workstream).reasons}


def test_a_sum_in_which_a_scheme_gave_no_actual_is_not_said_to_stall(workstream):
    stalled(workstream)
    silent = make.scheme(workstream=workstream)
    make.money(silent, plan=[10] * 12, actual=[10] * 5, forecast=[None] * 5 + [10] * 7)
    rules = {each.rule for each in rated(workstream).reasons}
    assert Rule.STALL not in rules
    assert Rule.RUN_RATE not in rules


def test_the_figures_of_a_sum_with_a_hidden_scheme_are_not_told(workstream):
    stalled(workstream, disclosure=Disclosure.WORKFORCE)
    reader = make.actor(make.pmo())
    found = rated(workstream, reader)
    doubts = [each for each in found.reasons if each.rule in DOUBTS]
    assert doubts
    assert {each.sentence for each in doubts} == {HIDDEN_SUMS}
    assert not any(each.figures for each in found.reasons)


def test_only_the_setting_lets_a_doubt_change_the_colour(workstream):
    scheme = make.scheme(workstream=workstream)
    plan = [5] * 9 + [25] * 3
    make.money(scheme, plan=plan, actual=[5] * 6, forecast=[None] * 6 + plan[6:])
    assert rated(workstream).colour is Colour.GREEN
    limits = Thresholds(honesty=HonestyThresholds(lowers_green=True))
    found = rated(workstream, limits=limits)
    assert found.colour is Colour.AMBER
    assert found.reasons[0].rule in DOUBTS


def test_the_page_of_a_scheme_says_what_is_in_doubt(client, workstream):
    scheme = stalled(workstream)
    page = client.sign_in(make.lead(workstream)).get(f"/savings/{scheme.id}").text
    assert "and the forecast has not changed" in page
    assert "The plan needs" in page
