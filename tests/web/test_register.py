"""The register's state, its files, and what no address may do to it."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import column, select, true
from werkzeug.datastructures import MultiDict

from app.core.rating import Colour
from app.programmes.models import Programme
from app.web import register
from app.web.register import files, state
from app.web.register.listing import Listing

ROW = SimpleNamespace(
    title='=HYPERLINK("https://evil.example")', due=date(2026, 11, 3), pence=-125050, days=3
)
COLUMNS = [
    register.Column(
        key="title", heading="Title", value=lambda row: row.title, sort=column("title")
    ),
    register.Column(
        key="due",
        heading="Due",
        kind=register.Kind.DATE,
        value=lambda row: row.due,
        sort=column("due"),
    ),
    register.Column(
        key="pence", heading="Value", kind=register.Kind.MONEY, value=lambda row: row.pence
    ),
    register.Column(
        key="days", heading="Days", kind=register.Kind.NUMBER, value=lambda row: row.days
    ),
    register.Column(
        key="rag", heading="Rating", kind=register.Kind.RATING, value=lambda _row: Colour.RED
    ),
]
LISTING = Listing(
    name="things",
    columns=COLUMNS,
    filters=[register.yes("late", "Late", true())],
    searched=[Programme.name],
    sort="due",
    last=[column("id")],
)


def asked(**args: str) -> state.State:
    return LISTING.state(MultiDict(args))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a = b", "a = b"),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_marked_as_text(text: str, expected: str):
    assert files.safe(text) == expected


def test_a_csv_opens_in_excel_with_numbers_as_numbers_and_no_formula():
    content, media = register.written("things", COLUMNS, [ROW], "csv")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert media == register.CSV
    assert rows == [
        ["Title", "Due", "Value", "Days", "Rating"],
        ['\'=HYPERLINK("https://evil.example")', "2026-11-03", "-1250.5", "3", "Red"],
    ]


def test_an_xlsx_holds_real_dates_and_numbers():
    content, _media = register.written("things", COLUMNS, [ROW], "xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1] == [
        '\'=HYPERLINK("https://evil.example")',
        date(2026, 11, 3),
        -1250.5,
        3.0,
        "Red",
    ]


def test_an_empty_register_is_still_a_file():
    for name in ("csv", "xlsx"):
        assert register.written("things", COLUMNS, [], name)[0]


@pytest.mark.parametrize(
    "args",
    [
        {"page": "-1", "sort": "nonsense", "direction": "x", "late": "maybe", "format": "exe"},
        {"page": "9" * 5000, "size": "1e9", "sort": "days"},
        {"page": "٣", "size": "-50", "sort": "", "format": "CSV"},
    ],
    ids=["nonsense", "huge", "other digits"],
)
def test_what_an_address_cannot_mean_is_as_if_it_were_not_there(args: dict[str, str]):
    found = asked(**args)
    assert (found.sort, found.descending, found.size, found.file) == ("due", False, 50, "")
    assert found.chosen == {"late": ""}
    assert found.page == 1


def test_a_search_is_one_short_line_without_what_no_database_holds():
    assert asked(q="  room\x00\tbooked\n ").search == "room booked"
    assert len(asked(q="x" * 10_000).search) == 100


def test_a_percent_sign_in_a_search_is_a_percent_sign():
    statement: Any = LISTING.narrow(select(Programme.id), asked(q="50%_"))
    bound = statement.compile().params
    assert any("/%/_" in str(value) for value in bound.values())


def test_the_direction_belongs_to_the_sorted_column():
    found = asked(sort="title", direction="descending")
    assert found.descending
    ordered = str(LISTING.narrow(select(Programme.id), found))
    assert ordered.endswith("ORDER BY title DESC NULLS LAST, id")
