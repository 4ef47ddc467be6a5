"""One workstream rated alone stands as it does among the others."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.financial_year import Month
from app.programmes import queries as programmes
from app.ratings import queries as ratings
from app.savings.models import DevelopmentStatus
from tests import make
from tests.make.quality import assessment

TODAY = date(2026, 10, 20)
READY = {"development_status": DevelopmentStatus.FULLY_DEVELOPED}


def records(place):
    """Something late, something risky, something behind and something without an approval."""
    make.milestone(workstream_id=place.id, is_gate=True, forecast=date(2027, 3, 1))
    make.risk(workstream_id=place.id, current_consequence=5, current_likelihood=4)
    scheme = make.scheme(workstream_id=place.id, **READY)
    make.money(scheme, plan=[900] * 12, forecast=[700] * 12, actual=[500] * 6)
    assessment(of=scheme, negative={"Patient safety": (3, 2)})


@pytest.fixture
def two():
    programme = make.programme()
    places = [make.workstream(programme_id=programme.id) for _ in range(2)]
    for place in places:
        records(place)
    return places


def standing(place, only=None):
    return ratings.standing(
        programmes.programme(place.programme_id),
        Month(2026, 10),
        TODAY,
        visible_to=make.actor(make.pmo()),
        updated=frozenset({place.id}),
        only=only,
    )


def test_alone_it_has_the_same_colours_reasons_and_sums(two):
    for place in two:
        among = standing(place)
        alone = standing(place, only=place.id)
        assert [each.workstream.id for each in alone.workstreams] == [place.id]
        assert alone.workstreams[0] in among.workstreams
        assert {each.workstream_id for each in alone.schemes} == {place.id}
