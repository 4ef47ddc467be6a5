"""Nobody in finance decides on a claim in whose line they are, or that they typed in themselves."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime

import pytest

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Deputy, Disclosure
from app.savings import commands as savings
from app.savings import queries as schemes
from app.savings.commands import closing, ledger, together, validation
from app.savings.queries import claims, writers
from app.savings.rules.validation import DEFAULTS, Evidence, Standing
from tests import make
from tests.make import gates
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 20)
SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
SYSTEM = Actor.system("test")
PLACES = ["lead_id", "sponsor_id", "clinical_lead_id"]


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def fay(programme):
    return make.finance(programme, name="Fay Finance")


@pytest.fixture
def bo(programme):
    return make.finance(programme, name="Bo Books")


def as_(person):
    return {"actor": make.actor(person), "at": AT}


def claim(workstream, pence=5_000, **given):
    made = make.claim(pence, workstream_id=workstream.id, **given)
    return schemes.get(made.id, SYSTEM)


def stands_in(deputy, principal):
    stored(
        Deputy(
            principal_id=principal.id,
            deputy_id=deputy.id,
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 10, 31),
            reason="On leave",
        )
    )


def page_of(client, scheme):
    return html.unescape(client.get(f"/savings/{scheme.id}/validation/2026-10").text)


def verdict(scheme, month=OCTOBER):
    db.session.flush()
    return claims.of_scheme(scheme, month, DEFAULTS).standing


def refused_to_decide(scheme, whose):
    """By every decision that finance can take on a claim."""
    decide = {
        validation.validate: {"evidence": Evidence.SELF_DECLARED, "reason": "I say so"},
        validation.take_ledger: {},
        validation.reject: {"reason": "No"},
        validation.query: {"question": "Why?", "owner_id": None, "due_on": TODAY},
    }
    for act, given in decide.items():
        with pytest.raises(NotAllowed, match="in whose line they are"):
            act(scheme, OCTOBER, **given, **whose)


@pytest.mark.parametrize("place", PLACES)
def test_who_leads_or_sponsors_a_workstream_decides_none_of_its_claims(workstream, fay, bo, place):
    gates.leads(fay, workstream, place)
    scheme = claim(workstream, ledger=160_000)
    refused_to_decide(scheme, as_(fay))
    validation.reject(scheme, OCTOBER, reason="No", **as_(bo))
    assert verdict(scheme) is Standing.REJECTED


@pytest.mark.parametrize("place", PLACES)
def test_nor_does_who_stands_in_for_one_of_them(programme, workstream, fay, place):
    away = make.pmo(programme)
    gates.leads(away, workstream, place)
    stands_in(fay, away)
    refused_to_decide(claim(workstream, ledger=160_000), as_(fay))


def test_claims_that_agree_are_left_out_of_one_decision_where_one_is_in_line(
    programme, workstream, fay
):
    gates.leads(fay, workstream)
    led = claim(workstream, ledger=5_000)
    elsewhere = claim(make.workstream(programme_id=programme.id), ledger=5_000)
    rows = claims.of_month(programme.id, OCTOBER, DEFAULTS, SYSTEM)
    seen = {row.scheme_id: row.shown for row in rows}

    done = together.validate_together(programme, OCTOBER, seen=seen, **as_(fay))

    assert [row.scheme_id for row in done.validated] == [elsewhere.id]
    (row, why), *_ = done.left_out
    assert (row.scheme_id, why) == (led.id, "you are in its line: another finance lead decides it")


def test_who_leads_matches_no_ledger_line_to_the_schemes_they_lead(programme, workstream, fay):
    scheme = claim(workstream)
    line = make.ledger_line(programme_id=programme.id, pence=5_000)
    elsewhere = claim(make.workstream(programme_id=programme.id))
    gates.leads(fay, workstream)
    with pytest.raises(NotAllowed, match="in whose line they are"):
        ledger.match_line(line, scheme, **as_(fay))
    offered = claims.choices(programme.id, make.actor(fay), TODAY)
    assert [key for key, _ in offered] == [elsewhere.id]


def test_the_page_of_one_in_line_has_no_form_and_names_who_else_decides(
    client, workstream, fay, bo
):
    gates.leads(fay, workstream)
    scheme = claim(workstream)
    client.sign_in(fay)
    page = page_of(client, scheme)
    assert "You are in this scheme’s line" in page
    assert "Of finance, Bo Books can decide on it." in page
    assert "What do you decide?" not in page


def test_the_page_says_whom_to_ask_where_nobody_else_can_decide(
    client, programme, workstream, fay, bo
):
    gates.leads(fay, workstream)
    gates.leads(bo, workstream, "sponsor_id")
    stands_in(make.finance(programme, name="Di Deputy"), bo)
    client.sign_in(fay)
    page = page_of(client, claim(workstream))
    assert "Nobody else in finance can decide on it today: ask an administrator" in page


def test_only_who_may_see_a_workforce_sensitive_scheme_is_named(workstream, fay, bo):
    scheme = claim(workstream, disclosure=Disclosure.WORKFORCE, owner_id=bo.id)
    assert writers.who_else(scheme, TODAY) == []


@pytest.fixture
def typed(workstream, fay):
    """Fay typed £900 herself, where the ledger shows nothing."""
    scheme = schemes.get(make.scheme(workstream_id=workstream.id).id, SYSTEM)
    savings.set_months(scheme, {OCTOBER: {"actual_recurrent": Pence(90_000)}}, **as_(fay))
    db.session.commit()
    return scheme


OWN_WORD = {"evidence": Evidence.SELF_DECLARED, "reason": "I say so"}


def test_who_typed_an_actual_does_not_validate_it_on_their_own_word(typed, fay, bo):
    with pytest.raises(NotAllowed, match="You entered this actual"):
        validation.validate(typed, OCTOBER, **OWN_WORD, **as_(fay))
    validation.validate(typed, OCTOBER, **OWN_WORD, **as_(bo))
    assert verdict(typed) is Standing.VALIDATED


def test_nor_does_who_stands_in_for_them(typed, fay, bo):
    stands_in(bo, fay)
    with pytest.raises(NotAllowed, match="stand in for who did"):
        validation.validate(typed, OCTOBER, **OWN_WORD, **as_(bo))


def test_who_typed_an_actual_validates_it_where_the_ledger_shows_it(typed, fay):
    make.ledger_line(typed, pence=90_000)
    validation.validate(typed, OCTOBER, evidence=Evidence.LEDGER, **as_(fay))
    assert verdict(typed) is Standing.VALIDATED


def test_an_actual_that_somebody_else_wrote_since_is_theirs(typed, fay):
    savings.set_months(typed, {OCTOBER: {"actual_recurrent": Pence(80_000)}}, actor=SYSTEM, at=AT)
    db.session.commit()
    validation.validate(typed, OCTOBER, **OWN_WORD, **as_(fay))
    assert verdict(typed) is Standing.VALIDATED


def test_an_adjustment_of_a_closed_month_counts_as_writing_it(programme, workstream, fay):
    scheme = claim(workstream, month=SEPTEMBER)
    closing.close_months(programme, SEPTEMBER, actor=SYSTEM, at=AT)
    reason = "A late invoice of the supplier"
    closing.adjust(scheme, SEPTEMBER, recurrent=Pence(90_000), reason=reason, **as_(fay))
    db.session.commit()
    with pytest.raises(NotAllowed, match="You entered this actual"):
        validation.validate(scheme, SEPTEMBER, **OWN_WORD, **as_(fay))


def test_another_month_and_the_plan_are_no_claim_of_this_month(workstream, fay):
    scheme = claim(workstream)
    cells = {SEPTEMBER: {"actual_recurrent": Pence(1)}, OCTOBER: {"plan_recurrent": Pence(1)}}
    savings.set_months(scheme, cells, **as_(fay))
    db.session.commit()
    validation.validate(scheme, OCTOBER, **OWN_WORD, **as_(fay))
    assert verdict(scheme) is Standing.VALIDATED


def test_the_page_of_who_typed_it_says_who_validates_it_instead(client, typed, fay, bo):
    client.sign_in(fay)
    page = page_of(client, typed)
    assert "You entered this actual" in page
    assert "Of finance, Bo Books can decide on it." in page
    assert "What do you decide?" in page
    client.sign_in(bo)
    assert "You entered this actual" not in page_of(client, typed)
