"""Ragstone's own workbook goes out and comes back: only what somebody changed is changed."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
import python_calamine
import xlsxwriter
from sqlalchemy import select

from app.accounts.models import Person
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.imports import workbook
from app.imports.workbook.columns import TABLES, columns
from app.milestones import commands as milestones
from app.milestones.models import Milestone
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.programmes.roles import Role
from app.risks.models import Response
from app.savings import queries as savings
from app.savings.models import CashClass, DeliveryRisk, DevelopmentStatus, Scheme
from tests import make
from tests.conftest import NOW
from tests.imports.conftest import OFFICE

YEAR = FinancialYear(2026)


@pytest.fixture
def filled(programme, workstream):
    """A programme with one of each, and texts that a spreadsheet might mistake."""
    lead = make.lead(workstream, name="Asha Rao")
    make.workstream(programme_id=programme.id, ref="WS02", name="Estates", purpose="Two\n\nlines")
    make.milestone(workstream=workstream, ref="M1", title="=1+1", owner_id=lead.id, is_gate=True)
    make.milestone(workstream=workstream, ref="M2", title="Rooms booked", baseline=None)
    scheme = make.scheme(
        workstream=workstream,
        ref="S1",
        title="+44 calls",
        cash_class=CashClass.NON_CASH_RELEASING,
        delivery_risk=DeliveryRisk.HIGH,
        development_status=DevelopmentStatus.FULLY_DEVELOPED,
        starts_on=date(2026, 4, 1),
        recurrent_full_year=Pence(123_456),
    )
    make.money(scheme, plan=(1, 2, 3), actual=(1, None, -2))
    make.risk(
        workstream=workstream,
        ref="R1",
        title="@late",
        cause="Lease",
        response=Response.TREAT,
        owner_id=lead.id,
        current_consequence=4,
        current_likelihood=2,
    )
    make.dependency(giver=workstream, receiver=programmes.by_ref(programme.id, "WS02"), ref="D1")
    return programme


def download(**given):
    programme = programmes.by_code("OPD")
    content = workbook.written(programme, YEAR, **{"filled": True, "visible_to": OFFICE, **given})
    db.session.rollback()
    return content


def sheets(content):
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def changed(content, sheet, row, heading, value):
    """The workbook with one cell of one sheet changed."""
    found = sheets(content)
    place = found[sheet][0].index(heading)
    found[sheet][row][place] = value
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}
    )
    for name, rows in found.items():
        made = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    made.write_datetime(number, column, cell)
                elif cell != "":
                    made.write(number, column, cell)
    book.close()
    return file.getvalue()


def outcomes(report):
    return [
        (each.row.table, each.outcome.value)
        for each in report.results
        if each.outcome.value != "unchanged"
    ]


def test_a_download_that_nobody_changed_changes_nothing(bring, filled):
    report = bring(content=download(), name="OPD.xlsx")
    assert report.file.kind == "workbook"
    assert outcomes(report) == [], [each.differences for each in report.results]
    assert {each.row.table for each in report.results} == set(TABLES)


def test_one_cell_changes_one_record(bring, filled):
    content = changed(download(), "Milestones", 2, "Forecast", date(2027, 2, 1))
    report = bring(content=content, name="OPD.xlsx")
    assert outcomes(report) == [("milestones", "updated")]
    found = db.session.scalars(select(Milestone).where(Milestone.ref == "M2")).one()
    assert found.forecast == date(2027, 2, 1)


def test_one_month_of_one_measure_changes_one_cell(bring, filled):
    content = changed(download(), "Savings by month", 1, "May", 2_500.5)
    report = bring(content=content, name="OPD.xlsx")
    assert outcomes(report) == [("savings_by_month", "updated")]
    scheme = db.session.scalars(select(Scheme)).one()
    assert savings.figures(scheme.id, YEAR).plan.recurrent[:3] == (100_000, 250_050, 300_000)


def test_an_emptied_cell_of_a_downloaded_row_is_emptied(bring, filled):
    report = bring(content=changed(download(), "Risks", 1, "Cause", ""), name="OPD.xlsx")
    assert outcomes(report) == [("risks", "updated")]
    (difference,) = next(each for each in report.results if each.differences).differences
    assert (difference.before, difference.after) == ("Lease", "")


def test_a_stale_row_is_a_conflict_that_shows_both_versions(bring, filled):
    content = changed(download(), "Milestones", 2, "Forecast", date(2027, 2, 1))
    found = db.session.scalars(select(Milestone).where(Milestone.ref == "M2")).one()
    programmes.by_ref(filled.id, "WS01")
    milestones.reforecast(found, to=date(2027, 3, 1), reason="Lift", actor=OFFICE, at=NOW)
    db.session.commit()
    report = bring(content=content, name="OPD.xlsx")
    assert outcomes(report) == [("milestones", "rejected")]
    (error,) = next(each for each in report.results if each.errors).errors
    assert "1 February 2027" in error.message
    assert "1 March 2027" in error.message
    assert db.session.get(Milestone, found.id).forecast == date(2027, 3, 1)


def test_a_new_row_gets_the_next_reference(bring, filled):
    found = sheets(download())
    row = [""] * len(found["Milestones"][0])
    row[found["Milestones"][0].index("Workstream")] = "WS02"
    row[found["Milestones"][0].index("Milestone")] = "Lease signed"
    report = bring(found["Milestones"][0][:-1], row[:-1], name="OPD.csv")
    assert outcomes(report) == [("milestones", "created")]
    refs = db.session.scalars(select(Milestone.ref)).all()
    assert "WS02-M01" in refs


def test_text_that_looks_like_a_formula_is_text(filled):
    rows = sheets(download())["Milestones"]
    assert rows[1][rows[0].index("Milestone")] == "=1+1"


def test_the_empty_workbook_holds_every_sheet_and_its_headings(filled):
    found = sheets(download(filled=False))
    assert next(iter(found)) == "About"
    assert len(found) == len(TABLES) + 1
    for table, (_name, rows) in zip(TABLES, list(found.items())[1:], strict=True):
        assert rows[0] == [column.heading for column in columns(table)]
        assert len(rows) == 1


def test_nobody_downloads_what_they_may_not_see(filled, workstream):
    make.milestone(workstream=workstream, title="Staff at risk", disclosure=Disclosure.WORKFORCE)
    office = make.actor(make.pmo(filled))
    assert "Staff at risk" not in str(sheets(download(visible_to=office)))


def test_people_are_added_with_their_role_once(bring, programme, workstream):
    rows = (
        ("E-mail", "Name", "Role", "Workstream"),
        ("bo@example.test", "Bo Lee", "Workstream lead", "WS01"),
        ("bo@example.test", "Bo Lee", "Sponsor", ""),
    )
    report = bring(*rows, kind="workbook")
    assert report.counts["rejected"] == 0
    assert bring(*rows, kind="workbook").counts["unchanged"] == 2
    person = db.session.scalars(select(Person).where(Person.email == "bo@example.test")).one()
    assert {each.role for each in programmes.roles_of(person.id)} == {Role.LEAD, Role.SPONSOR}


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (("bo@example.test", "Bo Lee", "Boss", ""), "Role", "“Boss” is not a role"),
        (("bo@example.test", "Bo Lee", "Sponsor", "WS99"), "Workstream", "no workstream “WS99”"),
        (("ann@example.test", "Ann", "Sponsor", "WS01"), "E-mail", "same role on an earlier row"),
    ],
    ids=["no such role", "no such workstream", "the same twice"],
)
def test_a_row_of_people_that_makes_no_sense_is_refused_by_its_cell(
    bring, programme, workstream, row, column, sentence
):
    first = ("ann@example.test", "Ann", "Sponsor", "WS01")
    report = bring(("E-mail", "Name", "Role", "Workstream"), first, row, kind="workbook")
    (wrong,) = (each for each in report.findings if each.severity == "error")
    assert wrong.column == column
    assert sentence in wrong.message
    assert db.session.scalars(select(Person.name)).all() == ["Ann"]


def test_a_person_without_a_role_is_added_all_the_same(bring, programme, workstream):
    bring(("E-mail", "Name", "Role"), ("bo@example.test", "Bo Lee", ""), kind="workbook")
    person = db.session.scalars(select(Person)).one()
    assert (person.name, programmes.roles_of(person.id)) == ("Bo Lee", [])
