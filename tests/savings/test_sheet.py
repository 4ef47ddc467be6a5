"""One sheet for many schemes: cell by cell, row by row, all or nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.core.money import THOUSAND, Pence
from app.db import db
from app.programmes.models import Disclosure
from app.savings import commands
from app.savings import queries as savings
from app.savings.commands import closing
from app.savings.models import ClaimQuery, QueryStatus, Scheme, SchemeMonth, SchemeStatus
from app.savings.queries import sheet as sheets
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
YEAR = FinancialYear(2026)
SEPTEMBER, OCTOBER = YEAR.month(6), YEAR.month(7)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}
SHEET = "/savings/sheet?month=2026-10"
FORECAST = "/savings/sheet?month=2026-10&mode=recurrent"


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def schemes(workstream):
    return [
        make.money(
            make.scheme(workstream_id=workstream.id, ref=f"WS01-S0{n}", title=f"Scheme {n}"),
            plan=[10] * 12,
            forecast=[9] * 12,
        ).id
        for n in (1, 2, 3)
    ]


@pytest.fixture
def lead(client, workstream, schemes):
    return client.sign_in(make.lead(workstream, name="Ada Lead"))


def text(response):
    return response.get_data(as_text=True)


def boxes(page):
    """Every named input of the sheet's form with its value."""
    form = page[page.index('<form method="post" novalidate data-guard>') :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrf_token":
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def name_of(scheme_id, cell="actual_recurrent", month=OCTOBER):
    return f"s{scheme_id}-{month}-{cell}"


def stored(scheme_id, cell="actual_recurrent", month=OCTOBER):
    db.session.expire_all()
    return db.session.scalar(
        select(getattr(SchemeMonth, cell)).where(
            SchemeMonth.scheme_id == scheme_id, SchemeMonth.month == month
        )
    )


def saves():
    events = select(AuditEvent.record_id).where(AuditEvent.action == "scheme.set_months")
    return sorted(db.session.scalars(events))


def test_every_open_scheme_that_may_be_edited_has_a_row(lead, workstream, schemes):
    make.scheme(workstream_id=workstream.id, ref="WS01-S04", status=SchemeStatus.WITHDRAWN)
    make.scheme(workstream_id=workstream.id, ref="WS01-S05", disclosure=Disclosure.WORKFORCE)
    make.scheme(ref="WS09-S01")
    page = text(lead.get(SHEET))
    assert re.findall(r'data-names="([^"]+)"', page) == ["WS01-S01", "WS01-S02", "WS01-S03"]
    assert "One sheet for all schemes: October 2026 (M7)" in page


def test_saving_writes_what_was_typed_and_leaves_other_rows_alone(lead, schemes):
    data = boxes(text(lead.get(SHEET)))
    data |= {name_of(schemes[0]): "£8,500.50", name_of(schemes[2]): "(500)"}
    answer = lead.post(SHEET, data=data)
    assert answer.status_code == 302
    assert [stored(key) for key in schemes] == [850_050, None, -50_000]
    assert saves() == [schemes[0], schemes[2]]
    assert "2 schemes saved" in text(lead.get(answer.location))


def test_an_amount_that_is_only_written_otherwise_is_no_change(lead, schemes):
    data = boxes(text(lead.get(SHEET)))
    data[name_of(schemes[0], "forecast_recurrent")] = "£9000.00"
    assert lead.post(SHEET, data=data).status_code == 302
    assert saves() == []


def test_an_empty_box_empties_its_cell(lead, schemes):
    data = boxes(text(lead.get(SHEET)))
    data[name_of(schemes[0], "forecast_recurrent")] = ""
    lead.post(SHEET, data=data)
    assert stored(schemes[0], "forecast_recurrent") is None


def test_one_wrong_cell_is_named_and_nothing_is_saved_or_lost(lead, schemes):
    data = boxes(text(lead.get(SHEET)))
    data |= {name_of(schemes[0]): "8500", name_of(schemes[1]): "lots"}
    answer = lead.post(SHEET, data=data)
    page = text(answer)
    assert answer.status_code == 422
    assert "WS01-S02, Actual, recurrent must be an amount of money" in page
    assert f'href="#{name_of(schemes[1])}"' in page
    again = boxes(page)
    assert (again[name_of(schemes[0])], again[name_of(schemes[1])]) == ("8500", "lots")
    assert saves() == []
    again[name_of(schemes[1])] = "7"
    assert lead.post(SHEET, data=again).status_code == 302
    assert [stored(key) for key in schemes] == [850_000, 700, None]


def test_a_paste_of_rubbish_lists_the_first_problems_only(lead, schemes):
    data = boxes(text(lead.get(FORECAST)))
    data |= {name: "x" for name in data if name.startswith("s")}
    page = text(lead.post(FORECAST, data=data))
    assert "and 16 more" in page


def test_a_stale_row_shows_both_versions_and_keeps_what_was_typed_in_the_others(lead, schemes):
    data = boxes(text(lead.get(SHEET)))
    other = savings.get(schemes[1], SYSTEM)
    commands.set_months(other, {OCTOBER: {"actual_recurrent": Pence(100)}}, **NOW)
    db.session.commit()
    data |= {name_of(schemes[0]): "8500", name_of(schemes[1]): "700"}
    answer = lead.post(SHEET, data=data)
    page = text(answer)
    assert answer.status_code == 409
    assert "someone else saved WS01-S02" in page
    assert "WS01-S02: Actual, recurrent" in page
    assert "£700.00" in page
    assert "£1.00" in page
    assert stored(schemes[0]) is None
    again = boxes(page)
    assert again[name_of(schemes[0])] == "8500"
    assert lead.post(SHEET, data=again).status_code == 302
    assert [stored(key) for key in schemes[:2]] == [850_000, 70_000]


def test_a_row_that_somebody_else_saved_and_you_did_not_touch_stays_theirs(lead, schemes):
    data = boxes(text(lead.get(SHEET)))
    other = savings.get(schemes[1], SYSTEM)
    commands.set_months(other, {OCTOBER: {"actual_recurrent": Pence(100)}}, **NOW)
    db.session.commit()
    data[name_of(schemes[0])] = "8500"
    assert lead.post(SHEET, data=data).status_code == 302
    assert [stored(key) for key in schemes[:2]] == [850_000, 100]


def test_in_a_stale_row_the_cells_that_you_did_not_touch_stay_theirs(lead, schemes):
    data = boxes(text(lead.get(SHEET)))
    other = savings.get(schemes[1], SYSTEM)
    commands.set_months(other, {OCTOBER: {"forecast_recurrent": Pence(100)}}, **NOW)
    db.session.commit()
    data[name_of(schemes[1])] = "700"
    again = boxes(text(lead.post(SHEET, data=data)))
    assert again[name_of(schemes[1], "forecast_recurrent")] == "1"
    assert lead.post(SHEET, data=again).status_code == 302
    assert stored(schemes[1], "forecast_recurrent") == 100
    assert stored(schemes[1]) == 70_000


def test_a_rule_that_one_row_breaks_saves_none_and_names_the_row(lead, schemes):
    address = "/savings/sheet?month=2026-12"
    data = boxes(text(lead.get(address)))
    december = YEAR.month(9)
    data[name_of(schemes[0], "forecast_recurrent", december)] = "5"
    data[name_of(schemes[1], "actual_recurrent", december)] = "5"
    answer = lead.post(address, data=data)
    page = text(answer)
    assert answer.status_code == 422
    assert "WS01-S02: December 2026 has not begun" in page
    assert stored(schemes[0], "forecast_recurrent", december) == 9 * THOUSAND
    again = boxes(page)
    again[name_of(schemes[1], "actual_recurrent", december)] = ""
    assert lead.post(address, data=again).status_code == 302
    assert stored(schemes[0], "forecast_recurrent", december) == 500


def test_a_row_that_went_meanwhile_is_not_passed_over_in_silence(lead, schemes):
    data = boxes(text(lead.get(SHEET)))
    commands.withdraw(savings.get(schemes[2], SYSTEM), reason="No", **NOW)
    db.session.commit()
    data |= {name_of(schemes[0]): "8500", name_of(schemes[2]): "5"}
    answer = lead.post(SHEET, data=data)
    assert answer.status_code == 422
    assert "closed or withdrawn" in text(answer)
    again = boxes(text(answer))
    assert again[name_of(schemes[0])] == "8500"
    assert lead.post(SHEET, data=again).status_code == 302


def test_closed_months_are_text_and_what_is_sent_for_them_is_not_used(lead, workstream, schemes):
    scheme = savings.get(schemes[0], SYSTEM)
    closing.close_months(scheme.workstream.programme, SEPTEMBER, **NOW)
    db.session.commit()
    page = text(lead.get(FORECAST))
    data = boxes(page)
    assert name_of(schemes[0], "forecast_recurrent", SEPTEMBER) not in data
    assert name_of(schemes[0], "forecast_recurrent", OCTOBER) in data
    assert "Months up to September 2026 (M6) are closed" in page
    data[name_of(schemes[0], "forecast_recurrent", SEPTEMBER)] = "1"
    assert lead.post(FORECAST, data=data).status_code == 302
    assert stored(schemes[0], "forecast_recurrent", SEPTEMBER) == 9 * THOUSAND


def test_the_sheet_begins_at_the_first_open_month(lead, schemes):
    scheme = savings.get(schemes[0], SYSTEM)
    closing.close_months(scheme.workstream.programme, OCTOBER, **NOW)
    db.session.commit()
    assert "November 2026 (M8)" in text(lead.get("/savings/sheet")).split("</h1>")[0]


def test_totals_go_down_across_and_along(lead, schemes):
    page = text(lead.get(FORECAST))
    assert page.count("<strong data-total>£27,000.00</strong>") == 12
    assert "<span data-cumulative>£324,000.00</span>" in page
    assert f'<span data-sum="{schemes[0]} forecast">£108,000.00</span>' in page


@pytest.mark.parametrize("mode", ["month", "recurrent", "non-recurrent", "nonsense"])
def test_every_mode_opens_and_saves_nothing_by_itself(lead, schemes, mode):
    address = f"/savings/sheet?month=2026-10&mode={mode}"
    data = boxes(text(lead.get(address)))
    assert lead.post(address, data=data).status_code == 302
    assert saves() == []


def test_a_reader_who_may_not_edit_has_no_sheet(client, programme, schemes):
    assert client.sign_in(make.sro(programme)).get("/savings/sheet").status_code == 403


def test_the_lead_of_another_workstream_neither_sees_nor_saves_the_rows(client, lead, schemes):
    data = boxes(text(lead.get(SHEET))) | {name_of(schemes[0]): "5"}
    other = make.workstream(ref="WS02", programme_id=make.programme().id)
    make.scheme(workstream_id=other.id, ref="WS02-S01")
    client.sign_in(make.lead(other))
    assert "WS01-S01" not in text(client.get(SHEET))
    client.post(SHEET, data=data)
    assert stored(schemes[0]) is None


def test_without_any_scheme_the_page_says_what_to_do(client, workstream):
    page = text(client.sign_in(make.lead(workstream)).get("/savings/sheet"))
    assert "Add a scheme" in page


@pytest.mark.parametrize(
    "query", ["month=1066-10", "month=x&mode=x&page=x&workstream=x", "page=-5", "page=99"]
)
def test_an_address_that_was_typed_by_hand_is_answered(lead, query):
    assert lead.get(f"/savings/sheet?{query}").status_code == 200


def test_more_than_a_hundred_schemes_are_shown_by_workstream(client, programme, workstream):
    second = make.workstream(ref="WS02", programme_id=programme.id)
    for place, count in ((workstream.id, 60), (second.id, 120)):
        db.session.add_all(
            Scheme(workstream_id=place, ref=f"S{place}-{n:03d}", title=f"S {n}")
            for n in range(count)
        )
    db.session.commit()
    office = client.sign_in(make.pmo(programme))
    page = text(office.get(SHEET))
    assert page.count("data-line=") == 60
    page = text(office.get(f"{SHEET}&workstream=WS02"))
    assert page.count("data-line=") == sheets.ROWS
    assert text(office.get(f"{SHEET}&workstream=WS02&page=2")).count("data-line=") == 20


def test_the_reads_and_writes_do_not_grow_by_more_than_the_rows(lead, workstream, schemes, queries):
    place = workstream.id

    def reads():
        queries.clear()
        page = text(lead.get(FORECAST))
        return len(queries), page

    few, _ = reads()
    for number in range(10, 50):
        made = make.scheme(workstream_id=place, ref=f"WS01-S{number}", title=f"Scheme {number}")
        assert made.id
    many, page = reads()
    assert many == few
    data = boxes(page)
    data |= {name: str(place) for place, name in enumerate(data) if name.startswith("s")}
    data["version"] = ""  # each row has its own: the client need not open the page to find one
    queries.clear()
    assert lead.post(FORECAST, data=data).status_code == 302
    selects = [each for each in queries if each.startswith("SELECT")]
    assert len(selects) <= few + 6
    assert db.session.scalar(select(func.count()).select_from(SchemeMonth)) == 43 * 12


def test_the_same_page_sent_twice_saves_once_and_clashes_with_nobody(lead, schemes):
    data = boxes(text(lead.get(SHEET))) | {name_of(schemes[0]): "8500"}
    assert lead.post(SHEET, data=data).status_code == 302
    assert lead.post(SHEET, data=data).status_code == 302
    assert saves() == [schemes[0]]


def test_a_hostile_title_is_only_text(lead, workstream):
    make.scheme(workstream_id=workstream.id, ref='"><b>', title="<script>alert(1)</script>")
    page = text(lead.get(SHEET))
    assert "<script>alert" not in page
    assert '"><b>' not in page


@pytest.mark.parametrize("amount", ["9" * 41, "1e9", "NaN", "--5", "£", "1.234", "५"])
def test_what_is_no_amount_is_refused(lead, schemes, amount):
    data = boxes(text(lead.get(SHEET))) | {name_of(schemes[0]): amount}
    answer = lead.post(SHEET, data=data)
    if answer.status_code == 302:
        assert stored(schemes[0]) == {"1e9": 10**11, "५": 500}[amount]
    else:
        assert answer.status_code == 422


def test_a_page_that_no_sheet_has_is_empty_and_no_fault(lead, schemes):
    assert lead.get(f"/savings/sheet?page={10**30}").status_code == 200


def asked_of(scheme_id, person, **given):
    row = {"scheme_id": scheme_id, "month": SEPTEMBER, "owner_id": person.id, "raised_at": AT}
    more = {"due_on": OCTOBER.first, "raised_by": "Fay Finance"}
    db.session.add(ClaimQuery(**{**row, **more, **given}))
    db.session.commit()


def waiting(page):
    """What the sheet says is waiting; nothing where it does not say so."""
    return page.split('id="waits"')[1].split("</details>")[0] if 'id="waits"' in page else ""


def test_the_sheet_names_what_still_waits(client, workstream, schemes):
    lead = make.lead(workstream, name="Ada Lead")
    october = select(SchemeMonth).where(SchemeMonth.month == OCTOBER)
    given = db.session.scalars(october.where(SchemeMonth.scheme_id == schemes[0])).one()
    given.actual_recurrent = Pence(0)
    db.session.commit()
    asked_of(schemes[1], lead)
    asked_of(schemes[2], lead, status=QueryStatus.ANSWERED)
    found = waiting(text(client.sign_in(lead).get(SHEET)))
    assert "2 schemes without an actual for October 2026, 2 queries" in found
    assert f'href="/savings/{schemes[0]}/months"' not in found
    assert f'href="/savings/{schemes[1]}/months"' in found
    assert "waits for you, due 1 October 2026, overdue" in found
    assert "answered, waits for Fay Finance" in found


def test_nothing_waits_for_a_month_that_has_not_begun_or_a_query_that_is_closed(
    client, workstream, schemes
):
    lead = make.lead(workstream)
    asked_of(schemes[0], lead, status=QueryStatus.CLOSED)
    assert waiting(text(client.sign_in(lead).get("/savings/sheet?month=2026-12"))) == ""


def test_the_sheet_reads_as_often_with_fifty_queries_as_with_one(
    client, workstream, schemes, queries
):
    lead = make.lead(workstream)
    client.sign_in(lead)
    asked_of(schemes[0], lead)
    client.get(SHEET)
    queries.clear()
    client.get(SHEET)
    for_one = len(queries)
    for _ in range(49):
        asked_of(make.scheme(workstream_id=workstream.id).id, make.person())
    queries.clear()
    client.get(SHEET)
    assert len(queries) == for_one
