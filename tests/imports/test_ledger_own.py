"""Nobody brings in the ledger line that the claim of their own scheme is held against."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core.errors import RuleBroken
from app.db import db
from app.imports import commands
from app.imports.applying.asked import LeftOutLines
from app.imports.models import Import
from app.programmes.models import Deputy
from app.savings import queries as schemes
from app.savings.commands import ledger, together
from app.savings.queries import claims
from app.savings.rules.validation import DEFAULTS
from tests import make
from tests.imports.test_ledger import AT, OCTOBER, SYSTEM, bring, counts, lines

LINE = "4100,52100,M7,90000,WS01-S09,Saved"
SMALLER = "4100,52100,M7,80000,WS01-S09,Saved"


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def office(programme):
    return make.pmo(programme, name="Pat Office")


@pytest.fixture
def finance(programme):
    return make.finance(programme, name="Fay Finance")


@pytest.fixture
def own(programme, office):
    workstream = make.workstream(ref="WS01", programme_id=programme.id)
    given = {"owner_id": office.id, "ref": "WS01-S09"}
    return make.claim(90_000_00, workstream_id=workstream.id, **given)


def by(person):
    return {"actor": make.actor(person), "at": AT}


def said(report):
    return [each.message for each in report.findings]


def shown(scheme):
    return claims.of_scheme(schemes.get(scheme.id, SYSTEM), OCTOBER, DEFAULTS).ledger


def validated_together(programme, finance):
    listed = claims.of_month(programme.id, OCTOBER, DEFAULTS, SYSTEM)
    seen = {row.scheme_id: row.shown for row in listed}
    return together.validate_together(programme, OCTOBER, seen=seen, **by(finance)).validated


def test_a_line_of_ones_own_scheme_waits_until_somebody_else_matches_it(
    programme, office, finance, own
):
    report = bring(programme, LINE, actor=make.actor(office))
    assert counts(report) == [1, 0, 0, 0]
    assert any("your own scheme, or you are in its line" in each for each in said(report))
    assert (lines()[0].scheme_id, lines()[0].scheme_ref) == (None, "WS01-S09")
    with pytest.raises(RuleBroken, match="Nothing was validated"):
        validated_together(programme, finance)

    again = bring(programme, LINE, actor=make.actor(office))
    assert counts(again) == [0, 0, 1, 0]
    ledger.match_line(lines()[0], schemes.get(own.id, SYSTEM), **by(finance))
    db.session.commit()
    assert [row.ref for row in validated_together(programme, finance)] == ["WS01-S09"]


@pytest.mark.parametrize("whose", ["the author", "the sponsor", "a deputy"])
def test_so_it_is_for_whoever_is_in_the_schemes_line_or_stands_in_for_the_owner(
    programme, office, finance, own, whose
):
    if whose == "the author":
        own.author_id = finance.id
    elif whose == "the sponsor":
        schemes.get(own.id, SYSTEM).workstream.sponsor_id = finance.id
    else:
        spell = {"starts_on": AT.date(), "ends_on": AT.date(), "reason": "On leave"}
        db.session.add(Deputy(principal_id=office.id, deputy_id=finance.id, **spell))
    db.session.commit()
    bring(programme, LINE, actor=make.actor(finance))
    assert lines()[0].scheme_id is None


def test_a_colleagues_line_and_the_command_lines_are_matched_as_they_come(
    programme, office, finance, own
):
    bring(programme, LINE, actor=make.actor(finance))
    assert shown(own) == 90_000_00
    bring(programme, "4200,52100,M7,1,WS01-S09,More")
    assert shown(own) == 90_001_00


def test_a_line_of_ones_own_scheme_is_not_corrected_by_a_file(programme, office, finance, own):
    bring(programme, LINE, actor=make.actor(finance))
    report = bring(programme, SMALLER, actor=make.actor(office))
    assert counts(report) == [0, 0, 0, 1]
    assert ledger.OWN_LINE in said(report)
    assert shown(own) == 90_000_00
    assert counts(bring(programme, LINE, actor=make.actor(office))) == [0, 0, 1, 0]
    assert counts(bring(programme, SMALLER, actor=make.actor(finance))) == [0, 1, 0, 0]


def test_a_reference_that_is_filled_in_moves_no_line_to_ones_own_scheme(
    programme, office, finance, own
):
    other = make.scheme(workstream_id=own.workstream_id, ref="WS01-S01")
    bring(programme, "4100,52100,M7,90000,,Saved", actor=make.actor(finance))
    ledger.match_line(lines()[0], schemes.get(other.id, SYSTEM), **by(finance))
    db.session.commit()
    bring(programme, LINE, actor=make.actor(office))
    assert [(row.scheme_ref, row.scheme_id) for row in lines()] == [("WS01-S09", other.id)]


def test_a_reference_that_is_filled_in_on_a_line_of_ones_own_scheme_adds_no_second(
    programme, office, finance, own
):
    bring(programme, "4100,52100,M7,90000,,Saved", actor=make.actor(finance))
    ledger.match_line(lines()[0], schemes.get(own.id, SYSTEM), **by(finance))
    db.session.commit()
    assert counts(bring(programme, LINE, actor=make.actor(office))) == [0, 0, 1, 0]
    assert shown(own) == 90_000_00


def test_lines_of_ones_own_scheme_that_a_file_leaves_out_stay(programme, office, finance, own):
    rows = [LINE, "4100,53300,M7,-5000,WS01-S09,Reversed", "4100,54400,M7,7,,Other"]
    bring(programme, *rows, actor=make.actor(finance))
    given = {"actor": make.actor(office), "left_out": LeftOutLines.ALL_GO}
    report = bring(programme, LINE, **given)
    assert {each["description"]: each["goes"] for each in report.left_out} == {
        "Reversed": False,
        "Other": True,
    }
    assert any("somebody else has to withdraw it" in each for each in said(report))
    assert shown(own) == 85_000_00


def test_who_owns_the_scheme_does_not_undo_the_file_of_its_lines(programme, office, finance, own):
    bring(programme, LINE, "4100,54400,M7,7,,Other", actor=make.actor(finance))
    brought = db.session.scalars(select(Import)).one()
    undone = commands.undo(brought, **by(office))
    db.session.commit()
    assert [why for _, why in undone.left] == [ledger.OWN_LINE]
    assert len(undone.withdrawn) == 1
    assert shown(own) == 90_000_00


def test_a_file_of_many_lines_asks_once_whose_schemes_they_are(programme, office, own, queries):
    def asked(rows, account):
        made = [f"{number},{account},M7,1,WS01-S09,A" for number in range(rows)]
        queries.clear()
        bring(programme, *made, actor=make.actor(office))
        return sum(statement.startswith("SELECT") for statement in queries)

    assert asked(2, "a") == asked(40, "b")
