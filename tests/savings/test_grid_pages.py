"""A scheme's months on the page: what is closed or frozen is read, and the rest is typed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND, Pence
from app.db import db
from app.savings import commands, forms
from app.savings import queries as savings
from app.savings.commands import closing
from app.savings.models import GateDecision, SchemeMonth
from app.savings.rules.closing import Closed
from app.savings.rules.lifecycle import Gate, Stage, Verdict
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
YEAR = FinancialYear(2026)
SEPTEMBER, OCTOBER = YEAR.month(6), YEAR.month(7)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}


@pytest.fixture
def scheme():
    workstream = make.workstream(ref="WS01", programme_id=make.programme().id)
    made = make.scheme(workstream_id=workstream.id, ref="WS01-S01")
    return make.money(made, plan=[20] * 12, actual=[18] * 6, forecast=[19] * 12).id


@pytest.fixture
def lead(client, scheme):
    return client.sign_in(make.lead(savings.get(scheme, SYSTEM).workstream))


@pytest.fixture
def closed(scheme):
    closing.close_months(savings.get(scheme, SYSTEM).workstream.programme, SEPTEMBER, **NOW)
    db.session.commit()


@pytest.fixture
def frozen(scheme):
    savings.get(scheme, SYSTEM).stage = Stage.IN_DELIVERY
    db.session.add(
        GateDecision(
            scheme_id=scheme,
            gate=Gate.G5,
            verdict=Verdict.SIGNED,
            by="Ada",
            given_on=date(2026, 5, 4),
            at=AT,
        )
    )
    db.session.commit()


def shown(client, scheme, year="2026-27"):
    return client.get(f"/savings/{scheme}/months?year={year}").get_data(as_text=True)


def boxes(page):
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrf_token":
            found[name[1]] = value[1] if value else ""
    return found


def post(client, scheme, data, year="2026-27"):
    return client.post(f"/savings/{scheme}/months?year={year}", data=data)


def stored(scheme, month, cell):
    db.session.expire_all()
    return db.session.scalar(
        select(getattr(SchemeMonth, cell)).where(
            SchemeMonth.scheme_id == scheme, SchemeMonth.month == month
        )
    )


def test_closed_months_have_no_boxes_and_say_what_to_do(lead, scheme, closed):
    page = shown(lead, scheme)
    names = boxes(page)
    assert not [name for name in names if re.match(r"m0[1-6]_", name)]
    assert len([name for name in names if re.match(r"m\d\d_", name)]) == 36
    assert "Months up to September 2026 (M6) are closed" in page
    assert "correct a closed month" in page
    assert page.count("data-fixed") == 36
    assert page.count('<span class="app-grid__fixed" data-fixed>£18,000.00</span>') == 6


def test_a_frozen_plan_is_text_and_says_since_when(lead, scheme, frozen):
    page = shown(lead, scheme)
    assert "The plan is frozen since G5, signed on 4 May 2026" in page
    assert not [name for name in boxes(page) if "plan" in name]
    assert "Why the plan changes" not in page


def test_what_is_typed_in_open_months_is_saved_beside_closed_ones(lead, scheme, closed, frozen):
    data = boxes(shown(lead, scheme)) | {"m07_actual_recurrent": "17,000"}
    assert post(lead, scheme, data).status_code == 302
    assert stored(scheme, OCTOBER, "actual_recurrent") == 17 * THOUSAND


@pytest.mark.parametrize("name", ["m06_actual_recurrent", "m01_plan_recurrent"])
def test_a_box_that_the_page_did_not_have_is_not_read(lead, scheme, closed, name):
    data = boxes(shown(lead, scheme)) | {name: "1"}
    assert post(lead, scheme, data).status_code == 302
    assert stored(scheme, SEPTEMBER, "actual_recurrent") == 18 * THOUSAND
    assert stored(scheme, YEAR.month(1), "plan_recurrent") == 20 * THOUSAND


def test_a_month_that_closed_while_the_page_was_open_stays_as_it_was(lead, scheme):
    data = boxes(shown(lead, scheme)) | {"m06_actual_recurrent": "1"}
    closing.close_months(savings.get(scheme, SYSTEM).workstream.programme, SEPTEMBER, **NOW)
    db.session.commit()
    post(lead, scheme, data)
    assert stored(scheme, SEPTEMBER, "actual_recurrent") == 18 * THOUSAND


def test_totals_count_closed_cells_too(lead, scheme, closed):
    page = shown(lead, scheme)
    totals = re.findall(r"<strong data-total>([^<]*)</strong>", page)
    assert totals == ["£240,000.00", "£0.00", "£228,000.00", "£0.00", "£108,000.00", "£0.00"]
    assert 'data-so-far="2027-03 plan">£240,000.00<' in page
    assert 'data-so-far="2026-05 actual">£36,000.00<' in page


def test_a_stale_page_shows_both_versions_cell_by_cell(lead, scheme):
    data = boxes(shown(lead, scheme)) | {"m07_actual_recurrent": "1", "m08_forecast_recurrent": "2"}
    other = savings.get(scheme, SYSTEM)
    commands.set_months(other, {OCTOBER: {"actual_recurrent": Pence(900)}}, **NOW)
    db.session.commit()
    answer = post(lead, scheme, data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for words in ("October 2026 actual, recurrent", "£1.00", "£9.00", "£2.00", "£19,000.00"):
        assert words in page
    assert post(lead, scheme, boxes(page)).status_code == 302
    assert stored(scheme, OCTOBER, "actual_recurrent") == 100


def test_wrong_cells_are_each_named(lead, scheme):
    data = boxes(shown(lead, scheme)) | {"m07_actual_recurrent": "x", "m09_plan_recurrent": "1.005"}
    answer = post(lead, scheme, data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "October 2026 actual, recurrent must be an amount of money" in page
    assert 'href="#m09_plan_recurrent"' in page
    assert boxes(page)["m07_actual_recurrent"] == "x"


def test_each_box_is_read_aloud_with_its_measure_and_month(lead, scheme):
    page = shown(lead, scheme)
    label = (
        r'<label class="[^"]*" for="m07_actual_non_recurrent">Actual, non-recurrent'
        r'<span class="nhsuk-u-visually-hidden">, October 2026</span></label>'
    )
    assert re.search(label, page)


def test_a_year_that_is_all_closed_is_shown_without_boxes(lead, scheme, closed):
    page = shown(lead, scheme, "2025-26")
    assert not [name for name in boxes(page) if re.match(r"m\d\d_", name)]
    assert post(lead, scheme, boxes(page), "2025-26").status_code == 302


def test_a_form_without_a_closed_month_is_whole():
    with_boxes = forms.months_form(YEAR)
    assert len(with_boxes.months) == 12
    assert not Closed(None).holds(Month(1990, 1))
