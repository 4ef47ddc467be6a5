"""What left a budget: recorded once with its journal, taken back only by a reversal."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.audit import queries as audit
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import THOUSAND, Pence
from app.db import db
from app.savings import queries
from app.savings.commands import transfers as commands
from app.savings.models import SchemeStatus
from app.savings.queries import transfers
from tests import make

YEAR = FinancialYear(2026)
AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 20)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def scheme(workstream):
    made = make.scheme(workstream_id=workstream.id)
    make.money(made, plan=[10] * 12)
    return queries.get(made.id, SYSTEM)


def transact(scheme, **given):
    usual = {
        "year": YEAR,
        "recurrent": Pence(30 * THOUSAND),
        "journal_ref": "JNL-1042",
        "cost_centre": "E12345",
        "account": "5110",
        "made_on": TODAY,
    }
    return commands.transact(scheme, **(usual | NOW | given))


def test_a_journal_is_recorded_and_told_in_the_history(scheme):
    transact(scheme)
    db.session.commit()
    assert transfers.transacted(scheme.id, YEAR) == 30 * THOUSAND
    [event] = audit.of_record("scheme", scheme.id)
    assert event.action == "scheme.transact"
    assert event.differences["journal_ref"] == [None, "JNL-1042"]
    assert event.differences["recurrent"] == [None, "£30,000.00"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"journal_ref": "  "}, "journal_ref"),
        ({"journal_ref": "J" * 81}, "journal_ref"),
        ({"cost_centre": "C" * 41}, "cost_centre"),
        ({"recurrent": Pence(0)}, "recurrent"),
        ({"recurrent": Pence(-1)}, "recurrent"),
        ({"non_recurrent": Pence(-1)}, "non_recurrent"),
        ({"recurrent": Pence(10**16)}, "recurrent"),
        ({"made_on": date(2026, 10, 21)}, "made_on"),
    ],
    ids=["none", "long", "centre", "nothing", "negative", "negative once", "huge", "to come"],
)
def test_what_no_ledger_would_print_is_refused(scheme, given, field):
    with pytest.raises(RuleBroken) as refused:
        transact(scheme, **given)
    assert refused.value.field == field
    assert transfers.transacted(scheme.id, YEAR) == 0


def test_the_same_journal_on_the_same_line_is_refused_in_any_case_of_letters(scheme):
    transact(scheme)
    with pytest.raises(RuleBroken, match="already recorded for this budget line"):
        transact(scheme, journal_ref=" jnl-1042 ", recurrent=Pence(5))
    transact(scheme, account="5120")
    assert transfers.transacted(scheme.id, YEAR) == 60 * THOUSAND


def test_more_than_the_plan_needs_a_reason(scheme):
    transact(scheme, recurrent=Pence(120 * THOUSAND))
    with pytest.raises(RuleBroken, match="say why it is more"):
        transact(scheme, journal_ref="JNL-2", recurrent=Pence(1))
    transact(scheme, journal_ref="JNL-2", recurrent=Pence(1), reason="Agreed with the board")
    assert transfers.transacted(scheme.id, YEAR) == 120 * THOUSAND + 1


def test_a_reversal_is_a_negative_row_that_names_what_it_reverses(scheme):
    made = transact(scheme, non_recurrent=Pence(7))
    back = commands.reverse(
        scheme, made, journal_ref="JNL-9", made_on=TODAY, reason="Wrong centre", **NOW
    )
    assert (back.recurrent, back.non_recurrent, back.reverses_id) == (-30 * THOUSAND, -7, made.id)
    assert transfers.transacted(scheme.id, YEAR) == 0
    with pytest.raises(RuleBroken, match="already reversed"):
        commands.reverse(scheme, made, journal_ref="J", made_on=TODAY, reason="Again", **NOW)
    with pytest.raises(RuleBroken, match="a reversal itself"):
        commands.reverse(scheme, back, journal_ref="J", made_on=TODAY, reason="Again", **NOW)


def test_a_reversal_needs_a_reason_and_its_own_later_journal(scheme):
    made = transact(scheme)
    for wrong in ({"reason": " "}, {"journal_ref": "JNL-1042"}, {"made_on": date(2026, 10, 1)}):
        usual = {"journal_ref": "J2", "made_on": TODAY, "reason": "Wrong"}
        with pytest.raises(RuleBroken):
            commands.reverse(scheme, made, **(usual | NOW | wrong))


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(amounts=st.lists(st.tuples(st.integers(1, 10**9), st.booleans()), max_size=5))
def test_what_is_transacted_is_what_was_not_reversed_to_the_penny(workstream, amounts):
    scheme = queries.get(make.scheme(workstream_id=workstream.id).id, SYSTEM)
    for number, (pence, is_reversed) in enumerate(amounts):
        ref = f"J{number}"
        made = transact(scheme, recurrent=Pence(pence), journal_ref=ref, reason="Test")
        db.session.flush()
        if is_reversed:
            commands.reverse(
                scheme, made, journal_ref=f"{ref}R", made_on=TODAY, reason="Test", **NOW
            )
    kept = sum(pence for pence, is_reversed in amounts if not is_reversed)
    assert transfers.transacted(scheme.id, YEAR) == kept


def test_a_withdrawn_scheme_has_no_journals_and_a_complete_one_may(scheme):
    scheme.status = SchemeStatus.WITHDRAWN
    with pytest.raises(RuleBroken, match="withdrawn"):
        transact(scheme)
    scheme.status = SchemeStatus.COMPLETE
    transact(scheme)


def test_only_those_who_validate_savings_record_journals(scheme, workstream, programme):
    lead, elsewhere = make.lead(workstream), make.finance(make.programme())
    for person in (lead, elsewhere, make.pmo(programme)):
        with pytest.raises(NotAllowed):
            transact(scheme, actor=make.actor(person))
    transact(scheme, actor=make.actor(make.finance(programme)))


def test_a_page_gone_stale_is_a_conflict(scheme):
    version = scheme.version
    transact(scheme)
    with pytest.raises(Conflict):
        transact(scheme, journal_ref="J2", version=version)


def test_a_journal_is_never_altered(scheme):
    made = transact(scheme)
    db.session.flush()
    for statement in ("UPDATE budget_transfer SET recurrent = 1", "DELETE FROM budget_transfer"):
        with pytest.raises(DatabaseError, match="enter its reversal"), db.session.begin_nested():
            db.session.execute(text(f"{statement} WHERE id = {made.id}"))


JOURNAL = {
    "journal_ref": "JNL-77",
    "made_on-day": "1",
    "made_on-month": "10",
    "made_on-year": "2026",
    "year": "2026/27",
    "recurrent": "12,000",
    "cost_centre": "E1",
}


def test_finance_records_and_reverses_a_journal_on_its_pages(client, programme, scheme):
    scheme_id, version = scheme.id, scheme.version
    client.sign_in(make.finance(programme))
    page = f"/savings/{scheme_id}/transacted"
    assert "No journal is recorded yet" in client.get(page).get_data(as_text=True)
    sent = client.post(f"{page}/new", data={**JOURNAL, "version": str(version)})
    assert sent.status_code == 302
    shown = client.get(page).get_data(as_text=True)
    assert "JNL-77" in shown
    assert "£108,000.00" in shown
    [made] = transfers.of_scheme(scheme_id)
    back = {**JOURNAL, "journal_ref": "JNL-78", "reason": "Wrong", "version": str(version + 1)}
    assert client.post(f"{page}/{made.id}/reverse", data=back).status_code == 302
    shown = client.get(page).get_data(as_text=True)
    assert "Reverses JNL-77" in shown
    assert "Reversed by JNL-78" in shown


def test_a_wrong_form_is_shown_again_with_what_was_typed(client, programme, scheme):
    client.sign_in(make.finance(programme))
    given = {**JOURNAL, "journal_ref": "", "version": str(scheme.version)}
    sent = client.post(f"/savings/{scheme.id}/transacted/new", data=given)
    assert sent.status_code == 422
    assert "12,000" in sent.get_data(as_text=True)


def test_a_stale_page_keeps_what_was_typed(client, programme, scheme):
    client.sign_in(make.finance(programme))
    sent = client.post(f"/savings/{scheme.id}/transacted/new", data={**JOURNAL, "version": "0"})
    assert sent.status_code == 409
    assert "JNL-77" in sent.get_data(as_text=True)


def test_others_read_the_journals_and_record_none(client, programme, workstream, scheme):
    elsewhere = make.workstream(ref="WS02", programme_id=programme.id)
    page = f"/savings/{scheme.id}/transacted"
    made = transact(scheme)
    db.session.commit()
    transfer_id = made.id
    client.sign_in(make.lead(workstream))
    assert "JNL-1042" in client.get(page).get_data(as_text=True)
    assert client.get(f"{page}/new").status_code == 403
    assert client.post(f"{page}/{transfer_id}/reverse", data=JOURNAL).status_code == 403
    client.sign_in(make.lead(elsewhere))
    assert client.get(page).status_code == 404


def test_a_journal_of_another_scheme_is_not_found(client, programme, workstream, scheme):
    made = transact(scheme)
    other = make.scheme(workstream_id=workstream.id)
    db.session.commit()
    transfer_id = made.id
    client.sign_in(make.finance(programme))
    page = f"/savings/{other.id}/transacted/{transfer_id}/reverse"
    assert client.get(page).status_code == 404


def test_finance_records_and_reverses_no_journal_of_its_own_scheme(programme, scheme):
    mine = make.finance(programme)
    made = transact(scheme)
    scheme.owner_id = mine.id
    db.session.commit()
    with pytest.raises(NotAllowed, match="own scheme"):
        transact(scheme, journal_ref="JNL-2", actor=make.actor(mine))
    with pytest.raises(NotAllowed, match="own scheme"):
        commands.reverse(
            scheme, made, journal_ref="R", made_on=TODAY, reason="x", actor=make.actor(mine), at=AT
        )
