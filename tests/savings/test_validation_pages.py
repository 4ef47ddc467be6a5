import csv
import io
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Disclosure
from app.savings.models import ClaimQuery, LedgerLine, QueryStatus, SchemeMonth, Validation
from tests import make

OCTOBER = Month(2026, 10)
OCTOBER_NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def finance(programme):
    return make.finance(programme, name="Fay Finance")


def text(response):
    return response.get_data(as_text=True)


def address(programme, path="validation", **more):
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/savings/{path}?programme={programme.code}&month=2026-10{rest}"


def box(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def verdicts():
    return db.session.scalars(select(Validation.verdict).order_by(Validation.id)).all()


def in_october(scheme):
    return db.session.scalars(select(SchemeMonth).where(SchemeMonth.scheme_id == scheme.id)).one()


def posts(client, url, data):
    """Sends a form, and says that it did."""
    response = client.post(url, data=data)
    assert response.status_code == 302, text(response)
    return 1


def many(workstream, agreeing, differing):
    """So many claims that agree with the ledger, and so many that do not."""
    schemes = []
    for number in range(agreeing + differing):
        ledger = 500_000 if number < agreeing else 900_000
        schemes.append(make.claim(500_000, ledger=ledger, workstream_id=workstream.id))
    return schemes


def test_three_hundred_claims_with_thirty_exceptions_take_at_most_thirty_five_decisions(
    client, programme, workstream, finance
):
    many(workstream, agreeing=270, differing=30)
    client.sign_in(finance)
    page = text(client.get(address(programme)))
    assert "270 claims agree" in page
    assert "Exceptions (30)" in page

    decisions = posts(
        client, address(programme, "validation/together"), {"seen": box(page, "seen")}
    )
    page = text(client.get(address(programme, show="exceptions")))
    for exception in re.findall(r'href="(/savings/\d+/validation/2026-10)"', page):
        shown = box(text(client.get(exception)), "shown")
        decisions += posts(client, exception, {"decision": "ledger", "shown": shown})

    assert verdicts() == ["validated"] * 300
    assert decisions <= 35
    assert "There are no exceptions" in text(client.get(address(programme, show="exceptions")))


def test_the_page_and_the_one_button_ask_the_database_the_same_for_one_claim_and_fifty(
    client, programme, workstream, finance, queries
):
    client.sign_in(finance)

    def count(*more):
        many(workstream, *more)
        queries.clear()
        page = text(client.get(address(programme)))
        shown = len(queries)
        queries.clear()
        posts(client, address(programme, "validation/together"), {"seen": box(page, "seen")})
        return shown, len(queries)

    assert count(1, 1) == count(50, 30)


def test_a_claim_that_moved_meanwhile_is_named_and_not_validated(
    client, programme, workstream, finance
):
    _, moved = many(workstream, 2, 0)
    client.sign_in(finance)
    seen = box(text(client.get(address(programme))), "seen")
    in_october(moved).actual_recurrent = Pence(500_001)
    db.session.commit()
    posts(client, address(programme, "validation/together"), {"seen": seen})
    page = text(client.get(address(programme)))
    assert "1 claim is validated together: £5,000.00" in page
    assert f"{moved.ref} {moved.title} was left out: its figures moved" in page
    assert verdicts() == ["validated"]


@pytest.mark.parametrize("seen", ["", "x", "7777777.2", "9" * 30, "0.0.0.0 -1"])
def test_an_invented_list_of_claims_validates_nothing(client, programme, workstream, seen, finance):
    many(workstream, 1, 0)
    client.sign_in(finance)
    sent = client.post(address(programme, "validation/together"), data={"seen": seen})
    assert sent.status_code == 422
    assert "No claim of this month agrees" in text(sent)
    assert verdicts() == []


def test_a_schemes_story_tells_that_its_claim_was_validated_with_others(
    client, programme, workstream, finance
):
    scheme, _ = many(workstream, 2, 0)
    client.sign_in(finance)
    seen = box(text(client.get(address(programme))), "seen")
    posts(client, address(programme, "validation/together"), {"seen": seen})
    page = text(client.get(f"/savings/{scheme.id}"))
    assert "validated its claim, together with others" in page
    assert "validated at £5,000.00 (ledger)" in page


def test_pressing_the_one_button_twice_validates_once_and_says_so(
    client, programme, workstream, finance
):
    many(workstream, 2, 0)
    client.sign_in(finance)
    seen = box(text(client.get(address(programme))), "seen")
    posts(client, address(programme, "validation/together"), {"seen": seen})
    again = client.post(address(programme, "validation/together"), data={"seen": seen})
    assert again.status_code == 422
    assert "it is now validated" in text(again)
    assert len(verdicts()) == 2
    back = client.get(address(programme, "validation/together", page=1))
    assert back.location == f"/savings/validation?programme={programme.code}&month=2026-10&page=1"


def test_a_lead_reads_their_claims_and_decides_nothing(client, programme, workstream):
    mine = make.claim(5_000, ledger=5_000, workstream_id=workstream.id, title="Mine")
    other = make.workstream(ref="WS02", programme_id=programme.id)
    theirs = make.claim(5_000, workstream_id=other.id, title="Theirs")
    client.sign_in(make.lead(workstream))
    page = text(client.get(address(programme, show="all")))
    assert "Mine" in page
    assert "Theirs" not in page
    assert "together</button>" not in re.sub(r"\s+", "", page)
    decide = f"/savings/{mine.id}/validation/2026-10"
    assert "What do you decide?" not in text(client.get(decide))
    assert client.post(decide, data={"decision": "ledger"}).status_code == 403
    assert client.get(f"/savings/{theirs.id}/validation/2026-10").status_code == 404
    sent = client.post(address(programme, "validation/together"), data={"seen": "1.1.0.1"})
    assert sent.status_code == 403
    assert client.get(address(programme, "ledger")).status_code == 403


def test_finance_is_told_that_a_claim_is_their_own(client, programme, workstream, finance):
    own = make.claim(5_000, ledger=5_000, workstream_id=workstream.id, owner_id=finance.id)
    client.sign_in(finance)
    url = f"/savings/{own.id}/validation/2026-10"
    assert "You are in this scheme’s line" in text(client.get(url))
    assert client.post(url, data={"decision": "ledger"}).status_code == 403
    assert "agrees with the ledger within" not in text(client.get(address(programme)))


def test_withheld_schemes_are_counted_and_not_named(client, programme, workstream, finance):
    make.claim(
        5_000, workstream_id=workstream.id, title="Posts go", disclosure=Disclosure.WORKFORCE
    )
    page = text(client.sign_in(finance).get(address(programme)))
    assert "1 scheme, which claims £50.00" in page
    assert "Posts go" not in page


@pytest.fixture
def exception(workstream):
    return make.claim(500_000, ledger=900_000, workstream_id=workstream.id, title=HOSTILE)


def test_an_exception_is_validated_with_evidence_and_a_reason(client, finance, exception):
    url = f"/savings/{exception.id}/validation/2026-10"
    client.sign_in(finance)
    sent = client.post(url, data={"decision": "validate"})
    assert sent.status_code == 422
    assert "Choose what the claim rests on" in text(sent)
    sent = client.post(url, data={"decision": "validate", "evidence": "ESR"})
    assert "Say what shows the saving" in text(sent)
    posts(client, url, {"decision": "validate", "evidence": "ESR", "reason": HOSTILE})
    page = text(client.get(url))
    assert HOSTILE not in page
    assert "Validated" in page


def test_a_query_reaches_its_owner_who_answers_it(client, workstream, finance, exception):
    lead = make.lead(workstream, name="Ada Lead")
    url = f"/savings/{exception.id}/validation/2026-10"
    due = {"due_on-day": "27", "due_on-month": "10", "due_on-year": "2026"}
    question = {"decision": "query", "reason": "Why £4,000 less?", "owner_id": str(lead.id)}
    client.sign_in(finance)
    sent = client.post(url, data={**question, **due, "due_on-year": "2025"})
    assert "from today to 20 October 2027" in text(sent)
    posts(client, url, {**question, **due})

    asked = db.session.scalars(select(ClaimQuery)).one()
    client.sign_in(lead)
    assert "Answer the query on" in text(client.get("/"))
    page = text(client.get(f"/savings/queries/{asked.id}"))
    assert "Why £4,000 less?" in page
    sent = client.post(f"/savings/queries/{asked.id}", data={"version": "1", "text": " "})
    assert sent.status_code == 422
    posts(client, f"/savings/queries/{asked.id}", {"version": str(asked.version), "text": "Late"})
    stale = client.post(f"/savings/queries/{asked.id}", data={"version": "1", "text": "Again"})
    assert stale.status_code == 409
    assert "Again" in text(stale)
    assert client.get(f"/savings/queries/{asked.id}/close").status_code == 403

    client.sign_in(finance)
    assert "1 answer to a query waits for you" in text(client.get("/"))
    posts(client, url, {"decision": "reject", "reason": "Not shown", "clears_claim": "y"})
    assert db.session.get(ClaimQuery, asked.id).status is QueryStatus.CLOSED
    assert in_october(exception).actual_recurrent == 0


def test_an_overdue_query_says_so(client, workstream, finance, exception):
    lead = make.lead(workstream)
    url = f"/savings/{exception.id}/validation/2026-10"
    due = {"due_on-day": "20", "due_on-month": "10", "due_on-year": "2026"}
    client.sign_in(finance)
    posts(client, url, {"decision": "query", "reason": "Why?", "owner_id": str(lead.id), **due})
    asked = db.session.scalars(select(ClaimQuery)).one()
    asked.due_on = asked.due_on.replace(day=19)
    db.session.commit()
    for page in ("/savings/queries", f"/savings/queries/{asked.id}", address_of(asked)):
        assert "overdue" in text(client.get(page))


def address_of(asked):
    return f"/savings/{asked.scheme_id}/validation"


def test_the_query_of_a_scheme_that_one_may_not_see_is_not_found(client, programme, exception):
    asked = ClaimQuery(
        scheme_id=exception.id,
        month=OCTOBER,
        owner_id=make.person().id,
        due_on=OCTOBER.last,
        raised_by="Fay",
        raised_at=OCTOBER_NOON,
    )
    db.session.add(asked)
    db.session.commit()
    elsewhere = make.lead(make.workstream(programme_id=programme.id))
    client.sign_in(elsewhere)
    assert client.get(f"/savings/queries/{asked.id}").status_code == 404
    sent = client.post(f"/savings/queries/{asked.id}", data={"text": "x", "version": "1"})
    assert sent.status_code == 404


def test_a_line_of_the_ledger_is_matched_on_its_page(client, programme, workstream, finance):
    scheme = make.claim(5_000, workstream_id=workstream.id)
    line = make.ledger_line(programme_id=programme.id, pence=5_000, description=HOSTILE)
    client.sign_in(finance)
    assert "1 ledger line (£50.00) names no scheme" in text(client.get(address(programme)))
    page = text(client.get(address(programme, "ledger")))
    assert HOSTILE not in page
    url = address(programme, f"ledger/{line.id}")
    assert client.get(url).status_code == 200
    posts(client, url, {"scheme_id": str(scheme.id), "version": "1"})
    assert db.session.get(LedgerLine, line.id).scheme_id == scheme.id
    assert "Every ledger line of the month is matched" in text(
        client.get(address(programme, "ledger"))
    )


def test_pages_without_anything_say_what_to_do(client, programme, workstream, finance):
    scheme = make.scheme(workstream_id=workstream.id)
    client.sign_in(finance)
    assert "No scheme claims a saving for October 2026" in text(client.get(address(programme)))
    assert "is not in yet" in text(client.get(address(programme, "ledger")))
    assert "No query is open" in text(client.get("/savings/queries"))
    assert "No query has been closed" in text(client.get("/savings/queries?show=closed"))
    assert "Nothing is claimed" in text(client.get(f"/savings/{scheme.id}/validation"))


@pytest.mark.parametrize("month", ["2026-13", "x", "0000-01", "2026-10-01"])
def test_an_impossible_month_is_not_found(client, programme, workstream, finance, month):
    scheme = make.scheme(workstream_id=workstream.id)
    client.sign_in(finance)
    assert client.get(f"/savings/{scheme.id}/validation/{month}").status_code == 404
    wanted = f"/savings/validation?programme={programme.code}&month={month}"
    assert client.get(wanted).status_code == 404


def test_what_is_listed_is_taken_away_as_a_file_and_logged(client, programme, workstream, finance):
    make.claim(500_050, ledger=900_000, workstream_id=workstream.id, title="=1+1")
    make.claim(500_000, ledger=500_000, workstream_id=workstream.id)
    client.sign_in(finance)
    sent = client.get(address(programme, format="csv"))
    rows = list(csv.DictReader(io.StringIO(sent.get_data().decode("utf-8-sig"))))
    assert [row["Standing"] for row in rows] == ["differs from the ledger"]
    assert rows[0]["Scheme"].startswith("'=")
    assert rows[0]["Claimed, recurrent"] == "5000.5"
    assert client.get(address(programme, format="xlsx", show="all")).status_code == 200
    actions = db.session.scalars(select(AuditEvent.action)).all()
    assert actions.count("claims.export") == 2


def test_two_thousand_claims_are_paged(client, programme, workstream, finance):
    many(workstream, 0, 60)
    client.sign_in(finance)
    page = text(client.get(address(programme)))
    assert "Showing 1 to 50 of 60 claims" in page
    assert "Showing 51 to 60 of 60 claims" in text(client.get(address(programme, page=2)))
    assert "Showing 51 to 60" in text(client.get(address(programme, page=999)))
    assert "No claims match" in text(client.get(address(programme, q="zzz")))
    assert db.session.scalar(select(func.count()).select_from(Validation)) == 0
