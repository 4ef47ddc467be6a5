"""What is kept between two events: right for each reader, gone with the next change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.audit import kept
from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import THOUSAND, Pence
from app.db import db
from app.programmes.models import Disclosure
from app.reporting import commands as reporting
from app.risks import commands as risks
from app.savings import commands
from app.savings import queries as savings
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
NOW = {"actor": Actor.system("test"), "at": AT}
SUMMARY = "/savings/summary?programme=OPD&month=2026-10"
FLAT = {"plan": [10] * 12, "forecast": [10] * 12}


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def scheme(programme):
    place = make.workstream(programme_id=programme.id, ref="WS01")
    return make.money(make.scheme(workstream_id=place.id), **FLAT)


@pytest.fixture(autouse=True)
def keeps(app, queries, monkeypatch):  # after `queries`, which lets nothing be kept
    monkeypatch.setitem(app.config, "KEEPS_SUMS", True)
    monkeypatch.setitem(app.extensions, "kept", kept.Kept())


def adds_cells(queries) -> int:
    return sum("sum(" in statement and "scheme_month" in statement for statement in queries)


def test_the_sums_are_worked_out_once_while_nothing_changes(client, programme, scheme, queries):
    client.sign_in(make.pmo(programme))
    assert "£120k" in client.get(SUMMARY).text
    assert adds_cells(queries) > 0
    queries.clear()
    assert "£120k" in client.get(SUMMARY).text
    assert adds_cells(queries) == 0


def test_any_change_is_seen_by_the_next_reader(client, programme, scheme):
    client.sign_in(make.pmo(programme))
    assert "£120k" in client.get(SUMMARY).text
    months = {Month(2026, 12): {"plan_recurrent": Pence(90 * THOUSAND)}}
    commands.set_months(savings.get(scheme.id, NOW["actor"]), months, **NOW)
    db.session.commit()
    assert "£200k" in client.get(SUMMARY).text


def test_the_register_keeps_its_rows_and_sums_and_sees_a_change(client, programme, scheme, queries):
    client.sign_in(make.pmo(programme))
    client.get("/savings")
    queries.clear()
    assert scheme.title in client.get("/savings").text
    assert adds_cells(queries) == 0
    renamed = savings.get(scheme.id, NOW["actor"])
    commands.edit(renamed, {"title": "Fewer letters by post"}, **NOW)
    db.session.commit()
    assert "Fewer letters by post" in client.get("/savings").text


def test_the_programme_page_is_as_new_as_its_records(client, programme, scheme, queries):
    make.period(programme_id=programme.id, month=Month(2026, 10))
    client.sign_in(make.pmo(programme))
    client.get("/programmes/OPD")
    queries.clear()
    assert client.get("/programmes/OPD").text.count("WS01") > 0
    assert adds_cells(queries) == 0
    place = savings.get(scheme.id, NOW["actor"]).workstream
    risks.add(place, title="Nobody to staff it", current=(5, 4), require_owner=False, **NOW)
    db.session.commit()
    assert "Nobody to staff it" in client.get("/programmes/OPD").text


def test_a_reader_is_never_shown_the_sums_of_another(client, programme, scheme):
    hidden = make.scheme(workstream_id=scheme.workstream_id, disclosure=Disclosure.WORKFORCE)
    owner = make.pmo(programme)
    hidden.owner_id = owner.id
    db.session.commit()
    make.money(hidden, **FLAT)
    client.sign_in(owner)
    assert "£240k" in client.get(SUMMARY).text
    client.sign_in(make.pmo(programme))
    assert "£240k" not in client.get(SUMMARY).text


def test_another_dimension_and_another_month_are_worked_out_for_themselves(
    client, programme, scheme, queries
):
    client.sign_in(make.pmo(programme))
    client.get(SUMMARY)
    for other in (SUMMARY + "&by=category", SUMMARY.replace("2026-10", "2026-09")):
        queries.clear()
        client.get(other)
        assert adds_cells(queries) > 0


def test_the_month_says_what_changed_as_soon_as_it_has(client, programme, scheme):
    before = make.period(programme_id=programme.id, month=Month(2026, 9))
    reporting.lock_month(before, reason="Due", today=AT.date(), with_missing=True, **NOW)
    make.period(programme_id=programme.id, month=Month(2026, 10))
    db.session.commit()
    client.sign_in(make.pmo(programme))
    page = "/months/OPD/2026-10"
    assert "down £10k" in client.get(page).text
    months = {Month(2026, 12): {"forecast_recurrent": Pence(-50 * THOUSAND)}}
    commands.set_months(savings.get(scheme.id, NOW["actor"]), months, **NOW)
    db.session.commit()
    assert "down £70k" in client.get(page).text


def test_only_the_newest_few_are_kept():
    memory = kept.Kept()
    for number in range(kept.MOST + 1):
        memory.put(number, f"result {number}")
    assert memory.get(0) is None
    assert memory.get(kept.MOST) == f"result {kept.MOST}"


def test_within_a_change_nothing_is_kept(app):
    asked = []
    with app.test_request_context("/savings", method="POST"):
        for _ in range(2):
            kept.at_head("sums", lambda: asked.append("worked out") or 1)
    assert len(asked) == 2
