"""What is withheld cannot be had by taking one page's sums from another's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Disclosure, RoleAssignment
from app.programmes.roles import Role
from app.savings import queries as schemes
from app.savings.commands import reconciliation, validation
from app.savings.models import Against
from app.savings.rules.validation import Evidence
from tests import make
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
OCTOBER = Month(2026, 10)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}
OPEN, WHOLE, HIDDEN = "£5,000.00", "£8,001.23", "£3,001.23"
PLACES = ("savings/validation", "savings/reconciliation", "months")


class Mixed:
    """£5,000 that everybody reads and £3,001.23 that is workforce-sensitive, both validated."""

    def __init__(self):
        self.programme = make.programme(code="OPD")
        self.workstream = make.workstream(ref="WS01", programme_id=self.programme.id)
        make.period(programme=self.programme, month=OCTOBER)
        self.owner = make.pmo(self.programme)
        place = {"workstream_id": self.workstream.id}
        sensitive = {"disclosure": Disclosure.WORKFORCE, "owner_id": self.owner.id}
        self._validated(500_000, **place)
        self._validated(300_123, title="Posts go", **place, **sensitive)
        self._signed()

    def _validated(self, pence, **given):
        made = make.claim(pence, ledger=pence, **given)
        validation.validate(schemes.get(made.id, SYSTEM), OCTOBER, evidence=Evidence.LEDGER, **NOW)

    def _signed(self):
        paper = {"pence": Pence(800_123), "title": "Table 4"}
        reconciliation.set_paper(self.programme, OCTOBER, **paper, **NOW)
        reconciliation.sign_off(self.programme, OCTOBER, **NOW)
        db.session.commit()

    def read(self, client, page):
        if page == "months":
            return client.get("/months/OPD/2026-10").text.split('id="finance"')[1]
        return client.get(f"/{page}?programme=OPD&month=2026-10").text


@pytest.fixture
def mixed():
    return Mixed()


@pytest.mark.parametrize("page", PLACES)
def test_a_reader_of_the_programme_gets_sums_that_leave_out_what_is_withheld(client, mixed, page):
    found = mixed.read(client.sign_in(make.sro(mixed.programme)), page)
    assert OPEN in found
    for told in (WHOLE, HIDDEN, "Posts go"):
        assert told not in found


@pytest.mark.parametrize("page", PLACES[1:])
def test_the_reader_is_told_that_the_whole_agrees_and_is_signed(client, mixed, page):
    found = mixed.read(client.sign_in(make.sro(mixed.programme)), page)
    assert "agree" in found
    assert "signed for finance on" in found
    assert "workforce-sensitive" in found


@pytest.mark.parametrize("page", PLACES[1:])
@pytest.mark.parametrize("who", ["finance", "owner"])
def test_finance_and_who_is_named_on_all_of_them_see_the_whole(client, mixed, page, who):
    person = make.finance(mixed.programme) if who == "finance" else mixed.owner
    assert WHOLE in mixed.read(client.sign_in(person), page)


def test_an_explanation_of_the_whole_shows_to_finance_alone(client, mixed):
    said = {"against": Against.PAPER, "pence": Pence(1_234_56), "reason": "A redundancy accrual"}
    reconciliation.withdraw_sign_off(mixed.programme, OCTOBER, reason="Look again", **NOW)
    db.session.flush()
    reconciliation.explain(mixed.programme, OCTOBER, **said, **NOW)
    db.session.commit()
    found = mixed.read(client.sign_in(make.sro(mixed.programme)), "savings/reconciliation")
    assert "A redundancy accrual" not in found
    assert "£1,234.56" not in found
    assert "does not agree yet with the finance paper" in found


@pytest.mark.parametrize("signs", [False, True])
def test_the_trail_tells_the_whole_to_finance_alone(client, mixed, signs):
    who = make.pmo(mixed.programme)
    if signs:
        place = {"person_id": who.id, "programme_id": mixed.programme.id}
        stored(RoleAssignment(role=Role.FINANCE, starts_on=date(2026, 4, 1), **place))
    client.sign_in(who)
    events = set(re.findall(r"/audit/\d+", client.get("/audit").text))
    assert events
    assert any(WHOLE in client.get(event).text for event in events) is signs


def test_the_trail_tells_sums_that_hold_nothing_sensitive_to_whom_it_may(client):
    programme = make.programme(code="OPD")
    paper = {"pence": Pence(800_123), "title": "Table 4"}
    reconciliation.set_paper(programme, OCTOBER, **paper, **NOW)
    db.session.commit()
    assert "OPD October 2026" in client.sign_in(make.pmo(programme)).get("/audit").text
