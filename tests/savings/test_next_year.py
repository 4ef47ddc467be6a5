"""Next year's plan opens with this year's roll-over, to the penny and once."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.audit import queries as audit
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND, Pence
from app.db import db
from app.programmes.models import Disclosure, Programme
from app.savings import queries, rules
from app.savings.commands import next_year as commands
from app.savings.models import ClosedMonth, SchemeMonth, SchemeStatus, Stage
from app.savings.queries import next_year as openings
from app.savings.rules import Split
from app.savings.rules import next_year as opening_rules
from tests import make
from tests.make.store import stored

YEAR = FinancialYear(2026)
AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}
FROM_AUGUST = [None] * 4 + [20] * 8

pennies = st.integers(-(10**11), 10**11)
cells = st.lists(st.none() | pennies, min_size=12, max_size=12).map(tuple)


def k(*thousands):
    return tuple(Pence(each * THOUSAND) for each in thousands)


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def scheme(workstream):
    made = make.scheme(workstream_id=workstream.id, title="From August")
    return make.money(made, plan=FROM_AUGUST, forecast=FROM_AUGUST, actual=FROM_AUGUST[:6])


def opened(programme, **given):
    found = db.session.get(Programme, programme.id)
    lines = commands.open_next_year(found, YEAR, **({"month": Month(2026, 7)} | NOW | given))
    db.session.commit()
    return lines


def planned(scheme_id, year=YEAR.next):
    return queries.figures(scheme_id, year).plan


# The rule


def test_a_scheme_from_august_rolls_over_the_months_from_april_to_july():
    found = opening_rules.opening(Split(recurrent=(None,) * 4 + k(*[20] * 8)))
    assert found.roll_over == k(80)[0]
    assert found.months == k(20, 20, 20, 20, *[0] * 8)


def test_a_ramping_scheme_rolls_over_to_the_figure_that_finance_signed():
    ramp = Split(recurrent=k(*range(1, 13)))
    found = opening_rules.opening(ramp, signed=k(120)[0])
    assert found.roll_over == k(42)[0]
    assert sum(found.months) == k(42)[0]
    assert all(month >= 0 for month in found.months)
    assert list(found.months) == sorted(found.months, reverse=True)


def test_a_signed_figure_below_this_year_is_taken_back_where_there_was_too_much():
    year = Split(recurrent=k(*[0] * 6, *[20] * 6))
    found = opening_rules.opening(year, signed=k(60)[0])
    assert found.months == (0,) * 6 + k(*[-10] * 6)


def test_what_is_not_recurrent_does_not_roll_over():
    found = opening_rules.opening(Split(recurrent=k(*[0] * 12), non_recurrent=k(*[9] * 12)))
    assert found.months == opening_rules.NOTHING


def test_without_march_nothing_is_known_and_nothing_opens():
    found = opening_rules.opening(Split(recurrent=(*k(*[5] * 11), None)))
    assert (found.roll_over, found.months) == (None, opening_rules.NOTHING)


@given(cells, pennies)
def test_the_months_add_exactly_to_the_roll_over(recurrent, effect):
    had = sum(each or 0 for each in recurrent)
    months = opening_rules.phase_rollover(recurrent, Pence(effect))
    assert sum(months) == effect - had
    assert len(months) == 12
    assert all(month >= 0 for month in months) or all(month <= 0 for month in months)


@given(cells)
def test_the_roll_over_is_that_of_the_measures(recurrent):
    split = Split(recurrent=recurrent)
    found = opening_rules.opening(split)
    assert found.roll_over == rules.rollover(split)
    assert sum(found.months) == (found.roll_over or 0)


# The command


def test_opening_writes_the_roll_over_as_next_years_plan_and_tells_it(programme, scheme):
    scheme_id = scheme.id
    [line] = opened(programme)
    assert line.opening.roll_over == 80 * THOUSAND
    assert planned(scheme_id).recurrent == k(20, 20, 20, 20, *[0] * 8)
    assert planned(scheme_id, YEAR).year == 160 * THOUSAND
    [event] = audit.of_record("scheme", scheme_id)
    assert event.action == "scheme.open_next_year"
    assert event.differences["2027-04 plan, recurrent"] == [None, "£20,000.00"]
    [of_programme] = audit.of_record("programme", programme.id)
    assert of_programme.differences == {"plan 2027/28": [None, "£80,000.00 from 1 scheme"]}


def test_doing_it_twice_does_nothing_more(programme, scheme):
    opened(programme)
    assert opened(programme) == []
    assert planned(scheme.id).year == 80 * THOUSAND
    assert len(audit.of_record("programme", programme.id)) == 1


def test_a_plan_that_is_there_already_stays(programme, workstream, scheme):
    given_already = make.scheme(workstream_id=workstream.id)
    make.money(given_already, forecast=FROM_AUGUST)
    make.money(given_already, plan=[None] * 11 + [1], year=YEAR.next)
    assert len(opened(programme)) == 1
    assert planned(given_already.id).year == THOUSAND


def test_a_forecast_of_next_year_that_is_there_already_stays(programme, scheme):
    make.money(scheme, forecast=[7] * 12, year=YEAR.next)
    opened(programme)
    figures = queries.figures(scheme.id, YEAR.next)
    assert figures.forecast.year == 84 * THOUSAND
    assert figures.plan.year == 80 * THOUSAND


def test_frozen_and_complete_schemes_roll_over_too_and_withdrawn_ones_do_not(programme, workstream):
    for given_ in (
        {"stage": Stage.IN_DELIVERY},
        {"status": SchemeStatus.COMPLETE},
        {"status": SchemeStatus.WITHDRAWN},
    ):
        made = make.scheme(workstream_id=workstream.id, **given_)
        make.money(made, forecast=FROM_AUGUST)
    assert len(opened(programme)) == 2


def test_a_figure_that_moved_since_it_was_shown_opens_nothing(programme, scheme):
    with pytest.raises(RuleBroken, match="look at it again"):
        opened(programme, expected=Pence(80 * THOUSAND - 1))
    db.session.rollback()
    assert planned(scheme.id).year == 0


def test_a_year_with_a_closed_month_is_open_already(programme, scheme):
    stored(
        ClosedMonth(
            programme_id=programme.id, month=Month(2027, 4), closed_by="Office", closed_at=AT
        )
    )
    with pytest.raises(RuleBroken, match="closed month"):
        opened(programme)


def test_a_lead_does_not_open_the_programmes_year(programme, workstream, scheme):
    with pytest.raises(NotAllowed):
        opened(programme, actor=make.actor(make.lead(workstream)))


def test_what_the_reader_may_not_see_is_not_opened(programme, workstream):
    hidden = make.scheme(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE)
    make.money(hidden, forecast=FROM_AUGUST)
    assert opened(programme, actor=make.actor(make.pmo(programme))) == []
    assert len(opened(programme)) == 1


def test_the_lines_take_one_statement_however_many_schemes(programme, workstream, queries_sent):
    programme_id = programme.id

    def counted():
        db.session.expire_all()
        queries_sent.clear()
        openings.lines(programme_id, Month(2026, 7), SYSTEM)
        return len(queries_sent)

    make.money(make.scheme(workstream_id=workstream.id), forecast=[1] * 12)
    one = counted()
    for _ in range(20):
        make.money(make.scheme(workstream_id=workstream.id), forecast=[1] * 12)
    assert counted() == one == 1


@pytest.fixture
def queries_sent(request):
    return request.getfixturevalue("queries")


# The page


def test_the_office_looks_and_opens(client, programme, workstream, scheme):
    once = make.scheme(workstream_id=workstream.id)
    row = SchemeMonth(scheme_id=once.id, month=Month(2027, 1), forecast_non_recurrent=9 * THOUSAND)
    stored(row)
    client.sign_in(make.pmo(programme))
    page = client.get("/savings/next-year").get_data(as_text=True)
    assert "£80,000.00 from 1 scheme" in page
    assert "to be found again" in page
    assert "£9,000.00" in page
    sent = client.post("/savings/next-year/OPD", data={"expected": str(80 * THOUSAND)})
    assert sent.status_code == 302
    assert "Nothing is left to open" in client.get("/savings/next-year").get_data(as_text=True)
    assert planned(scheme.id).year == 80 * THOUSAND


def test_a_page_gone_stale_opens_nothing_and_shows_the_figure_of_now(client, programme, scheme):
    client.sign_in(make.pmo(programme))
    sent = client.post("/savings/next-year/OPD", data={"expected": "1"})
    assert sent.status_code == 422
    assert f'value="{80 * THOUSAND}"' in sent.get_data(as_text=True)
    assert planned(scheme.id).year == 0


def test_nonsense_in_the_form_is_refused_by_what_it_says(client, programme, scheme):
    client.sign_in(make.pmo(programme))
    assert client.post("/savings/next-year/NONE", data={"expected": "1"}).status_code == 404
    for nonsense in ("", "--5", "many", "9" * 30):
        sent = client.post("/savings/next-year/OPD", data={"expected": nonsense})
        assert sent.status_code == 422, nonsense
    assert planned(scheme.id).year == 0
    assert client.get("/savings/next-year?page=" + "9" * 30).status_code == 200
    assert client.get("/savings/next-year?page=-1").status_code == 200


def test_a_lead_looks_at_their_own_and_cannot_open(client, programme, workstream, scheme):
    client.sign_in(make.lead(workstream))
    page = client.get("/savings/next-year").get_data(as_text=True)
    assert "Your programme office or finance opens the plan" in page
    assert client.post("/savings/next-year/OPD", data={"expected": "1"}).status_code == 403


def test_the_file_holds_every_month(client, programme, scheme):
    client.sign_in(make.pmo(programme))
    lines = client.get("/savings/next-year?file=csv").get_data(as_text=True).splitlines()
    assert lines[0].endswith("February 2028,March 2028")
    assert ",20000.0,20000.0,20000.0,20000.0,0.0," in lines[1]


def test_without_schemes_the_page_says_so(client, programme, workstream):
    client.sign_in(make.pmo(programme))
    page = client.get("/savings/next-year").get_data(as_text=True)
    assert "There are no schemes yet, so nothing rolls over" in page


@pytest.mark.parametrize("who", ["sro", "owner"])
def test_the_trail_adds_up_only_what_everybody_who_reads_it_may_see(client, workstream, who):
    """£80k from August, and £28k that is workforce-sensitive: its own event tells who may know."""
    programme = db.session.get(Programme, workstream.programme_id)
    owner = make.pmo(programme)
    for title, thousands, more in (
        ("From August", 20, {}),
        ("Posts go", 7, {"disclosure": Disclosure.WORKFORCE, "owner_id": owner.id}),
    ):
        cells = [None] * 4 + [thousands] * 8
        made = make.scheme(workstream_id=workstream.id, title=title, **more)
        make.money(made, plan=cells, forecast=cells, actual=cells[:6])
    assert len(opened(programme)) == 2
    browser = client.sign_in(make.sro(programme) if who == "sro" else owner)
    events = set(re.findall(r"/audit/\d+", browser.get("/audit").text))
    said = " ".join(browser.get(event).text for event in events)
    assert "£80,000.00 from 1 scheme" in said
    assert "£108,000.00" not in said
    assert ("£7,000.00" in said) is (who == "owner")


def test_the_trail_adds_up_nothing_where_every_scheme_is_sensitive(workstream):
    owner = make.person()
    sensitive = {"disclosure": Disclosure.WORKFORCE, "owner_id": owner.id}
    made = make.scheme(workstream_id=workstream.id, **sensitive)
    make.money(made, plan=FROM_AUGUST, forecast=FROM_AUGUST, actual=FROM_AUGUST[:6])
    assert len(opened(db.session.get(Programme, workstream.programme_id))) == 1
    actions = [event.action for event in db.session.scalars(select(AuditEvent))]
    assert "scheme.open_next_year" in actions
    assert "programme.open_next_year" not in actions
