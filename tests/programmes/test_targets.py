"""What each workstream has to save, and whether that makes up the programme's target."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.audit import queries as audit
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.programmes import commands as programme_commands
from app.programmes import queries as programmes
from app.programmes.commands import targets as commands
from app.programmes.queries import workstream_targets as queries
from tests import make

YEAR = FinancialYear(2026)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": datetime(2026, 10, 20, 9, 30, tzinfo=UTC)}
ADDRESS = "/programmes/OPD/targets/2026-27/workstreams"


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def places(programme):
    return [make.workstream(ref=f"WS0{n}", programme_id=programme.id) for n in (1, 2)]


def set_target(place, pence, **given):
    found = programmes.workstream(place.id, SYSTEM)
    commands.set_workstream_target(found, year=YEAR, pence=Pence(pence), **(NOW | given))
    db.session.commit()


def test_what_is_not_shared_out_is_the_difference(programme, places):
    programme_commands.set_target(programme, year=YEAR, pence=Pence(100), **NOW)
    set_target(places[0], 60)
    found = queries.of_year(programme.id, YEAR, SYSTEM)
    assert (found.whole, found.shared_out, found.difference) == (100, 60, 40)
    assert (found.of(places[0].id), found.of(places[1].id)) == (60, None)
    set_target(places[1], 50)
    assert queries.of_year(programme.id, YEAR, SYSTEM).difference == -10
    assert not queries.of_year(programme.id, YEAR.next, SYSTEM).is_shared_out


def test_a_target_is_told_in_the_workstreams_history(places):
    set_target(places[0], 60)
    set_target(places[0], 60)
    set_target(places[0], 70)
    events = audit.of_record("workstream", places[0].id)
    assert [event.action for event in events] == ["workstream.set_target"] * 2
    assert {"target 2026/27": ["£0.60", "£0.70"]} in [event.differences for event in events]


def test_a_target_set_meanwhile_is_a_conflict_and_one_below_nothing_refused(places):
    set_target(places[0], 60)
    with pytest.raises(Conflict):
        set_target(places[0], 1, version=0)
    for pence in (-1, 10**16):
        with pytest.raises(RuleBroken, match="£0 or more"):
            set_target(places[0], pence)


def test_a_lead_does_not_set_their_own_target(places):
    with pytest.raises(NotAllowed):
        set_target(places[0], 1, actor=make.actor(make.lead(places[0])))


def test_the_office_sets_targets_beside_each_other_and_sees_the_difference(
    client, programme, places
):
    programme_commands.set_target(programme, year=YEAR, pence=Pence(100_000_00), **NOW)
    db.session.commit()
    client.sign_in(make.pmo(programme))
    assert f"{ADDRESS}" in client.get("/programmes/OPD/edit").get_data(as_text=True)
    answer = client.post(f"{ADDRESS}/WS01", data={"pence": "60,000", "version": "0"})
    assert answer.status_code == 302
    page = client.get(ADDRESS).get_data(as_text=True)
    assert "£40,000.00 of the programme’s target is not shared out" in page
    client.post(f"{ADDRESS}/WS02", data={"pence": "40000", "version": "0"})
    assert "add up to the programme’s" in client.get(ADDRESS).get_data(as_text=True)


def test_a_stale_page_shows_both_versions(client, programme, places):
    client.sign_in(make.pmo(programme))
    set_target(places[0], 60_00)
    answer = client.post(f"{ADDRESS}/WS01", data={"pence": "70", "version": "0"})
    assert answer.status_code == 409
    assert "£60.00" in answer.get_data(as_text=True)


def test_a_lead_reads_the_targets_and_may_not_change_them(client, programme, places):
    client.sign_in(make.lead(places[0]))
    page = client.get(ADDRESS).get_data(as_text=True)
    assert "WS02" not in page
    assert "not compared with the programme’s target" in page
    assert client.get(f"{ADDRESS}/WS01").status_code == 403
    assert client.post(f"{ADDRESS}/WS01", data={"pence": "1"}).status_code == 403


def test_a_year_that_is_none_is_not_found(client, programme, places):
    client.sign_in(make.pmo(programme))
    assert client.get("/programmes/OPD/targets/2026-29/workstreams").status_code == 404
    assert client.get(f"{ADDRESS}/WS99").status_code == 404
