"""The summary of savings: validated first, every measure by one dimension, and its files."""

from __future__ import annotations

from datetime import UTC, datetime

import html5lib
import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND, Pence
from app.db import db
from app.programmes import commands as programme_commands
from app.programmes import queries as programmes
from app.programmes.commands import targets as target_commands
from app.programmes.models import Disclosure, Programme, Workstream
from app.programmes.roles import Role
from app.savings.models import (
    BudgetTransfer,
    CashClass,
    DeliveryRisk,
    DevelopmentStatus,
    SchemeMonth,
    Stage,
    Validation,
)
from app.savings.rules.measures import Dimension
from app.savings.rules.validation import Finding
from tests import make
from tests.make.store import stored
from tests.reporting.test_outlook import a_programme, lock

YEAR = FinancialYear(2026)
AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
NOW = {"actor": Actor.system("test"), "at": AT}
FLAT = {"plan": [10] * 12, "actual": [9] * 6, "forecast": [None] * 6 + [10] * 6}


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def scheme(workstream):
    made = make.scheme(
        workstream_id=workstream.id,
        category="Pay: agency",
        delivery_risk=DeliveryRisk.LOW,
        cash_class=CashClass.CASH_RELEASING,
    )
    stored(
        Validation(
            scheme_id=made.id,
            month=Month(2026, 4),
            verdict=Finding.VALIDATED,
            recurrent=8 * THOUSAND,
            by="Fin",
            at=AT,
        )
    )
    return make.money(made, **FLAT)


def look(client, programme, **asked):
    asked = {"month": "2026-09", **asked}
    return client.sign_in(make.pmo(programme)).get("/savings/summary", query_string=asked)


def tree(page):
    return html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)


def words(element):
    return " ".join(" ".join(element.itertext()).split())


def text_of(page, key):
    return words(tree(page).find(f".//*[@id='{key}']"))


def address(page, text):
    return next(each.get("href") for each in tree(page).iter("a") if words(each) == text)


def test_validated_leads_and_everything_less_certain_follows(client, programme, scheme):
    target = Pence(150 * THOUSAND)
    programme_commands.set_target(
        db.session.get(Programme, programme.id), year=YEAR, pence=target, **NOW
    )
    db.session.commit()
    page = look(client, programme)
    rows = tree(page).findall(".//*[@id='headline']/tbody/tr")
    assert [(next(iter(r.find("th").itertext())), words(r.find("td"))) for r in rows] == [
        ("Validated to date", "£8k"),
        ("Claimed, not validated", "£46k"),
        ("Forecast outturn", "£114k"),
        ("Held by the quality gate", "£0"),
        ("Counted forecast", "£114k"),
        ("Counted forecast after risk", "£108k"),
        ("Target", "£150k"),
        ("Gap before risk", "£36k"),
        ("Gap after risk", "£42k"),
        ("Unidentified", "£36k"),
    ]
    assert "Weights used after risk" in page.text
    assert "A low delivery risk counts" in page.text
    assert "Unidentified: £36,000.00" in page.text


def test_a_held_scheme_leaves_the_counted_forecast_but_not_the_forecast(
    client, programme, workstream, scheme
):
    make.money(make.scheme(workstream_id=workstream.id, stage=Stage.IDEA), **FLAT)
    page = look(client, programme)
    headline = text_of(page, "headline")
    assert "Held by the quality gate" in headline
    assert "£60k" in headline
    listed = client.get(address(page, "Held by the quality gate"))
    assert listed.status_code == 200
    assert scheme.title not in listed.text


@pytest.mark.parametrize("dimension", Dimension)
def test_every_dimension_shows_its_lines_and_one_total(client, programme, scheme, dimension):
    page = look(client, programme, by=dimension.value)
    assert page.status_code == 200
    tables = [each for each in tree(page).iter("table") if "app-rolled-up" in each.get("class")]
    assert len(tables) == 4
    for table in tables:
        assert words(table.findall("tbody/tr")[-1].find("th")) == "All schemes"
        for link in table.iter("a"):
            assert client.get(link.get("href")).status_code == 200


def test_what_left_a_budget_stands_apart_from_what_was_avoided(
    client, programme, workstream, scheme
):
    stored(
        BudgetTransfer(
            scheme_id=scheme.id,
            financial_year=YEAR,
            recurrent=30 * THOUSAND,
            journal_ref="J1",
            made_on=AT.date(),
            by="Fin",
            at=AT,
        )
    )
    for cash in (CashClass.COST_AVOIDANCE, CashClass.NON_CASH_RELEASING, None):
        make.money(make.scheme(workstream_id=workstream.id, cash_class=cash), actual=[1])
    said = text_of(look(client, programme), "becomes")
    for part in (
        "Transacted Left a budget, with its journal reference £30k",
        "Cash-releasing, not yet transacted No journal is recorded yet £84k",
        "Cost avoided A cost that no budget held £1k",
        "Productivity Time or capacity: no budget falls £1k",
        "Cash class not given Nobody has said what sort of saving it is £1k",
        "Forecast outturn £117k",
    ):
        assert part in said


def test_the_file_has_every_measure_in_pounds_and_is_logged(client, programme, scheme):
    answer = look(client, programme, by="category", file="csv")
    lines = answer.get_data(as_text=True).splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Category,Schemes,Validated,")
    assert lines[1].startswith("Pay: agency,1,8000.0,46000.0,54000.0,60000.0,-6000.0,90.0")
    assert lines[-1].startswith("All schemes,1,8000.0")
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
    assert event.action == "savings summary.export"
    assert look(client, programme, file="xlsx").content_type.endswith("sheet")


def test_targets_of_workstreams_that_do_not_add_up_are_said(client, programme, scheme, workstream):
    stands = db.session.get(Programme, programme.id)
    place = db.session.get(Workstream, workstream.id)
    programme_commands.set_target(stands, year=YEAR, pence=Pence(150 * THOUSAND), **NOW)
    target_commands.set_workstream_target(place, year=YEAR, pence=Pence(120 * THOUSAND), **NOW)
    db.session.commit()
    page = look(client, programme)
    assert "£30,000.00 of the programme’s target is not shared out" in text_of(page, "target-check")


def test_a_lead_sees_their_own_workstream_and_its_target(client, programme, workstream, scheme):
    elsewhere = make.workstream(ref="WS02", programme_id=programme.id)
    make.money(make.scheme(workstream_id=elsewhere.id), **FLAT)
    client.sign_in(make.lead(workstream))
    page = client.get("/savings/summary?month=2026-09")
    assert "You see your own workstreams only" in page.text
    assert "£114k" in text_of(page, "headline")
    assert "Not set" in text_of(page, "headline")


def test_a_withheld_scheme_is_in_no_sum(client, programme, workstream, scheme):
    hidden = make.scheme(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE)
    make.money(hidden, **FLAT)
    page = look(client, programme)
    assert "of 1 scheme;" in text_of(page, "headline")
    assert "workforce-sensitive and you are not named: 1 scheme." in page.text


def test_a_programme_without_schemes_says_what_to_do(client, programme, workstream):
    page = look(client, programme)
    assert "There are no schemes to add up yet" in page.text
    assert "Add the first scheme" in page.text


def test_nonsense_in_the_address_shows_the_usual_page(client, programme, scheme):
    page = look(client, programme, by="colour", month="2099-99", file="exe")
    assert page.status_code == 200
    assert "By workstream" in page.text


def test_a_board_member_may_not_see_it(client, programme):
    client.sign_in(make.with_role(Role.BOARD, programme=programme))
    assert client.get("/savings/summary").status_code == 403


def test_the_page_takes_as_many_statements_for_one_scheme_as_for_many(
    client, programme, workstream, scheme, queries
):
    client.sign_in(make.pmo(programme))

    def counted():
        queries.clear()
        client.get("/savings/summary")
        return len(queries)

    counted()
    one = counted()
    for status in DevelopmentStatus:
        for _ in range(7):
            made = make.scheme(workstream_id=workstream.id, development_status=status)
            make.money(made, **FLAT)
    assert counted() == one


def test_how_the_year_may_end_is_said_as_locked_and_to_those_who_read_the_whole(client):
    made, workstream = a_programme(2)
    found = programmes.by_code(made.code)
    assert tree(look(client, found)).find(".//*[@id='year-end']") is None
    for month in YEAR.months[:2]:
        lock(found, month, actual=15)
    said = text_of(look(client, found), "year-end")
    assert said.startswith("As locked for May 2026, the year is likely to end between £")
    assert "(eight draws in ten), half below £" in said
    assert "2 observations of a forecast made a month ahead; too few to draw from" in said
    client.sign_in(make.lead(workstream))
    assert "likely to end" not in client.get("/savings/summary?month=2026-09").text
    assert "likely to end" not in look(client, found, month="2026-03").text  # another year


def test_a_month_without_an_actual_says_what_it_leaves_out(client, programme, workstream):
    make.period(programme=programme, month=Month(2026, 10))
    silent = make.scheme(workstream_id=workstream.id)
    make.savings.money(silent, plan=[10] * 12, actual=[9] * 6, forecast=[10] * 12)
    ended = make.scheme(workstream_id=workstream.id, title="Nothing is expected of it any more")
    make.savings.money(ended, plan=[0] * 12, actual=[0] * 6, forecast=[0] * 12)
    sentence = (
        "1 scheme has no actual for October 2026 yet: the £10k forecast for it counts nothing"
    )
    client.sign_in(make.lead(workstream))
    for page in (
        "/savings/summary?programme=OPD",
        "/savings/next-year?programme=OPD",
        "/programmes/OPD",
    ):
        assert sentence in client.get(page).text
    months = select(SchemeMonth).filter_by(scheme_id=silent.id, month=Month(2026, 10))
    db.session.scalars(months).one().actual_recurrent = Pence(0)
    db.session.commit()
    assert "no actual for" not in client.get("/savings/summary?programme=OPD").text


def test_a_withheld_scheme_without_an_actual_is_not_counted(client, programme, workstream):
    make.period(programme=programme, month=Month(2026, 10))
    hidden = make.scheme(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE)
    make.savings.money(hidden, plan=[10] * 12, actual=[9] * 6, forecast=[10] * 12)
    client.sign_in(make.pmo(programme))
    assert 'id="unreported"' not in client.get("/savings/summary?programme=OPD").text
