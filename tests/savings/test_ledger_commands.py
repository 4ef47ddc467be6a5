"""Lines of the ledger: corrected, withdrawn and matched, each told once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.money import Pence
from app.db import db
from app.programmes.roles import Role
from app.savings import queries
from app.savings.commands import ledger
from app.savings.models import LedgerLine
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}


@pytest.fixture
def scheme_id():
    return make.scheme().id


def get(key):
    return queries.get(key, SYSTEM)


@pytest.fixture
def line(scheme_id):
    programme = get(scheme_id).workstream.programme
    made = make.ledger_line(programme_id=programme.id, pence=5_000, description="Letters")
    return db.session.get_one(LedgerLine, made.id)


def events():
    db.session.commit()
    told = select(AuditEvent).order_by(AuditEvent.number)
    return [(each.action, each.differences) for each in db.session.scalars(told)]


def test_another_amount_is_told_as_a_person_reads_it(line):
    ledger.correct_line(line, {"pence": Pence(5_150), "description": "Stamps"}, **NOW)
    assert events() == [
        (
            "ledger_line.correct",
            {"amount": ["£50.00", "£51.50"], "description": ["Letters", "Stamps"]},
        )
    ]


def test_a_correction_that_corrects_nothing_is_no_event(line):
    ledger.correct_line(line, {"pence": Pence(5_000)}, **NOW)
    assert events() == []


def test_words_alone_leave_the_amount_out_of_the_story(line):
    ledger.correct_line(line, {"description": "Stamps"}, **NOW)
    assert events() == [("ledger_line.correct", {"description": ["Letters", "Stamps"]})]


def test_an_amount_that_cannot_be_real_corrects_nothing(line):
    with pytest.raises(RuleBroken) as refused:
        ledger.correct_line(line, {"pence": Pence(10**15 + 1)}, **NOW)
    assert (refused.value.field, line.pence) == ("amount", 5_000)


def test_a_line_is_withdrawn_once_and_a_correction_brings_it_back(line):
    ledger.withdraw_line(line, reason="Posted twice", **NOW)
    assert line.is_withdrawn
    with pytest.raises(RuleBroken, match="withdrawn already"):
        ledger.withdraw_line(line, reason="Posted twice", **NOW)
    ledger.correct_line(line, {"is_withdrawn": False}, **NOW)
    assert not line.is_withdrawn
    assert [action for action, _ in events()] == ["ledger_line.withdraw", "ledger_line.correct"]


def test_a_withdrawn_line_is_matched_to_nothing(line, scheme_id):
    ledger.withdraw_line(line, reason="Posted twice", **NOW)
    with pytest.raises(RuleBroken, match="is withdrawn"):
        ledger.match_line(line, get(scheme_id), **NOW)
    assert line.scheme_id is None


def test_the_same_match_twice_is_told_once(line, scheme_id):
    for _ in range(2):
        ledger.match_line(line, get(scheme_id), **NOW)
    assert line.scheme_id == scheme_id
    assert [action for action, _ in events()] == ["scheme.match_ledger_line"]


def test_a_line_that_somebody_matched_in_between_is_not_matched_again(line, scheme_id):
    shown = line.version
    ledger.match_line(line, get(scheme_id), **NOW)
    db.session.commit()
    with pytest.raises(Conflict):
        ledger.match_line(line, get(scheme_id), version=shown, **NOW)


@pytest.mark.parametrize("role", [Role.LEAD, Role.SRO, Role.SPONSOR, Role.AUDITOR])
def test_who_neither_imports_nor_validates_leaves_the_ledger_as_it_is(scheme_id, line, role):
    who = make.with_role(role, programme=get(scheme_id).workstream.programme)
    now = {"actor": make.actor(who), "at": AT}
    for act in (
        lambda: ledger.correct_line(line, {"pence": Pence(1)}, **now),
        lambda: ledger.withdraw_line(line, reason="x", **now),
        lambda: ledger.match_line(line, get(scheme_id), **now),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (line.pence, line.is_withdrawn, line.scheme_id) == (5_000, False, None)
