"""A ledger line that comes again, written a little differently, is not counted twice."""

from __future__ import annotations

import pytest

from app.db import db
from app.imports.applying.asked import LeftOutLines
from app.savings import queries as schemes
from app.savings.commands import ledger
from app.savings.queries import claims
from app.savings.rules.validation import DEFAULTS
from tests import make
from tests.imports.test_ledger import AT, OCTOBER, SYSTEM, bring, counts, lines, undo
from tests.savings.test_ledger_commands import events


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def scheme(workstream):
    return make.scheme(workstream_id=workstream.id, ref="WS01-S01")


@pytest.fixture
def other(workstream):
    return make.scheme(workstream_id=workstream.id, ref="WS01-S02", title="Another")


def shown(scheme):
    """What the ledger shows of the scheme in October, in pounds."""
    found = schemes.get(scheme.id, SYSTEM)
    return (claims.of_scheme(found, OCTOBER, DEFAULTS).ledger or 0) // 100


def match(line, scheme):
    ledger.match_line(line, schemes.get(scheme.id, SYSTEM), actor=SYSTEM, at=AT)
    db.session.commit()


def counting():
    return [line.pence // 100 for line in lines() if not line.is_withdrawn]


def said(report):
    return " / ".join(each.message for each in report.findings)


REFERENCE = "came before without a scheme reference"


@pytest.mark.parametrize(
    "again",
    [
        "4100A,52100,M7,1000,ws01-s01,Agency",
        "4100a,52100,M7,1000,WS01-S01,Agency",
        "4100A,52100,M7,1000,WS01-S01 ,Agency",
    ],
    ids=["reference", "cost centre", "space"],
)
def test_the_case_and_space_of_codes_make_no_other_line(programme, scheme, again):
    bring(programme, "4100A,52100,M7,1000,WS01-S01,Agency")
    report = bring(programme, again)
    assert counts(report) == [0, 0, 1, 0]
    assert report.left_out == []
    assert shown(scheme) == 1000


def test_a_line_whose_reference_is_filled_in_stays_the_line_that_somebody_matched(
    programme, scheme
):
    bring(programme, "4100,52100,M7,1000,,Agency")
    match(lines()[0], scheme)
    report = bring(programme, "4100,52100,M7,1000,WS01-S01,Agency")
    assert counts(report) == [0, 1, 0, 0]
    assert REFERENCE in said(report)
    assert [(row.scheme_ref, row.scheme_id) for row in lines()] == [("WS01-S01", scheme.id)]
    assert shown(scheme) == 1000
    again = bring(programme, "4100,52100,M7,1000,WS01-S01,Agency")
    assert counts(again) == [0, 0, 1, 0]
    assert REFERENCE not in said(again)


def test_a_reference_that_names_another_scheme_moves_the_line_and_both_are_told(
    programme, scheme, other
):
    bring(programme, "4100,52100,M7,1000,,Agency")
    match(lines()[0], scheme)
    report = bring(programme, "4100,52100,M7,1000,WS01-S02,Agency")
    assert "the file’s holds now" in said(report)
    assert (shown(scheme), shown(other)) == (0, 1000)
    told = [action for action, _ in events()]
    assert told.count("scheme.lose_ledger_line") == 1
    assert told.count("scheme.match_ledger_line") == 2


def test_a_reference_that_names_no_scheme_leaves_the_line_with_its_scheme(programme, scheme):
    bring(programme, "4100,52100,M7,1000,,Agency")
    match(lines()[0], scheme)
    bring(programme, "4100,52100,M7,1000,NOPE,Agency")
    assert [(row.scheme_ref, row.scheme_id) for row in lines()] == [("NOPE", scheme.id)]


def test_a_line_whose_reference_is_left_out_keeps_it(programme, scheme):
    bring(programme, "4100,52100,M7,1000,WS01-S01,Agency")
    report = bring(programme, "4100,52100,M7,1000,,Agency")
    assert counts(report) == [0, 0, 1, 0]
    assert "came before with a scheme reference" in said(report)
    assert (lines()[0].scheme_ref, shown(scheme)) == ("WS01-S01", 1000)


def test_lines_of_one_file_that_differ_in_their_reference_both_count(programme, scheme, other):
    both = [f"4100,52100,M7,1000,WS01-S0{number},Agency" for number in (1, 2)]
    bring(programme, *both, "4100,52100,M7,1000,,Agency")
    assert (shown(scheme), shown(other), counting()) == (1000, 1000, [1000] * 3)
    again = bring(programme, *both, "4100,52100,M7,1000,,Agency")
    assert counts(again) == [0, 0, 3, 0]


def test_a_reference_is_filled_in_for_one_line_and_the_other_is_new(programme, scheme, other):
    bring(programme, "4100,52100,M7,1000,,Agency")
    match(lines()[0], other)
    both = [f"4100,52100,M7,1000,WS01-S0{number},Agency" for number in (1, 2)]
    assert counts(bring(programme, *both)) == [1, 1, 0, 0]
    assert (shown(scheme), shown(other)) == (1000, 1000)
    assert lines()[0].scheme_id == other.id  # of two rows, the one of the scheme it was matched to


def test_another_amount_or_cost_centre_is_another_line(programme, scheme):
    bring(programme, "4100,52100,M7,1000,,Agency")
    rows = ["4100,52100,M7,1001,WS01-S01,Agency", "4200,52100,M7,1000,WS01-S01,Agency"]
    assert counts(bring(programme, *rows)) == [2, 0, 0, 0]


def test_of_alike_lines_each_keeps_its_own_amount_whatever_their_order(programme, scheme, other):
    rows = ["4100,52100,M7,100,,A", "4100,52100,M7,200,,B"]
    bring(programme, *rows)
    for line, its in zip(lines(), (scheme, other), strict=True):
        match(line, its)
    assert counts(bring(programme, *reversed(rows))) == [0, 0, 2, 0]
    report = bring(programme, "4100,52100,M7,200,,B", left_out=LeftOutLines.ALL_GO)
    assert [each["description"] for each in report.left_out] == ["A"]
    assert (shown(scheme), shown(other)) == (0, 200)


def test_a_withdrawn_line_does_not_come_back_beside_the_one_that_took_its_place(programme, scheme):
    bring(programme, "4100,52100,M7,1000,WS01-S01,Agency")
    undo(programme)
    bring(programme, "4100,52100,M7,1000,,Agency")
    bring(programme, "4100,52100,M7,1000,WS01-S01,Agency")
    assert counting() == [1000]
    assert shown(scheme) == 1000


def test_leading_zeros_are_significant_and_are_warned_of(programme, scheme):
    bring(programme, "04100,52100,M7,1000,WS01-S01,Agency")
    report = bring(programme, "4100,52100,M7,1000,WS01-S01,Agency")
    assert counts(report) == [1, 0, 0, 0]
    assert "differ only in leading zeros" in said(report)
    assert "leading zeros" not in said(bring(programme, "4200,52100,M7,1000,WS01-S01,Agency"))


def test_an_undo_takes_the_reference_back_and_finds_the_line_its_place(programme, scheme):
    bring(programme, "4100,52100,M7,1000,,Agency")
    bring(programme, "4100,52100,M7,1000,WS01-S01,Agency")
    taken = lines()[0]
    alike = {"cost_centre": taken.cost_centre, "account": taken.account, "scheme_ref": ""}
    later = make.ledger_line(programme_id=programme.id, pence=5, **alike)
    undo(programme)
    found = {line.id: (line.scheme_ref, line.scheme_id, line.occurrence) for line in lines()}
    assert found == {taken.id: ("", None, 2), later.id: ("", None, 1)}
