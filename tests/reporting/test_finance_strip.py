"""The month's page says what finance validated, and how far that is from the ledger."""

from datetime import UTC, datetime

import pytest

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.savings import queries as schemes
from app.savings.commands import reconciliation, validation
from app.savings.rules.validation import Evidence
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
OCTOBER = Month(2026, 10)
SYSTEM = Actor.system("test")


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def period(programme):
    return make.period(programme=programme, month=OCTOBER)


def page(client, programme):
    return client.get(f"/months/{programme.code}/2026-10").get_data(as_text=True)


def test_the_strip_shows_claimed_validated_and_what_is_unexplained(
    client, programme, workstream, period
):
    made = make.claim(500_000, ledger=350_000, workstream_id=workstream.id)
    make.claim(100_000, workstream_id=workstream.id)
    validation.validate(
        schemes.get(made.id, SYSTEM),
        OCTOBER,
        evidence=Evidence.ESR,
        reason="Posts left",
        actor=SYSTEM,
        at=AT,
    )
    db.session.commit()
    client.sign_in(make.pmo(programme))
    shown = page(client, programme)
    for figure in ("£5,000.00", "£1,000.00", "£6,000.00", "£3,500.00", "£1,500.00"):
        assert figure in shown
    assert "The ledger differs by £1,500.00 (more is validated)" in shown
    assert "Finance has not signed the month" in shown


def test_the_strip_says_who_signed_and_what_moved_since(client, programme, workstream, period):
    whose = {"actor": Actor.system("Fay Finance"), "at": AT}
    reconciliation.set_paper(programme, OCTOBER, pence=Pence(0), title="M7", **whose)
    reconciliation.sign_off(programme, OCTOBER, **whose)
    db.session.commit()
    client.sign_in(make.pmo(programme))
    assert "Fay Finance signed for finance" in page(client, programme)
    make.claim(100_000, workstream_id=workstream.id)
    assert "what was claimed has moved since" in page(client, programme)


def test_a_lead_of_one_workstream_does_not_see_the_whole_programmes_money(
    client, programme, workstream, period
):
    client.sign_in(make.lead(workstream))
    assert 'id="finance"' not in page(client, programme)
