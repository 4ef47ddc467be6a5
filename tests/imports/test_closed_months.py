"""A file leaves closed months as they are; as a correction its differences become adjustments."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND
from app.db import db
from app.imports import commands
from app.imports.models import Import
from app.programmes import queries as programmes
from app.savings import commands as savings
from app.savings import queries
from app.savings.commands import closing
from app.savings.models import Adjustment, DeliveryRisk, Scheme, SchemeMonth
from app.savings.rules.lifecycle import Stage
from tests import make
from tests.conftest import NOW
from tests.imports.conftest import OFFICE

CIP = ("Scheme", "Annual plan £k", "Forecast outturn £k", "YTD plan £k", "YTD actual £k")
YEAR = FinancialYear(2026)
SEPTEMBER = YEAR.month(6)


def close(month):
    with db.transaction():
        closing.close_months(programmes.by_code("OPD"), month, actor=OFFICE, at=NOW)


def months(cell, title="Agency"):
    """The year's cells of that name in £k, April first."""
    rows = db.session.execute(
        select(SchemeMonth.month, getattr(SchemeMonth, cell))
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .where(Scheme.title == title)
    )
    found = dict(tuple(row) for row in rows)
    return [None if found.get(m) is None else found[m] // THOUSAND for m in YEAR.months]


def adjustments():
    found = db.session.scalars(select(Adjustment).order_by(Adjustment.month)).all()
    return [(each.month.number, each.recurrent + each.non_recurrent) for each in found]


def undo():
    newest = db.session.scalars(select(Import).order_by(Import.id.desc()).limit(1)).one()
    programmes.programme(newest.programme_id)
    with db.transaction():
        brought = db.session.get_one(Import, newest.id)
        return commands.undo(brought, actor=OFFICE, at=NOW)


def actual():
    once = months("actual_non_recurrent")
    return [
        None if pair == (None, None) else sum(each or 0 for each in pair)
        for pair in zip(months("actual_recurrent"), once, strict=True)
    ]


@pytest.fixture
def into(bring, workstream):
    """`into(row, month=...)`: a table of figures to date, brought into the workstream."""
    key = workstream.id

    def run(*rows, **given):
        return bring(CIP, *rows, workstream_id=key, **given)

    return run


@pytest.fixture
def september(into):
    """A table at M6, then the close of M6."""
    into(("Agency", 120, 110, 60, 48), month="2026-09")
    close(SEPTEMBER)


def test_a_later_months_file_adds_its_months_and_leaves_the_closed_ones(into, september):
    report = into(("Agency", 120, 110, 70, 60), month="2026-10")
    assert report.counts["updated"] == 1
    assert actual()[:7] == [8, 8, 8, 8, 8, 8, 12]
    assert adjustments() == []


def test_a_scheme_that_is_new_after_the_close_shows_what_it_saved_in_the_open_month(
    into, september
):
    row = ("Theatres", 70, 70, 35, 21)
    report = into(row, month="2026-10")
    assert report.counts["created"] == 1
    assert months("actual_non_recurrent", "Theatres")[:7] == [None] * 6 + [21]
    assert sum(each or 0 for each in months("plan_non_recurrent", "Theatres")) == 70


def test_a_file_for_a_closed_month_is_refused_and_a_correction_is_offered(into, september):
    with pytest.raises(RuleBroken, match=r"August 2026 \(M5\) is closed.*--as-correction"):
        into(("Agency", 120, 110, 50, 30), month="2026-08")
    assert actual()[:6] == [8] * 6


def test_a_correction_turns_each_difference_into_an_adjustment_that_names_the_file(into, september):
    report = into(
        ("Agency", 120, 110, 60, 42),
        month="2026-09",
        as_correction=True,
        name="september-v2.csv",
    )
    assert report.counts["updated"] == 1
    assert sum(each or 0 for each in actual()[:6]) == 42
    assert sum(amount for _, amount in adjustments()) == -6 * THOUSAND
    assert db.session.scalars(select(Adjustment.reason)).first() == (
        "Correction: stated in september-v2.csv"
    )


def test_the_same_correction_twice_changes_nothing_the_second_time(into, september):
    given = {"month": "2026-09", "as_correction": True}
    into(("Agency", 120, 110, 60, 42), **given)
    count = len(adjustments())
    assert count
    report = into(("Agency", 120, 110, 60, 42), **given)
    assert report.counts["unchanged"] == 1
    assert len(adjustments()) == count


def test_a_correction_that_is_undone_is_taken_back_by_adjustments(into, september):
    into(("Agency", 120, 110, 60, 42), month="2026-09", as_correction=True)
    assert undo().left == []
    assert actual()[:6] == [8] * 6
    assert sum(amount for _, amount in adjustments()) == 0


def test_a_file_whose_months_were_closed_since_cannot_be_undone(into, workstream):
    make.scheme(workstream=workstream, title="Agency")
    into(("Agency", 120, 110, 60, 48), month="2026-09")
    close(SEPTEMBER)
    undone = undo()
    assert undone.restored == []
    assert "closed since" in undone.left[0][1]
    assert actual()[:6] == [8] * 6


def test_a_scheme_that_a_file_made_stays_once_its_months_were_closed(into, workstream):
    into(("Agency", 120, 110, 60, 48), month="2026-09")
    close(SEPTEMBER)
    undone = undo()
    assert undone.withdrawn == []
    assert "closed or validated" in undone.left[0][1]
    assert actual()[:6] == [8] * 6


def test_a_scheme_that_a_correction_made_is_withdrawn_with_its_closed_months_at_nought(
    into, workstream
):
    close(SEPTEMBER)
    into(("Agency", 120, 110, 60, 48), month="2026-09", as_correction=True)
    assert undo().left == []
    assert actual()[:6] == [0] * 6
    assert sum(amount for _, amount in adjustments()) == 0


def test_a_workbooks_row_that_changes_a_closed_month_is_refused_and_others_are_used(
    bring, september
):
    ref = db.session.scalars(select(Scheme.ref)).one()
    names = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    heading = ("Scheme", "Financial year", "Measure", "Recurrence", *names)
    report = bring(
        heading,
        (ref, "2026/27", "Actual", "Recurrent", 5, *[""] * 11),
        (ref, "2026/27", "Forecast", "Recurrent", *[""] * 6, 33, *[""] * 5),
    )
    assert report.counts["rejected"] == 1, report.findings
    assert any("April 2026 (M1) is closed" in each.message for each in report.findings)
    assert db.session.scalar(select(func.count()).select_from(Adjustment)) == 0


def test_a_frozen_plan_stays_as_signed_when_a_table_phases_it_anew(into, september):
    scheme = db.session.scalars(select(Scheme)).one()
    scheme.stage = Stage.IN_DELIVERY
    db.session.commit()
    before = months("plan_non_recurrent")
    report = into(("Agency", 240, 110, 140, 60), month="2026-10")
    assert months("plan_non_recurrent") == before
    assert actual()[6] == 12
    assert any("frozen since G5" in each.message for each in report.findings)


def test_months_of_another_year_are_none_of_the_files_business(into, workstream):
    close(Month(2026, 2))
    into(("Agency", 120, 110, 60, 48), month="2026-09")
    assert actual()[:6] == [8] * 6


def complete(title="Agency"):
    made = db.session.scalars(select(Scheme).where(Scheme.title == title)).one()
    with db.transaction():
        savings.complete(queries.get(made.id, OFFICE), reason="Journal 1", actor=OFFICE, at=NOW)


def test_a_complete_schemes_figures_come_in_and_its_plan_and_what_it_is_stay(into):
    into(("Agency", 120, 110, 60, 48), month="2026-09")
    complete()
    report = into(("Agency", 130, 110, 70, 60), month="2026-10")
    assert report.counts["updated"] == 1
    assert actual()[:7] == [8, 8, 8, 8, 8, 8, 12]
    assert sum(months("plan_non_recurrent")) == 120
    [warned] = [each.message for each in report.findings if "plan" in each.message]
    assert "its plan stays as it was transacted" in warned


def test_a_tracker_that_says_something_else_of_a_complete_scheme_only_brings_its_figures(
    bring, workstream
):
    head, key = (*CIP, "Delivery risk"), workstream.id
    bring(head, ("Agency", 120, 110, 60, 48, "Low"), month="2026-09", workstream_id=key)
    complete()
    row = ("Agency", 120, 110, 70, 60, "High")
    report = bring(head, row, month="2026-10", workstream_id=key)
    assert actual()[:7] == [8, 8, 8, 8, 8, 8, 12]
    assert db.session.scalars(select(Scheme)).one().delivery_risk is DeliveryRisk.LOW
    [warned] = [each.message for each in report.findings if "complete" in each.message]
    assert "is complete and stays what it is: the file’s delivery risk was not used" in warned
