from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Disclosure, RoleAssignment
from app.programmes.roles import Role
from app.savings import commands as savings
from app.savings import queries as schemes
from app.savings.commands import closing, ledger, threads, together, validation
from app.savings.models import Adjustment, ClaimMessage, QueryStatus, Validation
from app.savings.queries import claims, validated
from app.savings.queries import threads as thread_queries
from app.savings.rules.validation import DEFAULTS, Evidence, Finding, Standing
from tests import make
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
YEAR = FinancialYear(2026)
OCTOBER = Month(2026, 10)
SYSTEM = Actor.system("test")


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def finance(programme):
    return make.actor(make.finance(programme, name="Fay Finance"))


@pytest.fixture
def now(finance):
    return {"actor": finance, "at": AT}


@pytest.fixture
def claimed(workstream):
    """A claim of £1,000 a third of which is non-recurrent, with £1,600 in the ledger."""
    made = make.claim(66_667, 33_333, ledger=160_000, workstream_id=workstream.id)
    return schemes.get(made.id, SYSTEM)


def listed(programme, actor=SYSTEM, month=OCTOBER):
    db.session.flush()
    return {row.scheme_id: row for row in claims.of_month(programme.id, month, DEFAULTS, actor)}


def row_of(scheme, month=OCTOBER):
    db.session.flush()
    return claims.of_scheme(scheme, month, DEFAULTS)


def seen(programme):
    return {key: row.shown for key, row in listed(programme).items()}


def validated_of(scheme, month=OCTOBER):
    db.session.flush()
    sums = validated.validated_sums(YEAR, month)
    found = db.session.execute(select(sums).where(sums.c.scheme_id == scheme.id)).one_or_none()
    return found.pence if found else 0


def test_claims_that_agree_are_validated_as_one_decision_with_one_event(programme, workstream, now):
    agreeing = [make.claim(5_000, ledger=5_000, workstream_id=workstream.id) for _ in range(3)]
    other = make.claim(5_000, workstream_id=workstream.id)
    before = db.session.scalar(select(func.count()).select_from(AuditEvent))

    done = together.validate_together(programme, OCTOBER, seen=seen(programme), **now)
    db.session.commit()

    assert {row.scheme_id for row in done.validated} == {each.id for each in agreeing}
    assert done.total == 15_000
    rows = db.session.scalars(select(Validation)).all()
    assert {row.decision for row in rows} == {done.decision}
    assert {(row.verdict, row.evidence, row.by) for row in rows} == {
        (Finding.VALIDATED, Evidence.LEDGER, "Fay Finance")
    }
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()[before:]
    assert [event.action for event in events] == ["validation.validate_together"]
    assert all(each.ref in str(events[0].differences) for each in agreeing)
    found = listed(programme)
    assert found[agreeing[0].id].standing is Standing.VALIDATED
    assert found[other.id].standing is Standing.NO_LEDGER


def test_a_claim_that_moved_since_the_page_is_left_out_and_named(programme, workstream, now):
    still, moved = (make.claim(5_000, ledger=5_000, workstream_id=workstream.id) for _ in "ab")
    shown = seen(programme)
    scheme = schemes.get(moved.id, SYSTEM)
    savings.set_months(scheme, {OCTOBER: {"actual_recurrent": Pence(5_001)}}, actor=SYSTEM, at=AT)

    done = together.validate_together(programme, OCTOBER, seen=shown, **now)

    assert [row.scheme_id for row in done.validated] == [still.id]
    (row, why), *_ = done.left_out
    assert row.scheme_id == moved.id
    assert "moved since you opened the page" in why


def test_nobody_validates_a_scheme_that_they_own_or_entered(programme, workstream):
    person = make.finance(programme)
    own = make.claim(5_000, ledger=5_000, workstream_id=workstream.id, owner_id=person.id)
    entered = make.claim(5_000, ledger=5_000, workstream_id=workstream.id, author_id=person.id)
    other = make.claim(5_000, ledger=5_000, workstream_id=workstream.id)
    whose = {"actor": make.actor(person), "at": AT}

    done = together.validate_together(programme, OCTOBER, seen=seen(programme), **whose)

    assert [row.scheme_id for row in done.validated] == [other.id]
    assert {row.scheme_id for row, _ in done.left_out} == {own.id, entered.id}
    for each in (own, entered):
        with pytest.raises(NotAllowed, match="their own scheme"):
            validation.validate(
                schemes.get(each.id, SYSTEM), OCTOBER, evidence=Evidence.LEDGER, **whose
            )


@pytest.mark.parametrize("role", [make.lead, make.pmo], ids=["lead", "pmo"])
def test_only_finance_validates(programme, workstream, claimed, role):
    place = workstream if role is make.lead else programme
    whose = {"actor": make.actor(role(place)), "at": AT}
    with pytest.raises(NotAllowed):
        together.validate_together(programme, OCTOBER, seen=seen(programme), **whose)
    with pytest.raises(NotAllowed):
        validation.validate(claimed, OCTOBER, evidence=Evidence.LEDGER, **whose)
    with pytest.raises(NotAllowed):
        validation.reject(claimed, OCTOBER, reason="No", **whose)
    with pytest.raises(NotAllowed):
        validation.take_ledger(claimed, OCTOBER, **whose)
    with pytest.raises(NotAllowed):
        validation.query(
            claimed, OCTOBER, question="Why?", owner_id=None, due_on=date(2026, 10, 30), **whose
        )


def test_finance_of_another_programme_validates_nothing_here(programme, claimed):
    elsewhere = make.actor(make.finance(make.programme()))
    with pytest.raises(RuleBroken, match="No claim"):
        together.validate_together(programme, OCTOBER, seen=seen(programme), actor=elsewhere, at=AT)
    with pytest.raises(NotAllowed):
        validation.validate(claimed, OCTOBER, evidence=Evidence.LEDGER, actor=elsewhere, at=AT)


def test_a_workforce_sensitive_scheme_is_not_named_in_the_event_of_all(
    programme, workstream, now, finance
):
    open_one = make.claim(5_000, ledger=5_000, workstream_id=workstream.id)
    hidden = make.claim(
        5_000,
        ledger=5_000,
        workstream_id=workstream.id,
        ref="SECRET-1",
        disclosure=Disclosure.WORKFORCE,
    )
    assert hidden.id not in listed(programme, finance)
    assert claims.unseen(programme.id, OCTOBER, finance) == claims.Unseen(1, 5_000, 5_000)

    done = together.validate_together(programme, OCTOBER, seen=seen(programme), actor=SYSTEM, at=AT)
    db.session.commit()

    assert {row.scheme_id for row in done.validated} == {open_one.id, hidden.id}
    events = db.session.scalars(select(AuditEvent)).all()
    named = [event for event in events if "SECRET-1" in f"{event.record_name}{event.changes}"]
    assert {event.disclosure for event in named} == {"workforce-sensitive"}


def test_what_the_ledger_does_not_show_needs_a_reason(claimed, now):
    with pytest.raises(RuleBroken, match="what shows the saving"):
        validation.validate(claimed, OCTOBER, evidence=Evidence.ESR, **now)
    validation.validate(
        claimed, OCTOBER, evidence=Evidence.ESR, reason="Two posts left in ESR", **now
    )
    row = row_of(claimed)
    assert (row.standing, row.validated) == (Standing.VALIDATED, 100_000)
    assert row.decided_in_words == "validated at £1,000.00 (ESR)"


def test_ledger_evidence_needs_a_ledger_line(workstream, now):
    made = make.claim(5_000, workstream_id=workstream.id)
    with pytest.raises(RuleBroken, match="no line") as refused:
        validation.validate(
            schemes.get(made.id, SYSTEM), OCTOBER, evidence=Evidence.LEDGER, reason="x", **now
        )
    assert refused.value.field == "evidence"


def test_the_ledgers_figure_becomes_the_claim_split_as_the_claim_was(claimed, now):
    validation.take_ledger(claimed, OCTOBER, **now)
    row = row_of(claimed)
    assert (row.claim.recurrent, row.claim.non_recurrent) == (106_667, 53_333)
    assert row.standing is Standing.VALIDATED
    assert validated_of(claimed) == 160_000


def test_a_claim_that_grows_afterwards_is_claimed_and_not_validated(claimed, now):
    validation.take_ledger(claimed, OCTOBER, **now)
    savings.set_months(
        claimed, {OCTOBER: {"actual_recurrent": Pence(900_000)}}, actor=SYSTEM, at=AT
    )
    assert row_of(claimed).standing is Standing.CLAIM_MOVED
    assert validated_of(claimed) == 160_000


def test_a_rejected_claim_counts_nothing_and_may_be_set_to_nought(claimed, now):
    validation.validate(claimed, OCTOBER, evidence=Evidence.ESR, reason="Posts left", **now)
    with pytest.raises(RuleBroken, match="Say why"):
        validation.reject(claimed, OCTOBER, reason=" ", **now)
    validation.reject(
        claimed,
        OCTOBER,
        reason="The budget was cut, the spend did not fall",
        clears_claim=True,
        **now,
    )
    row = row_of(claimed)
    assert (row.claim.total, row.standing) == (0, Standing.REJECTED)
    assert validated_of(claimed) == 0


def test_a_page_whose_figures_moved_decides_nothing(claimed, now):
    shown = row_of(claimed).shown
    make.ledger_line(claimed, pence=1)
    with pytest.raises(RuleBroken, match="moved since you opened the page"):
        validation.reject(claimed, OCTOBER, reason="No", shown=shown, **now)


def test_a_withdrawn_scheme_and_a_month_to_come_cannot_be_decided(claimed, now):
    with pytest.raises(RuleBroken, match="has not begun"):
        validation.reject(claimed, Month(2026, 11), reason="No", **now)
    savings.withdraw(claimed, reason="Not done", actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="withdrawn"):
        validation.reject(claimed, OCTOBER, reason="No", **now)


def asked_of(scheme, owner, **now):
    return validation.query(
        scheme,
        OCTOBER,
        question="What is the £600?",
        owner_id=owner.id,
        due_on=date(2026, 10, 27),
        **now,
    )


def test_a_query_is_a_thread_that_its_owner_answers_and_a_verdict_closes(
    claimed, workstream, now, finance
):
    lead = make.lead(workstream, name="Ada Lead")
    asked = asked_of(claimed, lead, **now)
    db.session.commit()
    assert row_of(claimed).standing is Standing.QUERIED
    assert thread_queries.waiting(make.actor(lead), date(2026, 10, 28)).overdue == 1
    assert thread_queries.waiting(finance, date(2026, 10, 28)).to_decide == 0

    threads.answer(asked, text="A late invoice", actor=make.actor(lead), at=AT)
    assert asked.status is QueryStatus.ANSWERED
    assert thread_queries.waiting(finance, date(2026, 10, 28)).to_decide == 1
    threads.answer(asked, text="Which one?", **now)
    assert asked.status is QueryStatus.OPEN

    validation.take_ledger(claimed, OCTOBER, **now)
    assert asked.status is QueryStatus.CLOSED
    thread = [message.text for message in thread_queries.messages(asked.id)]
    assert thread == [
        "What is the £600?",
        "A late invoice",
        "Which one?",
        "The claim was validated",
    ]
    with pytest.raises(RuleBroken, match="closed"):
        threads.answer(asked, text="More", **now)


def test_only_its_parties_answer_a_query(claimed, workstream, now):
    asked = asked_of(claimed, make.lead(workstream), **now)
    other = make.lead(make.workstream(programme_id=workstream.programme_id))
    with pytest.raises(NotAllowed):
        threads.answer(asked, text="Not mine", actor=make.actor(other), at=AT)
    with pytest.raises(NotAllowed):
        threads.close_query(asked, note="Enough", actor=make.actor(other), at=AT)


def test_a_query_goes_to_somebody_who_can_open_it(claimed, now):
    stranger = make.person(name="Sam Stranger")
    with pytest.raises(RuleBroken, match="Sam Stranger cannot open") as refused:
        asked_of(claimed, stranger, **now)
    assert refused.value.field == "owner_id"


def test_one_query_at_a_time_is_open_on_a_claim(claimed, workstream, now):
    lead = make.lead(workstream)
    first = asked_of(claimed, lead, **now)
    with pytest.raises(RuleBroken, match="already open"):
        asked_of(claimed, lead, **now)
    threads.close_query(first, note="Asked by mistake", **now)
    asked_of(claimed, lead, **now)
    assert db.session.scalar(select(func.count()).select_from(ClaimMessage)) == 3


def test_a_query_answered_from_a_stale_page_is_a_conflict(claimed, workstream, now):
    lead = make.lead(workstream)
    asked = asked_of(claimed, lead, **now)
    shown = asked.version
    threads.answer(asked, text="One", version=shown, actor=make.actor(lead), at=AT)
    with pytest.raises(Conflict):
        threads.answer(asked, text="Two", version=shown, actor=make.actor(lead), at=AT)


def test_a_line_without_a_scheme_is_matched_by_finance(programme, workstream, now):
    made = make.claim(5_000, workstream_id=workstream.id)
    line = make.ledger_line(programme_id=programme.id, pence=5_000)
    assert row_of(schemes.get(made.id, SYSTEM)).standing is Standing.NO_LEDGER
    ledger.match_line(line, schemes.get(made.id, SYSTEM), **now)
    assert row_of(schemes.get(made.id, SYSTEM)).standing is Standing.AGREES
    elsewhere = schemes.get(make.scheme().id, SYSTEM)
    with pytest.raises(RuleBroken, match="same programme"):
        ledger.match_line(line, elsewhere, actor=SYSTEM, at=AT)


def test_three_hundred_claims_are_written_in_a_fixed_number_of_statements(
    programme, workstream, now, queries
):
    def count(schemes):
        for _ in range(schemes):
            make.claim(5_000, ledger=5_000, workstream_id=workstream.id)
        shown = seen(programme)
        db.session.commit()
        queries.clear()
        together.validate_together(programme, OCTOBER, seen=shown, **now)
        return len(queries)

    few = count(1)
    assert count(50) == few


@pytest.fixture
def october_is_closed(programme):
    closing.close_months(programme, OCTOBER, actor=SYSTEM, at=AT)
    db.session.commit()


def adjustments(scheme):
    rows = db.session.scalars(select(Adjustment).where(Adjustment.scheme_id == scheme.id)).all()
    return [(row.month, row.recurrent, row.non_recurrent) for row in rows]


def test_in_a_closed_month_the_ledgers_figure_is_taken_by_an_adjustment(
    claimed, now, october_is_closed
):
    validation.take_ledger(claimed, OCTOBER, **now)
    row = row_of(claimed)
    assert (row.claim.recurrent, row.claim.non_recurrent) == (106_667, 53_333)
    assert adjustments(claimed) == [(OCTOBER, 40_000, 20_000)]
    assert row.standing is Standing.VALIDATED


def test_in_a_closed_month_a_rejected_claim_is_taken_to_nought_by_an_adjustment(
    claimed, now, october_is_closed
):
    validation.reject(claimed, OCTOBER, reason="Spend did not fall", clears_claim=True, **now)
    assert adjustments(claimed) == [(OCTOBER, -66_667, -33_333)]
    assert row_of(claimed).claim.total == 0
    validation.reject(claimed, OCTOBER, reason="As before", clears_claim=True, **now)
    assert len(adjustments(claimed)) == 1


def test_a_claim_of_a_closed_month_that_agrees_is_validated_without_an_adjustment(
    programme, workstream, now, october_is_closed
):
    scheme = make.claim(5_000, ledger=5_000, workstream_id=workstream.id)
    together.validate_together(programme, OCTOBER, seen=seen(programme), **now)
    assert adjustments(scheme) == []
    assert validated_of(scheme) == 5_000


def test_a_transacted_scheme_is_validated_and_takes_the_ledgers_figure(claimed, now):
    savings.complete(claimed, reason="Journal 7", actor=SYSTEM, at=AT)
    validation.validate(claimed, OCTOBER, evidence=Evidence.ESR, reason="Posts left", **now)
    assert validated_of(claimed) == 100_000
    ledger = row_of(claimed).ledger
    validation.take_ledger(claimed, OCTOBER, **now)
    assert row_of(claimed).claim.total == ledger != 100_000
    assert claimed.is_transacted


@pytest.mark.parametrize("pence", [10**15, -(10**15)])
def test_the_largest_amounts_are_compared_to_the_penny(workstream, pence):
    made = make.claim(10**15 - 1, ledger=pence, workstream_id=workstream.id)
    row = row_of(schemes.get(made.id, SYSTEM))
    assert row.difference == 10**15 - 1 - pence


def test_an_amount_that_cannot_be_real_is_no_ledger_line(programme):
    with pytest.raises(RuleBroken, match="too large"):
        ledger.add_line(programme, OCTOBER, pence=Pence(10**15 + 1), actor=SYSTEM, at=AT)


def test_nothing_is_validated_of_a_month_for_which_nothing_is_claimed(workstream, now):
    made = make.claim(ledger=5_000, workstream_id=workstream.id)
    with pytest.raises(RuleBroken, match="Nothing is claimed for October"):
        validation.validate(schemes.get(made.id, SYSTEM), OCTOBER, evidence=Evidence.LEDGER, **now)


def test_a_ledger_without_a_line_has_no_figure_to_take(workstream, now):
    made = make.claim(5_000, workstream_id=workstream.id)
    with pytest.raises(RuleBroken, match="there is nothing to take"):
        validation.take_ledger(schemes.get(made.id, SYSTEM), OCTOBER, **now)
    assert validated_of(schemes.get(made.id, SYSTEM)) == 0


def test_finance_of_one_workstream_validates_what_it_sees_there_alone(programme, workstream):
    there = make.workstream(ref="WS02", programme_id=programme.id)
    person = make.with_role(Role.FINANCE, workstream=workstream)
    stored(
        RoleAssignment(
            person_id=person.id,
            role=Role.SPONSOR,
            workstream_id=there.id,
            starts_on=date(2020, 4, 1),
        )
    )
    here, elsewhere = (
        make.claim(5_000, ledger=5_000, workstream_id=place.id) for place in (workstream, there)
    )
    whose = {"actor": make.actor(person), "at": AT}
    done = together.validate_together(programme, OCTOBER, seen=seen(programme), **whose)
    assert [row.scheme_id for row in done.validated] == [here.id]
    assert [(row.scheme_id, why) for row, why in done.left_out] == [
        (elsewhere.id, "you do not validate in its workstream")
    ]


def test_who_edits_the_scheme_may_ask_too_and_who_only_reads_it_may_not(claimed, workstream):
    lead = make.lead(workstream)
    sponsor = make.with_role(Role.SPONSOR, workstream=workstream)

    def asks(who):
        given = {"question": "What is it?", "owner_id": lead.id, "due_on": date(2026, 10, 27)}
        scheme = schemes.get(claimed.id, SYSTEM)
        return threads.open_query(scheme, OCTOBER, **given, actor=make.actor(who), at=AT)

    with pytest.raises(NotAllowed):
        asks(sponsor)
    assert asks(lead).status is QueryStatus.OPEN


@pytest.mark.parametrize("owner_id", [None, 999_999])
def test_a_query_is_to_somebody(claimed, now, owner_id):
    with pytest.raises(RuleBroken) as refused:
        threads.open_query(
            claimed,
            OCTOBER,
            question="What is it?",
            owner_id=owner_id,
            due_on=date(2026, 10, 27),
            **now,
        )
    assert (refused.value.field, refused.value.message) == ("owner_id", "Choose who answers")


def test_a_query_and_an_answer_say_something(claimed, workstream, now):
    lead = make.lead(workstream)
    with pytest.raises(RuleBroken) as refused:
        threads.open_query(
            claimed,
            OCTOBER,
            question="  ",
            owner_id=lead.id,
            due_on=date(2026, 10, 27),
            **now,
        )
    assert refused.value.field == "reason"
    asked = asked_of(claimed, lead, **now)
    with pytest.raises(RuleBroken) as refused:
        threads.answer(asked, text=" ", **now)
    assert refused.value.field == "text"


def test_a_query_is_closed_once_and_without_words_says_nothing(claimed, workstream, now):
    asked = asked_of(claimed, make.lead(workstream), **now)
    threads.close_query(asked, **now)
    assert asked.status is QueryStatus.CLOSED
    assert len(thread_queries.messages(asked.id)) == 1
    with pytest.raises(RuleBroken, match="closed already"):
        threads.close_query(asked, **now)
