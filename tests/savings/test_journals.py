"""Every journal across schemes: narrowed, searched, taken away, and shown to whom it may be."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.financial_year import FinancialYear
from app.db import db
from app.programmes.models import Disclosure
from app.savings.models import BudgetTransfer
from tests import make
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)


class Books:
    """Two workstreams of one programme; a journal, its reversal, and one of the year before."""

    def __init__(self):
        self.programme = make.programme(code="OPD")
        self.workstream = make.workstream(ref="WS01", programme_id=self.programme.id)
        self.other = make.workstream(ref="WS02", programme_id=self.programme.id)
        self.scheme = make.scheme(title="Fewer letters", workstream_id=self.workstream.id)
        self.first = journal(self.scheme, "JNL-1", 120_000_00, cost_centre="E100")
        journal(self.scheme, "JNL-2", -120_000_00, cost_centre="E100", reverses_id=self.first.id)
        self.second = make.scheme(title="Shorter lease", workstream_id=self.other.id)
        journal(self.second, "JNL-3", 50_000_50, cost_centre="F200")
        journal(self.second, "OLD-9", 7_000_00, financial_year=FinancialYear(2025))


def journal(scheme, ref, pence, **given):
    row = {"scheme_id": scheme.id, "journal_ref": ref, "recurrent": pence, "non_recurrent": 0}
    more = {"financial_year": FinancialYear(2026), "made_on": date(2026, 10, 1)}
    return stored(BudgetTransfer(**{**row, **more, "by": "Fay", "at": AT, **given}))


@pytest.fixture
def books():
    return Books()


@pytest.fixture
def finance(client, books):
    return client.sign_in(make.finance(books.programme))


def listed(page):
    return re.findall(r">((?:JNL|OLD|HID)-\d)</a>", page.text)


def test_the_page_lists_every_journal_with_its_reversals_and_their_sums(finance):
    page = finance.get("/savings/journals")
    assert sorted(listed(page)) == ["JNL-1", "JNL-2", "JNL-3", "OLD-9"]
    assert "Reversed by JNL-2" in page.text
    assert "Reverses JNL-1" in page.text
    sums = page.text.split('id="sums"')[1].split("</table>")[0]
    for amount in ("£177,000.50", "−£120,000.00", "£57,000.50"):
        assert amount in sums


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=jnl-3", ["JNL-3"]),
        ("q=lease", ["JNL-3", "OLD-9"]),
        ("centre=E100", ["JNL-1", "JNL-2"]),
        ("year=2025%2F26", ["OLD-9"]),
        ("kind=reversal", ["JNL-2"]),
        ("kind=reversed", ["JNL-1"]),
        ("kind=standing", ["JNL-3", "OLD-9"]),
        ("centre=nowhere", ["JNL-1", "JNL-2", "JNL-3", "OLD-9"]),
    ],
)
def test_journals_are_narrowed_and_searched(finance, asked, found):
    assert sorted(listed(finance.get(f"/savings/journals?{asked}"))) == found


def test_journals_are_narrowed_to_a_workstream_and_the_sums_with_them(finance, books):
    page = finance.get(f"/savings/journals?workstream={books.other.id}")
    assert sorted(listed(page)) == ["JNL-3", "OLD-9"]
    assert "£57,000.50" in page.text
    assert "£177,000.50" not in page.text


def test_a_file_holds_what_is_listed_exactly_and_is_in_the_trail(finance):
    sent = finance.get("/savings/journals?format=csv&centre=E100&sort=journal")
    rows = list(csv.DictReader(io.StringIO(sent.text.lstrip("\ufeff"))))
    assert [(row["Journal"], float(row["Recurrent"]), row["Reversals"]) for row in rows] == [
        ("JNL-1", 120_000, "Reversed by JNL-2"),
        ("JNL-2", -120_000, "Reverses JNL-1"),
    ]
    assert finance.get("/savings/journals?format=xlsx").status_code == 200
    deeds = db.session.scalars(select(AuditEvent.action)).all()
    assert deeds.count("journals.export") == 2


def test_a_lead_sees_the_journals_of_their_own_workstream_alone(client, books):
    page = client.sign_in(make.lead(books.workstream)).get("/savings/journals")
    assert sorted(listed(page)) == ["JNL-1", "JNL-2"]
    assert "F200" not in page.text


def test_journals_of_a_workforce_sensitive_scheme_show_only_to_those_named(client, books):
    owner = make.lead(books.workstream)
    hidden = make.scheme(
        title="Posts go",
        workstream_id=books.workstream.id,
        disclosure=Disclosure.WORKFORCE,
        owner_id=owner.id,
    )
    journal(hidden, "HID-1", 9_999_00, cost_centre="H300", financial_year=FinancialYear(2024))
    client.sign_in(make.finance(books.programme))
    page = client.get("/savings/journals")
    for told in ("HID-1", "Posts go", "H300", "2024/25", "£9,999"):
        assert told not in page.text
    assert "workforce-sensitive and you are not named: 1 journal" in page.text
    assert "HID-1" not in client.get("/savings/journals?format=csv").text
    assert "HID-1" in client.sign_in(owner).get("/savings/journals").text


def test_the_page_asks_the_database_the_same_for_one_journal_and_fifty(finance, books, queries):
    finance.get("/savings/journals")
    queries.clear()
    finance.get("/savings/journals")
    before = len(queries)
    for number in range(50):
        journal(books.scheme, f"MANY-{number}", 100, cost_centre=f"X{number}")
    queries.clear()
    finance.get("/savings/journals")
    assert len(queries) == before


def test_without_a_journal_the_page_says_who_records_one(client):
    programme = make.programme(code="NEW")
    page = client.sign_in(make.finance(programme)).get("/savings/journals")
    assert "No journal is recorded yet" in page.text
