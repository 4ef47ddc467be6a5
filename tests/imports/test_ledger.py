import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.db import db
from app.imports import attempts, commands
from app.imports.models import Import
from app.imports.reading import reader
from app.imports.reading.cells import months
from app.imports.reading.cells.answers import Mistake
from app.imports.reading.results import Severity
from app.savings.models import LedgerLine, SchemeStatus
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("import")
HEADINGS = "Cost centre,Account,Period,Amount,Scheme ref,Description"
OCTOBER = Month(2026, 10)


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def scheme(programme):
    workstream = make.workstream(ref="WS01", programme_id=programme.id)
    return make.scheme(workstream_id=workstream.id, ref="WS01-S01")


def csv(*lines):
    return "\n".join([HEADINGS, *lines]).encode()


def bring(programme, *lines, month=OCTOBER, actor=SYSTEM, kind=None, name="ledger.csv", **given):
    wanted = attempts.Wanted(
        programme_id=programme.id,
        name=name,
        content=csv(*lines),
        kind=kind,
        month=month,
        **given,
    )
    file = attempts.read(wanted)
    report = attempts.apply(wanted, file, actor=actor, at=AT)
    db.session.commit()
    return report


def lines():
    db.session.expire_all()
    return db.session.scalars(select(LedgerLine).order_by(LedgerLine.id)).all()


def counts(report):
    found = report.counts
    assert found["rows_read"] == sum(found[name] for name in list(found)[1:])
    return [found[name] for name in ("created", "updated", "unchanged", "rejected")]


def test_a_ledger_is_known_by_its_headings_and_its_lines_find_their_schemes(programme, scheme):
    report = bring(
        programme,
        '4100,52100,M7,"1,234.56",ws01-s01,Agency',
        "4100,52100,Nov-26,(500.10),WS01-S01,Reversal",
    )
    assert report.file.kind == "ledger"
    assert counts(report) == [2, 0, 0, 0]
    first, second = lines()
    assert (first.pence, first.month, first.scheme_id) == (123_456, OCTOBER, scheme.id)
    assert (first.cost_centre, first.account, first.description) == ("4100", "52100", "Agency")
    assert first.source == "ledger.csv"
    assert (second.pence, second.month) == (-50_010, Month(2026, 11))


def test_the_same_file_twice_creates_nothing(programme, scheme):
    same = ["4100,52100,M7,100,WS01-S01,A", "4100,52100,M7,100,WS01-S01,A", "4,5,M7,1,X9,?"]
    assert counts(bring(programme, *same)) == [3, 0, 0, 0]
    assert counts(bring(programme, *same)) == [0, 0, 3, 0]
    assert sorted(line.occurrence for line in lines()) == [1, 1, 2]


def test_a_later_file_replaces_an_amount_and_leaves_other_lines(programme, scheme):
    bring(programme, "4100,52100,M7,100,WS01-S01,A", "4200,52100,M7,50,WS01-S01,B")
    report = bring(programme, "4100,52100,M7,120,WS01-S01,A")
    assert counts(report) == [0, 1, 0, 0]
    assert [line.pence for line in lines()] == [12_000, 5_000]


def test_a_line_of_an_unknown_scheme_is_kept_and_said(programme, scheme):
    report = bring(programme, "4100,52100,M7,100,NOPE,A", "4100,52101,M7,100,,B")
    assert counts(report) == [2, 0, 0, 0]
    assert [line.scheme_id for line in lines()] == [None, None]
    said = [each.message for each in report.findings if each.severity is Severity.WARNING]
    assert said == [
        "No scheme has this reference: the line is kept; match it to a scheme",
        "This line names no scheme: match it to one",
    ]


def test_a_line_that_somebody_matched_stays_matched_when_the_file_comes_again(programme, scheme):
    bring(programme, "4100,52100,M7,100,NOPE,A")
    lines()[0].scheme_id = scheme.id
    db.session.commit()
    assert counts(bring(programme, "4100,52100,M7,100,NOPE,A")) == [0, 0, 1, 0]
    assert counts(bring(programme, "4100,52100,M7,200,NOPE,A")) == [0, 1, 0, 0]
    assert (lines()[0].scheme_id, lines()[0].pence) == (scheme.id, 20_000)


def test_a_line_is_matched_once_its_scheme_is_there(programme, scheme):
    bring(programme, "4100,52100,M7,100,WS01-S02,A")
    added = make.scheme(workstream_id=scheme.workstream_id, ref="WS01-S02")
    assert counts(bring(programme, "4100,52100,M7,100,WS01-S02,A")) == [0, 1, 0, 0]
    assert lines()[0].scheme_id == added.id


def test_a_withdrawn_scheme_and_one_of_two_take_no_line(programme, scheme):
    scheme.status = SchemeStatus.WITHDRAWN
    for ref in ("WS02", "WS03"):
        other = make.workstream(ref=ref, programme_id=programme.id)
        make.scheme(workstream_id=other.id, ref="TWICE")
    make.scheme(ref="WS01-S01")
    bring(programme, "1,2,M7,100,WS01-S01,A", "1,2,M7,100,TWICE,A")
    assert [line.scheme_id for line in lines()] == [None, None]


def test_a_row_that_cannot_be_read_is_rejected_and_the_others_come_in(programme, scheme):
    report = bring(
        programme,
        "4100,52100,M13,100,WS01-S01,A",
        "4100,52100,202607,100,WS01-S01,A",
        "4100,52100,,100,WS01-S01,A",
        "4100,52100,M7,lots,WS01-S01,A",
        "4100,52100,M7,,WS01-S01,A",
        "4100,52100,M7,10,WS01-S01,A",
    )
    assert counts(report) == [1, 0, 0, 5]


def test_a_line_without_a_reference_is_no_total_although_it_adds_up(programme, scheme):
    report = bring(
        programme, "1,2,M7,50,WS01-S01,A", "1,3,M7,50,WS01-S01,A", "1,4,M7,100,,Bank staff"
    )
    assert counts(report) == [3, 0, 0, 0]


def test_a_printed_total_is_not_read(programme, scheme):
    report = bring(programme, "1,2,M7,50,WS01-S01,A", "Total,,,50,,")
    assert counts(report) == [1, 0, 0, 0]


def undo(programme):
    brought = db.session.scalars(select(Import).order_by(Import.id.desc())).first()
    commands.undo(brought, actor=SYSTEM, at=AT)
    db.session.commit()


def test_undo_withdraws_lines_and_the_file_brings_them_back(programme, scheme):
    bring(programme, "4100,52100,M7,100,WS01-S01,A")
    undo(programme)
    assert [line.is_withdrawn for line in lines()] == [True]
    assert counts(bring(programme, "4100,52100,M7,100,WS01-S01,A")) == [0, 1, 0, 0]
    assert [line.is_withdrawn for line in lines()] == [False]
    undo(programme)
    assert [line.is_withdrawn for line in lines()] == [True]


def test_undo_gives_a_changed_line_its_amount_back(programme, scheme):
    bring(programme, "4100,52100,M7,100,WS01-S01,A")
    bring(programme, "4100,52100,M7,120.5,WS01-S01,B")
    undo(programme)
    assert [(line.pence, line.description) for line in lines()] == [(10_000, "A")]


def test_a_locked_month_takes_its_ledger(programme, scheme):
    make.period(programme=programme, month=OCTOBER, status="locked")
    assert counts(bring(programme, "4100,52100,M7,100,WS01-S01,A")) == [1, 0, 0, 0]


def test_lines_cost_no_query_each(programme, scheme, queries):
    def asked(rows, account):
        made = [f"{number},{account},M7,1,WS01-S01,A" for number in range(rows)]
        queries.clear()
        bring(programme, *made)
        return sum(statement.startswith("SELECT") for statement in queries)

    assert asked(2, "a") == asked(60, "b")
    assert db.session.scalar(select(func.count()).select_from(LedgerLine)) == 62


def test_the_command_brings_a_ledger_in(app, programme, scheme, tmp_path):
    path = tmp_path / "ledger.csv"
    path.write_bytes(csv("4100,52100,7,100,WS01-S01,A"))
    db.session.commit()
    done = app.test_cli_runner().invoke(
        args=[
            *("import-file", str(path), "--programme", programme.code, "--kind", "ledger"),
            *("--month", "2026-10", "--json"),
        ]
    )
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["created"] == 1


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-10", "2026-10"),
        ("2026/10", "2026-10"),
        ("10/2026", "2026-10"),
        ("Oct-26", "2026-10"),
        ("Oct 26", "2026-10"),
        ("October 2026", "2026-10"),
        ("Sept 2026", "2026-09"),
        ("OCTOBER", "M7"),
        ("M7", "M7"),
        ("M07", "M7"),
        ("m 7", "M7"),
        ("P07", "M7"),
        ("Period 7", "M7"),
        ("Month 12", "M12"),
        ("2026/27 M7", "2026-10"),
        ("M7 2026-27", "2026-10"),
        ("Period 10 2026/27", "2027-01"),
        (7, "M7"),
        (7.0, "M7"),
        ("07", "M7"),
        ("31/10/2026", "2026-10"),
        (date(2026, 10, 1), "2026-10"),
        (datetime(2026, 10, 31, 12), "2026-10"),
    ],
)
def test_a_month_is_read_as_ledgers_write_it(cell, expected):
    assert months.month(cell).value == expected


@pytest.mark.parametrize("cell", ["202607", 202607, "M13", "M0", "Marching 26", "soon", True, "?"])
def test_what_is_no_month_is_a_mistake(cell):
    assert isinstance(months.month(cell), Mistake)


def test_a_period_is_of_the_year_that_is_asked_for():
    assert months.resolved("M10", FinancialYear(2025)) == Month(2026, 1)
    assert months.resolved("2026-10", FinancialYear(2025)) == OCTOBER


def test_a_savings_table_is_not_taken_for_a_ledger():
    content = b"Scheme,Plan,Forecast,YTD actual\nOne,100,90,50\n"
    assert reader.read("savings.csv", content).kind == "savings"
