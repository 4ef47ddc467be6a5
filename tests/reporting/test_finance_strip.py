"""What a month and an update say of what finance validated and what the ledger shows."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.savings import queries as schemes
from app.savings.commands import reconciliation, validation
from app.savings.models import SchemeMonth
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


@pytest.fixture
def lead(client, workstream, period):
    return client.sign_in(make.lead(workstream))


def step(programme):
    return f"/months/{programme.code}/2026-10/updates/WS01/savings"


def october_of(scheme):
    return db.session.scalars(
        select(SchemeMonth).where(SchemeMonth.scheme_id == scheme.id, SchemeMonth.month == OCTOBER)
    ).one()


def test_the_ledgers_actual_is_there_for_the_lead_to_agree_with(lead, programme, workstream):
    scheme = make.money(make.scheme(workstream_id=workstream.id), plan=[10] * 12)
    make.ledger_line(scheme, pence=912_345, programme_id=programme.id)
    make.ledger_line(scheme, pence=1, programme_id=programme.id, is_withdrawn=True)
    shown = lead.get(step(programme)).get_data(as_text=True)
    assert "saved £9,123.45 in October 2026 as the ledger shows" in shown
    answer = {f"s{scheme.id}-answer": "agree", f"s{scheme.id}-version": str(scheme.version)}
    assert lead.post(step(programme), data=answer).status_code == 302
    assert october_of(scheme).actual_recurrent == 912_345


def test_a_claim_that_differs_from_the_ledger_says_so_on_its_card(lead, programme, workstream):
    scheme = make.claim(500_000, ledger=350_000, workstream_id=workstream.id)
    shown = lead.get(step(programme)).get_data(as_text=True)
    assert "saved £5,000 in October 2026 (the ledger shows £3,500: finance asks" in shown
    change = {f"s{scheme.id}-answer": "change", f"s{scheme.id}-actual": "3,500"}
    version = {f"s{scheme.id}-version": str(scheme.version)}
    sent = lead.post(step(programme), data={**change, **version, f"s{scheme.id}-rest": "0"})
    assert sent.status_code == 302
    assert october_of(scheme).actual_recurrent == 350_000
