"""A later ledger file that leaves a line out: the line is named, and goes only when asked."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.imports import attempts, commands
from app.imports.applying.asked import LeftOutLines
from app.imports.models import Import
from app.programmes.models import Disclosure
from app.savings.models import LedgerLine
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("import")
HEADINGS = "Cost centre,Account,Period,Amount,Scheme ref,Description"
FIRST = (
    "4100,52100,M7,100,WS01-S01,Agency",
    "4100,52200,M7,200,WS01-S01,Bank",
    "4100,52100,M6,300,WS01-S01,September",
    "9900,52100,M7,400,OTHER-1,Another site",
)
SECOND = FIRST[:1]


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def scheme(programme):
    workstream = make.workstream(ref="WS01", programme_id=programme.id)
    return make.scheme(workstream_id=workstream.id, ref="WS01-S01")


def content(lines):
    return "\n".join([HEADINGS, *lines]).encode()


def bring(programme, lines, name="october.csv", **given):
    wanted = attempts.Wanted(
        programme_id=programme.id,
        name=name,
        content=content(lines),
        month=Month(2026, 10),
        **given,
    )
    report = attempts.apply(wanted, attempts.read(wanted), actor=SYSTEM, at=AT)
    db.session.commit()
    return report


def counting():
    db.session.expire_all()
    rows = db.session.scalars(select(LedgerLine).order_by(LedgerLine.id))
    return [line.pence // 100 for line in rows if not line.is_withdrawn]


def named(report):
    return [each["description"] for each in report.left_out if each["is_alike"]]


def test_a_line_of_a_covered_month_and_cost_centre_is_named_and_kept(programme, scheme):
    assert bring(programme, FIRST).left_out == []
    report = bring(programme, SECOND, name="october-again.csv")
    assert named(report) == ["Bank"]
    assert counting() == [100, 200, 300, 400]
    assert any("2 lines of the months" in each.message for each in report.findings)


@pytest.mark.parametrize(
    ("later", "name", "found"),
    [
        (("4100,52100,M7,100,ZZ,x",), "new.csv", ["Agency", "Bank"]),
        (("7777,1,M7,5,WS01-S01,x",), "new.csv", ["Agency", "Bank"]),
        (("7777,1,M7,5,ZZ,x",), "new.csv", []),
        (("7777,1,M7,5,ZZ,x",), "october.csv", ["Agency", "Bank", "Another site"]),
        (("4100,52100,M8,5,WS01-S01,x",), "october.csv", []),
    ],
    ids=["cost centre", "scheme", "nothing alike", "the same file", "another month"],
)
def test_only_what_the_file_covers_is_named(programme, scheme, later, name, found):
    bring(programme, FIRST)
    assert named(bring(programme, later, name=name)) == found


def test_lines_go_when_it_is_asked_for_with_an_event_each_and_come_back_when_undone(
    programme, scheme
):
    bring(programme, FIRST)
    bring(programme, SECOND, name="again.csv", left_out=LeftOutLines.ALIKE_GO)
    assert counting() == [100, 300, 400]
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "ledger_line.withdraw")
    ).one()
    assert event.reason == "Left out of again.csv"

    brought = db.session.scalars(select(Import).where(Import.file_name == "again.csv")).one()
    told = json.loads(brought.report)["left_out"]
    assert {each["description"]: each["goes"] for each in told} == {
        "Bank": True,
        "Another site": False,
    }
    db.session.refresh(brought, ["programme"])
    commands.undo(brought, actor=SYSTEM, at=AT)
    db.session.commit()
    assert counting() == [100, 200, 300, 400]


def test_a_line_that_was_withdrawn_already_is_not_named_again(programme, scheme):
    bring(programme, FIRST)
    bring(programme, SECOND, left_out=LeftOutLines.ALIKE_GO)
    assert named(bring(programme, SECOND)) == []


def test_all_of_them_go_where_the_file_is_said_to_be_the_whole_ledger(programme, scheme):
    bring(programme, FIRST)
    report = bring(programme, SECOND, name="whole.csv", left_out=LeftOutLines.ALL_GO)
    assert [each["goes"] for each in report.left_out] == [True, True]
    assert counting() == [100, 300]


def test_a_file_with_refused_rows_names_none_and_says_why(programme, scheme):
    bring(programme, FIRST)
    report = bring(
        programme, (*SECOND, "4100,52200,M7,many,WS01-S01,Bank"), left_out=LeftOutLines.ALIKE_GO
    )
    assert report.left_out == []
    assert counting() == [100, 200, 300, 400]
    assert any("cannot be told which lines" in each.message for each in report.findings)


@pytest.fixture
def finance(client, programme):
    return client.sign_in(make.finance(programme))


def preview(client, programme):
    given = {"file": (io.BytesIO(content(SECOND)), "again.csv")}
    data = {"programme_id": str(programme.id), "month": "2026-10", "kind": "", **given}
    sent = client.post("/imports/new", data=data, content_type="multipart/form-data")
    assert sent.status_code == 302, sent.text
    return sent.location


def version(page):
    return page.text.split('name="version"')[1].split('value="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("chosen", "left"), [({}, [100, 200, 300, 400]), ({"left_out": "alike"}, [100, 300, 400])]
)
def test_the_preview_names_the_lines_and_asks(finance, programme, scheme, chosen, left):
    bring(programme, FIRST)
    where = preview(finance, programme)
    page = finance.get(where)
    assert "Left out of this file: 2" in page.text
    assert "Bank" in page.text
    assert "They stay unless you say otherwise" in page.text
    assert counting() == [100, 200, 300, 400]

    sent = finance.post(f"{where}/apply", data={"version": version(page), **chosen})
    assert sent.status_code == 302
    assert counting() == left
    after = finance.get(where).text
    assert (">Withdrawn<" in after) is bool(chosen)
    assert ">Kept<" in after


def test_where_the_lines_moved_since_the_preview_it_is_shown_anew(finance, programme, scheme):
    bring(programme, FIRST)
    where = preview(finance, programme)
    page = finance.get(where)
    db.session.commit()  # else the next file's rollback takes the preview with it
    bring(programme, ("4100,53300,M7,900,WS01-S01,Locum",), name="other.csv")
    chosen = {"left_out": "alike"}
    sent = finance.post(f"{where}/apply", data={"version": version(page), **chosen})
    assert sent.status_code == 302
    assert counting() == [100, 200, 300, 400, 900]
    assert "Left out of this file: 3" in finance.get(where).text


def test_a_line_of_a_scheme_that_one_may_not_see_is_counted_without_what_it_says(
    finance, programme, scheme
):
    bring(programme, FIRST)
    db.session.merge(scheme).disclosure = Disclosure.WORKFORCE
    db.session.commit()
    page = finance.get(preview(finance, programme)).text
    assert "Left out of this file: 2" in page
    assert "A record that you may not see" in page
    assert "Bank" not in page
    assert "£200" not in page
