"""A page that finance left open decides on nothing that a colleague said meanwhile."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.savings import queries as schemes
from app.savings.commands import threads, validation
from app.savings.models import ClaimQuery, LedgerLine, QueryStatus, Validation
from app.savings.queries import claims
from app.savings.rules.validation import DEFAULTS, Evidence, Standing
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
OCTOBER = Month(2026, 10)
SYSTEM = Actor.system("test")
VALIDATES = {"decision": "validate", "evidence": "self-declared", "reason": "It is fine"}


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def claimed(workstream):
    made = make.claim(50_000_00, ledger=40_000_00, workstream_id=workstream.id)
    return schemes.get(made.id, SYSTEM)


@pytest.fixture
def ann(programme):
    return {"actor": make.actor(make.finance(programme, name="Ann")), "at": AT}


@pytest.fixture
def asked(workstream):
    """What Ann's query says."""
    return {
        "question": "Where did the £10k go?",
        "owner_id": make.lead(workstream, name="Lena").id,
        "due_on": date(2026, 10, 30),
    }


@pytest.fixture
def bob(client, programme):
    return client.sign_in(make.finance(programme, name="Bob"))


def address(scheme):
    return f"/savings/{scheme.id}/validation/2026-10"


def opened(bob, scheme):
    """What Bob's page of the claim gives back."""
    page = bob.get(address(scheme)).text
    return {"shown": re.search(r'name="shown"[^>]*value="([^"]*)"', page)[1]}


def sends(bob, scheme, shown):
    sent = bob.post(address(scheme), data={**shown, **VALIDATES})
    return sent.status_code, html.unescape(sent.text)


def said():
    """Who said what of the claim, oldest first."""
    rows = db.session.scalars(select(Validation).order_by(Validation.id))
    return [(each.by, str(each.verdict)) for each in rows]


def test_a_query_that_a_colleague_asked_meanwhile_is_read_and_not_closed(bob, claimed, ann, asked):
    shown = opened(bob, claimed)
    validation.query(claimed, OCTOBER, **asked, **ann)
    db.session.commit()

    status, page = sends(bob, claimed, shown)

    assert status == 422
    assert "Ann decided since you opened the page: queried at £50,000.00" in page
    assert "“Where did the £10k go?”" in page
    assert said() == [("Ann", "queried")]
    assert db.session.scalars(select(ClaimQuery)).one().status is QueryStatus.OPEN


def test_a_rejection_meanwhile_is_read_before_it_is_overridden(bob, claimed, ann):
    shown = opened(bob, claimed)
    validation.reject(claimed, OCTOBER, reason="The spend did not fall", **ann)
    db.session.commit()

    status, page = sends(bob, claimed, shown)

    assert status == 422
    assert "Ann decided since you opened the page: rejected" in page
    assert said() == [("Ann", "rejected")]
    again = {"shown": re.search(r'name="shown"[^>]*value="([^"]*)"', page)[1]}
    assert sends(bob, claimed, again)[0] == 302
    assert said() == [("Ann", "rejected"), ("Bob", "validated")]


def test_a_question_of_the_lead_meanwhile_is_read_first(bob, claimed, asked, programme):
    shown = opened(bob, claimed)
    asked["owner_id"] = make.finance(programme, name="Fay").id
    threads.open_query(claimed, OCTOBER, **asked, actor=SYSTEM, at=AT)
    db.session.commit()
    status, page = sends(bob, claimed, shown)
    assert status == 422
    assert "it is now open, due 30 October 2026" in page
    assert said() == []


def test_a_query_that_was_closed_meanwhile_is_read_first(bob, claimed, asked):
    found = threads.open_query(claimed, OCTOBER, **asked, actor=SYSTEM, at=AT)
    db.session.commit()
    shown = opened(bob, claimed)
    threads.close_query(found, note="The invoice is in", actor=SYSTEM, at=AT)
    db.session.commit()
    status, page = sends(bob, claimed, shown)
    assert status == 422
    assert "since you opened the page: it was closed" in page


@pytest.mark.parametrize("shown", ["", "1", "1.2.3", "..."])
def test_a_page_that_gives_back_nothing_real_decides_nothing(bob, claimed, shown):
    assert sends(bob, claimed, {"shown": shown})[0] == 422
    assert said() == []


def test_a_small_claim_whose_ledger_line_is_undone_is_an_exception(workstream, ann):
    small = schemes.get(make.claim(400_00, ledger=400_00, workstream_id=workstream.id).id, SYSTEM)
    validation.validate(small, OCTOBER, evidence=Evidence.LEDGER, **ann)
    db.session.scalars(select(LedgerLine)).one().is_withdrawn = True
    db.session.flush()
    row = claims.of_scheme(small, OCTOBER, DEFAULTS)
    assert (row.ledger, row.standing) == (None, Standing.LEDGER_MOVED)
