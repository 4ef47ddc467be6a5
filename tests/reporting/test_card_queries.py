"""A claim is asked about from the lead's card and from finance's, and both are told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.db import db
from app.savings.models import ClaimQuery, QueryStatus, SchemeMonth, Validation
from app.savings.queries import threads
from tests import make
from tests.make.reporting import OCTOBER
from tests.make.store import stored

NOW = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)


class Claimed:
    """October of one workstream: the ledger shows of its scheme what nobody has agreed with."""

    def __init__(self):
        self.programme = make.programme(code="OPD")
        self.workstream = make.workstream(programme_id=self.programme.id, ref="WS01")
        self.lead = make.lead(self.workstream, name="Priya Raman")
        self.workstream.lead_id = self.lead.id
        self.finance = make.finance(self.programme, name="Fay Finance")
        make.period(programme_id=self.programme.id)
        self.scheme = make.scheme(title="Fewer letters", workstream_id=self.workstream.id)
        place = {"programme_id": self.programme.id}
        make.ledger_line(self.scheme, pence=4_000_00, **place)
        self.card = f"s{self.scheme.id}"

    def url(self, page=""):
        return f"/months/OPD/2026-10/updates/WS01{page and '/' + page}"

    def query(self, **given):
        said = {"question": "Why £4,000?", "owner_id": str(self.finance.id)}
        day = {"due_on-day": "27", "due_on-month": "10", "due_on-year": "2026"}
        typed = {"answer": "query", **said, **day, **given}
        return {f"{self.card}-{name}": value for name, value in typed.items()}

    def asked_by_finance(self, **given):
        row = {"scheme_id": self.scheme.id, "month": OCTOBER, "due_on": date(2026, 10, 27)}
        who = {"owner_id": self.lead.id, "raised_by": "Fay Finance", "raised_at": NOW}
        return stored(ClaimQuery(**{**row, **who, **given}))


@pytest.fixture
def claimed():
    return Claimed()


def asked():
    return db.session.scalars(select(ClaimQuery)).one()


def text(response):
    return response.get_data(as_text=True)


def test_a_lead_asks_finance_about_the_ledgers_figure_and_changes_none(client, claimed):
    client.sign_in(claimed.lead)
    page = text(client.get(claimed.url("savings")))
    assert "Query" in page
    assert 'value="27"' in page  # a week from now is offered
    assert chosen(page) == "Fay Finance"

    assert client.post(claimed.url("savings"), data=claimed.query()).status_code == 302

    assert (asked().owner_id, asked().raised_by_id) == (claimed.finance.id, claimed.lead.id)
    assert asked().due_on == date(2026, 10, 27)
    assert [each.text for each in threads.messages(asked().id)] == ["Why £4,000?"]
    assert db.session.scalars(select(SchemeMonth)).all() == []
    assert db.session.scalars(select(Validation)).all() == []
    page = text(client.get(claimed.url("savings")))
    assert "A query about October 2026 waits for Fay Finance, due 27 October 2026" in words(page)
    assert 'value="query"' not in page
    assert "Answer the query on" in text(client.sign_in(claimed.finance).get("/"))


def chosen(page):
    """Who is offered to answer."""
    answerers = re.split(r"name=\"[^\"]*owner_id\"", page)[1]
    return re.search(r"<option[^>]* selected[^>]*>([^<]*)<", answerers)[1]


def words(page):
    """The page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"</?(strong|p|a)[^>]*>", "", page))


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"question": " "}, "Enter the question"),
        ({"owner_id": ""}, "Choose who answers"),
        ({"due_on-year": "2025"}, "from today to"),
    ],
)
def test_a_question_needs_its_words_an_owner_and_a_day(client, claimed, given, refusal):
    client.sign_in(claimed.lead)
    sent = client.post(claimed.url("savings"), data=claimed.query(**given))
    assert sent.status_code == 422
    assert refusal in text(sent)
    if "question" not in given:
        assert "Why £4,000?" in text(sent)
    assert db.session.scalars(select(ClaimQuery)).all() == []


def test_boxes_of_a_question_are_not_read_where_the_lead_agrees(client, claimed):
    client.sign_in(claimed.lead)
    data = claimed.query(answer="agree", question="", owner_id="", **{"due_on-day": "99"})
    assert client.post(claimed.url("savings"), data=data).status_code == 302
    assert db.session.scalars(select(ClaimQuery)).all() == []
    row = db.session.scalars(select(SchemeMonth)).one()
    assert row.actual_recurrent == 4_000_00


def test_without_anybody_of_finance_a_card_offers_no_query(client):
    month = Claimed()
    month.finance.deactivated_at = NOW
    db.session.commit()
    assert 'value="query"' not in text(client.sign_in(month.lead).get(month.url("savings")))


def test_finances_query_shows_on_the_leads_card_and_on_home_with_its_link(client, claimed):
    query = claimed.asked_by_finance()
    client.sign_in(claimed.lead)

    page = words(text(client.get(claimed.url("savings"))))
    assert "A query about October 2026 waits for your answer, due 27 October 2026" in page
    assert f'href="/savings/queries/{query.id}"' in text(client.get(claimed.url("savings")))
    home = text(client.get("/"))
    assert f'href="/savings/queries/{query.id}"' in home
    assert "Answer the query on" in home
    assert "Fay Finance asks" in home


def test_more_than_five_queries_are_counted_on_home(client, claimed):
    for month in OCTOBER.financial_year.months[:6]:
        claimed.asked_by_finance(month=month, due_on=date(2026, 10, 1))
    home = text(client.sign_in(claimed.lead).get("/"))
    assert "6 queries about claims wait for your answer" in home
    assert "6 overdue" in home
    assert "Answer the query on" not in home


def test_finance_agrees_changes_or_queries_from_the_update(client, claimed):
    client.sign_in(claimed.finance)
    assert ">Agree<" not in text(client.get(claimed.url()))  # nothing is claimed yet
    row = {"scheme_id": claimed.scheme.id, "month": OCTOBER, "actual_recurrent": 5_000_00}
    stored(SchemeMonth(**row))

    page = text(client.get(claimed.url()))
    for word in ("Agree", "Change", "Query"):
        assert f">{word}<" in page
    decide = f"/savings/{claimed.scheme.id}/validation/2026-10?decision=query"
    assert decide in page
    form = text(client.get(decide))
    assert "checked" in form.split('value="query"')[1].split(">")[0]
    assert chosen(form) == "Priya Raman"


def test_who_does_not_validate_is_shown_no_answers_on_the_update(client, claimed):
    reader = make.sro(claimed.programme)
    assert "Savings claimed for" not in text(client.sign_in(reader).get(claimed.url()))


def test_the_cards_ask_the_database_as_often_for_fifty_queries_as_for_one(client, claimed, queries):
    client.sign_in(claimed.lead)
    claimed.asked_by_finance()
    client.get(claimed.url("savings"))
    queries.clear()
    client.get(claimed.url("savings"))
    for_one = len(queries)
    for _ in range(49):
        more = make.scheme(workstream_id=claimed.workstream.id)
        make.ledger_line(more, pence=100, programme_id=claimed.programme.id)
        claimed.asked_by_finance(scheme_id=more.id)
    queries.clear()
    client.get(claimed.url("savings"))
    assert len(queries) == for_one


def test_the_asker_asks_on_and_may_close_what_they_asked(client, claimed):
    client.sign_in(claimed.lead)
    client.post(claimed.url("savings"), data=claimed.query())
    thread = f"/savings/queries/{asked().id}"

    client.sign_in(claimed.finance)
    client.post(thread, data={"text": "It is a journal", "version": str(asked().version)})
    assert asked().status is QueryStatus.ANSWERED
    client.sign_in(claimed.lead)
    assert "1 answer to a query waits for you" in text(client.get("/"))
    assert "Fay Finance answered a query" in text(client.get(claimed.url("savings")))
    client.post(thread, data={"text": "Which one?", "version": str(asked().version)})
    assert asked().status is QueryStatus.OPEN

    sent = client.post(
        f"{thread}/close", data={"note": "Found it", "version": str(asked().version)}
    )
    assert sent.location.endswith(thread)
    assert asked().status is QueryStatus.CLOSED


def test_a_claim_that_agrees_is_not_validated_together_while_a_query_on_it_is_open(client, claimed):
    row = {"scheme_id": claimed.scheme.id, "month": OCTOBER, "actual_recurrent": 4_000_00}
    stored(SchemeMonth(**row))
    validation = "/savings/validation?programme=OPD&month=2026-10"
    client.sign_in(claimed.finance)
    assert "1 claim agrees with the ledger" in text(client.get(validation))
    claimed.asked_by_finance(owner_id=claimed.finance.id, raised_by="Priya Raman")
    page = text(client.get(validation))
    assert "agrees with the ledger within" not in page
    assert "Exceptions (1)" in page
    year = text(client.get(f"/savings/{claimed.scheme.id}/validation"))
    assert "Queried" in year
