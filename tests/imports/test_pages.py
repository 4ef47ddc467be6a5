"""The pages by which a file is brought in, as the programme office sees them."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.core.financial_year import Month
from app.db import db
from app.imports.models import Import, ImportStatus, RememberedMapping
from app.milestones.models import Milestone
from app.programmes.models import Disclosure
from app.reporting.models import PeriodStatus
from tests import make
from tests.imports.conftest import table

HEADINGS = ("Milestone ID", "Workstream", "Milestone", "Baseline date", "Forecast date")
ROW = ("A1", "WS01", "Rooms booked", "01/02/2027", "")
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}'


@pytest.fixture
def office(client, programme, workstream):
    return client.sign_in(make.pmo(programme, name="Office"))


def upload(client, *rows, programme, name="tracker.csv", content=None, status=302, **given):
    data = {
        "programme_id": str(programme.id),
        "file": (BytesIO(table(*rows) if content is None else content), name),
        **given,
    }
    response = client.post("/imports/new", data=data, content_type="multipart/form-data")
    page = response.get_data(as_text=True)
    assert response.status_code == status, re.findall(r"(?s)error-summary.*?</ul>", page)
    return response.headers.get("Location", "") if status == 302 else page


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


def version_of(address):
    return str(db.session.get_one(Import, int(address.rpartition("/")[2])).version)


def post(client, address, act, **given):
    data = {"version": version_of(address), **given}
    return client.post(f"{address}/{act}", data=data)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_list_says_what_to_do_next(office):
    page = text_of(office, "/imports")
    assert "No file was brought in yet" in page
    assert "Outpatients, filled (XLSX)" in page


def test_nobody_without_the_permission_opens_the_pages(client, workstream):
    browser = client.sign_in(make.lead(workstream))
    for address in ("/imports", "/imports/new", "/imports/workbook/OPD.xlsx"):
        assert browser.get(address).status_code == 403


def test_a_file_waits_with_its_preview_and_changes_nothing(office, programme, workstream):
    known = make.milestone(workstream=workstream, ref="A2", title="Staff trained")
    address = upload(
        office,
        HEADINGS,
        ROW,
        ("A2", "WS01", "Staff trained", "", "01/02/2027"),
        ("A3", "WS01", "Lease", "31/02/2027", ""),
        programme=programme,
    )
    page = text_of(office, address)
    for said in ("3 rows read", "1 created", "1 updated", "0 unchanged", "1 rejected"):
        assert said in page
    assert "from 1 December 2026 → to 1 February 2027" in page
    assert "A2 Staff trained" in page
    assert count(Milestone) == 1
    assert db.session.get(Milestone, known.id).forecast == date(2026, 12, 1)
    waiting = db.session.scalars(select(Import)).one()
    assert (waiting.status, bool(waiting.content)) == (ImportStatus.READ, True)


def test_applying_does_what_the_preview_said_and_drops_the_bytes(office, programme):
    address = upload(office, HEADINGS, ROW, programme=programme)
    assert post(office, address, "apply").status_code == 302
    page = text_of(office, address)
    assert "tracker.csv was brought in" in page
    assert "Undo it" in page
    kept = db.session.scalars(select(Import)).one()
    assert (kept.status, kept.content) == (ImportStatus.APPLIED, None)
    assert db.session.scalars(select(Milestone)).one().ref == "A1"
    actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.number)).all()
    assert actions == ["import.read", "milestone.add", "import.apply"]


def test_a_double_submit_applies_once(office, programme):
    address = upload(office, HEADINGS, ROW, programme=programme)
    data = {"version": version_of(address)}
    assert office.post(f"{address}/apply", data=data).status_code == 302
    again = office.post(f"{address}/apply", data=data)
    assert again.status_code == 422
    assert "This file was applied already" in again.get_data(as_text=True)
    assert count(Milestone) == 1


def test_where_a_record_moved_meanwhile_the_preview_is_shown_again(office, programme, workstream):
    known = make.milestone(workstream=workstream, ref="A1", title="Rooms booked")
    address = upload(
        office, HEADINGS, ("A1", "WS01", "Rooms booked", "", "01/02/2027"), programme=programme
    )
    known.forecast = date(2027, 1, 5)
    db.session.commit()
    post(office, address, "apply")
    page = text_of(office, address)
    assert "Somebody changed a record after the preview was made" in page
    assert "from 5 January 2027 → to 1 February 2027" in page
    assert db.session.get(Milestone, known.id).forecast == date(2027, 1, 5)
    post(office, address, "apply")
    assert db.session.get(Milestone, known.id).forecast == date(2027, 2, 1)


def test_a_file_that_is_set_aside_changes_nothing_and_is_kept_without_its_bytes(office, programme):
    address = upload(office, HEADINGS, ROW, programme=programme)
    assert post(office, address, "set-aside").status_code == 302
    kept = db.session.scalars(select(Import)).one()
    assert (kept.status, kept.content, count(Milestone)) == (ImportStatus.SET_ASIDE, None, 0)
    assert "Nothing was changed" in text_of(office, address)


def test_an_import_is_undone_from_its_page(office, programme):
    address = upload(office, HEADINGS, ROW, programme=programme)
    post(office, address, "apply")
    assert "taken back" in text_of(office, f"{address}/undo")
    post(office, address, "undo")
    page = text_of(office, address)
    assert "Undone by Office" in page
    assert "1 records were withdrawn and 0 restored" in page


def test_a_person_changes_what_a_column_means_and_it_is_remembered(office, programme):
    headings = ("Milestone ID", "Workstream", "Milestone", "Agreed at board", "Forecast date")
    address = upload(office, headings, ROW, programme=programme)
    form = office.get(f"{address}/mapping").get_data(as_text=True)
    name = re.search(r'for="(column-\d+)">Agreed at board<', form)[1]
    response = office.post(f"{address}/mapping", data={"version": "1", name: "baseline"})
    assert response.status_code == 302
    assert "Baseline: 1 February 2027" in text_of(office, address)
    assert count(RememberedMapping) == 1
    again = upload(office, headings, ("A9", "WS01", "Lease", "01/03/2027", ""), programme=programme)
    assert "Baseline: 1 March 2027" in text_of(office, again)


def test_two_columns_cannot_be_the_same_field(office, programme):
    address = upload(office, HEADINGS, ROW, programme=programme)
    form = office.get(f"{address}/mapping").get_data(as_text=True)
    name = re.search(r'for="(column-\d+)">Forecast date<', form)[1]
    response = office.post(f"{address}/mapping", data={"version": "1", name: "baseline"})
    assert response.status_code == 422
    assert "Two columns are baseline" in response.get_data(as_text=True)


def test_a_locked_month_is_refused_and_a_correction_is_offered(office, programme):
    make.period(programme=programme, month=Month(2026, 9), status=PeriodStatus.LOCKED)
    given = {"programme": programme, "month": "2026-09"}
    page = upload(office, HEADINGS, ROW, status=422, **given)
    assert "September 2026 (M6) is locked" in page
    address = upload(office, HEADINGS, ROW, as_correction="y", **given)
    assert "next version of the month" in text_of(office, address)
    post(office, address, "apply")
    assert db.session.scalars(select(Import)).one().is_correction


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "The file is empty"),
        ("letter.pdf", b"%PDF-1.7 nothing", "a PDF"),
        ("broken.xlsx", b"PK\x03\x04 nothing that can be opened", "damaged and cannot be opened"),
        ("words.csv", b"dear,all\nplease,note\n", "does not hold a table that is known"),
    ],
    ids=["empty", "wrong type", "unreadable", "not a table"],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(
    office, programme, name, content, said
):
    page = upload(office, programme=programme, name=name, content=content, status=422)
    assert said in page
    assert "Error: Bring a file in" in page
    assert count(Import) == 0


def test_a_request_above_the_servers_limit_never_reaches_the_reader(
    office, programme, app, monkeypatch
):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 250_000)
    page = upload(office, programme=programme, content=b"x" * 300_000, status=413)
    assert "too large" in page
    assert count(Import) == 0


def test_no_file_and_no_month_are_asked_for(office, programme):
    response = office.post("/imports/new", data={"programme_id": str(programme.id), "month": "May"})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Choose the file to bring in" in page
    assert "such as 2026-10" in page


def test_savings_without_a_month_are_asked_for_it_beside_the_question(office, programme):
    page = upload(
        office,
        ("Scheme", "Annual plan £k", "Forecast outturn £k", "YTD plan £k", "YTD actual £k"),
        ("Travel", "120", "110", "60", "60"),
        programme=programme,
        status=422,
    )
    assert 'id="month-error"' in page


def test_hostile_text_is_shown_as_text_and_long_titles_are_refused(office, programme):
    address = upload(
        office,
        HEADINGS,
        ("A1", "WS01", HOSTILE, "01/02/2027", ""),
        ("A2", "WS01", "=cmd|' /C calc'!A0", "01/02/2027", ""),
        ("A3", "WS01", "x" * 10_000, "01/02/2027", ""),
        programme=programme,
        name=f"{HOSTILE}.csv",
    )
    page = office.get(address).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "10,000 characters long" in page
    post(office, address, "apply")
    titles = set(db.session.scalars(select(Milestone.title)))
    assert titles == {HOSTILE, "=cmd|' /C calc'!A0"}
    book = office.get("/imports/workbook/OPD.xlsx")
    assert b"<f>" not in book.data


def test_an_nhs_number_is_refused_and_never_shown(office, programme):
    address = upload(
        office, HEADINGS, ("A1", "WS01", "Call 943 476 5919", "01/02/2027", ""), programme=programme
    )
    page = text_of(office, address)
    assert "1 rejected" in page
    assert "NHS number" in page
    assert "943 476 5919" not in page


def test_another_programmes_file_is_not_found(office, client, programme):
    address = upload(office, HEADINGS, ROW, programme=programme)
    other = make.programme(code="ELSE")
    browser = client.sign_in(make.pmo(other))
    for path in (address, f"{address}/mapping", f"{address}/undo"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"{address}/apply", data={"version": "1"}).status_code in (404, 422)
    assert browser.get("/imports/workbook/OPD.xlsx").status_code == 404
    assert "tracker.csv" not in text_of(browser, "/imports")
    assert count(Milestone) == 0


def test_a_file_cannot_be_sent_into_a_programme_of_others(client, programme):
    other = make.programme(code="ELSE")
    browser = client.sign_in(make.pmo(other))
    page = upload(browser, HEADINGS, ROW, programme=programme, status=422)
    assert "Not a valid choice" in page


def test_a_report_hides_a_record_from_those_who_may_not_see_it(client, programme, workstream):
    owner = make.pmo(programme)
    make.milestone(
        workstream=workstream,
        ref="S1",
        title="Staff at risk",
        owner_id=owner.id,
        disclosure=Disclosure.WORKFORCE,
    )
    browser = client.sign_in(owner)
    address = upload(
        browser, HEADINGS, ("S1", "WS01", "Staff at risk", "", "01/02/2027"), programme=programme
    )
    assert "Staff at risk" in text_of(browser, address)
    colleague = client.sign_in(make.pmo(programme))
    page = text_of(colleague, address)
    assert "Staff at risk" not in page
    assert "A record that you may not see" in page


def test_the_workbook_is_downloaded_and_that_is_kept(office, workstream):
    filled = office.get("/imports/workbook/OPD.xlsx")
    assert filled.data.startswith(b"PK")
    assert 'filename="OPD.xlsx"' in filled.headers["Content-Disposition"]
    assert office.get("/imports/workbook/OPD/empty.xlsx").status_code == 200
    actions = db.session.scalars(select(AuditEvent.action)).all()
    assert actions == ["workbook.export"]


def test_the_list_asks_as_much_for_fifty_files_as_for_one(office, programme, queries):
    upload(office, HEADINGS, ROW, programme=programme)
    queries.clear()
    office.get("/imports")
    one = len(queries)
    for number in range(20):
        upload(office, HEADINGS, ROW, programme=programme, name=f"{number}.csv")
    queries.clear()
    office.get("/imports")
    assert len(queries) == one


def test_the_last_choice_of_what_a_column_means_is_the_one_that_is_remembered(office, programme):
    headings = ("Milestone ID", "Workstream", "Milestone", "Agreed at board", "Forecast date")
    for field in ("baseline", "baseline", ""):
        address = upload(office, headings, ROW, programme=programme)
        form = office.get(f"{address}/mapping").get_data(as_text=True)
        name = re.search(r'for="(column-\d+)">Agreed at board<', form)[1]
        office.post(f"{address}/mapping", data={"version": "1", name: field})
    (kept,) = db.session.scalars(select(RememberedMapping))
    assert json.loads(kept.mapping)["Agreed at board"] == ""
    told = select(AuditEvent).where(AuditEvent.action == "import.remember_mapping")
    assert len(db.session.scalars(told).all()) == 2  # the same choice again is no event
