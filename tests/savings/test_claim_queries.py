"""A question about a claim: who may be asked, by when, and what it does not take back."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.accounts import commands as accounts
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.savings import commands as savings
from app.savings import queries as schemes
from app.savings.commands import threads, validation
from app.savings.models import ClaimQuery
from app.savings.queries import claims, scheme_year, validated
from app.savings.rules.validation import DEFAULTS, Evidence, Standing
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 20)
OCTOBER = Month(2026, 10)
YEAR = FinancialYear(2026)
SYSTEM = Actor.system("test")


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def finance(programme):
    return make.finance(programme, name="Fay Finance")


@pytest.fixture
def lead(workstream):
    return make.lead(workstream, name="Ada Lead")


@pytest.fixture
def claimed(workstream):
    made = make.claim(100_000, ledger=100_000, workstream_id=workstream.id)
    return schemes.get(made.id, SYSTEM)


def asks(scheme, person, owner, due_on=date(2026, 10, 27)):
    """The person's question, as the update's card puts it."""
    given = {"question": "Is the invoice in?", "owner_id": owner.id, "due_on": due_on}
    return threads.open_query(scheme, OCTOBER, **given, actor=make.actor(person), at=AT)


def validates(scheme, finance):
    given = {"evidence": Evidence.LEDGER, "actor": make.actor(finance), "at": AT}
    validation.validate(scheme, OCTOBER, **given)
    db.session.flush()


def row_of(scheme):
    db.session.flush()
    return claims.of_scheme(scheme, OCTOBER, DEFAULTS)


@pytest.mark.parametrize("due_on", [date(2026, 10, 19), date(2027, 10, 21), date(9999, 12, 31)])
def test_a_query_is_answered_within_twelve_months(claimed, lead, finance, due_on):
    with pytest.raises(RuleBroken) as refused:
        asks(claimed, lead, finance, due_on)
    assert refused.value.field == "due_on"
    assert refused.value.message.endswith("from today to 20 October 2027")


@pytest.mark.parametrize("due_on", [TODAY, date(2027, 10, 20)])
def test_today_and_the_same_day_a_year_on_are_within_it(claimed, lead, finance, due_on):
    assert asks(claimed, lead, finance, due_on).due_on == due_on


def test_nobody_asks_about_a_withdrawn_scheme(claimed, lead, finance):
    savings.withdraw(claimed, reason="Not worth it", actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="This scheme is withdrawn"):
        asks(claimed, lead, finance)


def test_nobody_asks_one_who_has_left(claimed, lead, finance):
    accounts.deactivate(finance, reason="Left", actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="Fay Finance has left") as refused:
        asks(claimed, lead, finance)
    assert refused.value.field == "owner_id"


def test_a_leads_question_does_not_take_finances_word_back(claimed, lead, finance):
    validates(claimed, finance)
    asks(claimed, lead, finance)
    row = row_of(claimed)
    assert (row.standing, row.is_asked) == (Standing.VALIDATED, True)
    assert (row.validated, row.query_in_words) == (100_000, "open, due 27 October 2026")
    sums = validated.validated_sums(YEAR, OCTOBER)
    assert db.session.execute(select(sums.c.pence)).scalar_one() == 100_000
    (month,) = scheme_year.months(claimed, YEAR, DEFAULTS)
    assert (month.standing, month.is_asked) == (Standing.VALIDATED, True)
    assert month.validated == 100_000


def test_nor_does_a_question_lift_a_rejection(claimed, lead, finance):
    given = {"reason": "No budget left", "actor": make.actor(finance), "at": AT}
    validation.reject(claimed, OCTOBER, **given)
    asks(claimed, lead, finance)
    assert row_of(claimed).standing is Standing.REJECTED


def test_a_question_stands_first_where_nothing_is_decided_or_the_claim_moved(
    claimed, lead, finance
):
    asked = asks(claimed, lead, finance)
    assert row_of(claimed).standing is Standing.QUERIED
    threads.close_query(asked, actor=make.actor(lead), at=AT)
    validates(claimed, finance)
    asks(claimed, lead, finance)
    cells = {OCTOBER: {"actual_recurrent": Pence(90_000)}}
    savings.set_months(claimed, cells, actor=SYSTEM, at=AT)
    assert row_of(claimed).standing is Standing.QUERIED


def test_finances_own_question_still_takes_its_word_back(claimed, lead, finance):
    validates(claimed, finance)
    validation.query(
        claimed,
        OCTOBER,
        question="Which invoice?",
        owner_id=lead.id,
        due_on=date(2026, 10, 27),
        actor=make.actor(finance),
        at=AT,
    )
    row = row_of(claimed)
    assert (row.standing, row.validated) == (Standing.QUERIED, 0)


def test_a_scheme_shows_no_more_as_validated_than_it_claims_now(claimed, finance):
    validates(claimed, finance)
    cells = {OCTOBER: {"actual_recurrent": Pence(40_000)}}
    savings.set_months(claimed, cells, actor=SYSTEM, at=AT)
    db.session.flush()
    (month,) = scheme_year.months(claimed, YEAR, DEFAULTS)
    assert month.validated == row_of(claimed).validated == 40_000


def test_the_pages_show_both_and_list_it_under_queries_not_exceptions(
    client, claimed, lead, finance, programme
):
    validates(claimed, finance)
    asked = asks(claimed, lead, finance)
    db.session.commit()
    asked_id, scheme_id, ref = asked.id, claimed.id, claimed.ref
    inside = client.sign_in(finance)
    where = f"/savings/validation?programme={programme.code}&month=2026-10"

    listed = inside.get(f"{where}&show=asked").get_data(as_text=True)
    assert "Exceptions (0)" in listed
    assert "A query is open (1)" in listed
    assert "validated at £1,000.00 (ledger)." in listed
    assert f"/savings/queries/{asked_id}" in listed
    assert ref not in inside.get(f"{where}&show=exceptions").get_data(as_text=True)
    for page in (f"/savings/{scheme_id}/validation/2026-10", f"/savings/{scheme_id}/validation"):
        shown = inside.get(page).get_data(as_text=True)
        assert ">A query is open<" in "".join(shown.split("  ")).replace("\n", "")
    file = inside.get(f"{where}&show=all&format=csv").get_data(as_text=True)
    (line,) = csv.DictReader(io.StringIO(file.lstrip("\ufeff")))
    assert (line["Standing"], line["Query"]) == ("validated", "open, due 27 October 2026")


def test_the_deciding_page_refuses_a_far_day_beside_its_question(client, claimed, lead, finance):
    page = client.sign_in(finance)
    where = f"/savings/{claimed.id}/validation/2026-10"
    sent = {
        "shown": row_of(claimed).shown,
        "decision": "query",
        "reason": "Which invoice?",
        "owner_id": lead.id,
        "due_on-day": 1,
        "due_on-month": 1,
        "due_on-year": 9999,
    }
    answer = page.post(where, data=sent)
    assert answer.status_code == 422
    assert "from today to 20 October 2027" in answer.get_data(as_text=True)
    assert not db.session.scalars(select(ClaimQuery)).all()
