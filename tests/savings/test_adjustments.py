"""A closed month's figure moves only by adjustments: it is its first value and their sum."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.savings import commands, queries
from app.savings.commands import closing
from app.savings.models import Adjustment, SchemeMonth, SchemeStatus
from app.savings.rules import closing as rules
from app.savings.rules.lifecycle import Stage
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
YEAR = FinancialYear(2026)
APRIL, SEPTEMBER, OCTOBER = YEAR.month(1), YEAR.month(6), YEAR.month(7)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}
KINDS = ("recurrent", "non_recurrent")


@pytest.fixture
def scheme():
    workstream = make.workstream(ref="WS01", programme_id=make.programme().id)
    made = make.money(make.scheme(workstream_id=workstream.id), plan=[10] * 12, actual=[9] * 6)
    found = queries.get(made.id, SYSTEM)
    closing.close_months(found.workstream.programme, SEPTEMBER, **NOW)
    return found


def cells(scheme, month):
    row = db.session.scalars(
        select(SchemeMonth).where(SchemeMonth.scheme_id == scheme.id, SchemeMonth.month == month)
    ).one()
    return row.actual_recurrent, row.actual_non_recurrent


def adjust(scheme, month=SEPTEMBER, *, reason="Ledger, 3 October", **amounts):
    return closing.adjust(scheme, month, reason=reason, **{**NOW, **amounts})


def test_an_adjustment_changes_the_figure_and_stays_on_record_with_its_reason(scheme):
    adjust(scheme, recurrent=Pence(-50_000))
    assert cells(scheme, SEPTEMBER) == (850_000, None)
    made = db.session.scalars(select(Adjustment)).one()
    assert (made.recurrent, made.non_recurrent, made.reason) == (-50_000, 0, "Ledger, 3 October")
    assert (made.by, str(made.made_on)) == ("test", "2026-10-20")


def test_the_trail_says_what_was_corrected_and_why(scheme):
    adjust(scheme, recurrent=Pence(-50_000), non_recurrent=Pence(7))
    db.session.commit()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "scheme.adjust")).one()
    assert event.differences == {
        "2026-09 actual, recurrent": ["£9,000.00", "£8,500.00"],
        "2026-09 actual, non-recurrent": [None, "£0.07"],
    }
    assert event.reason == "Ledger, 3 October"


def test_an_adjustment_counts_as_a_save_of_the_scheme(scheme):
    shown = scheme.version
    adjust(scheme, recurrent=Pence(1), version=shown)
    assert scheme.version == shown + 1
    with pytest.raises(Conflict):
        adjust(scheme, recurrent=Pence(1), version=shown)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"month": OCTOBER, "recurrent": Pence(1)}, "month"),
        ({"recurrent": Pence(0)}, "recurrent"),
        ({"recurrent": Pence(1), "reason": "  "}, "reason"),
        ({"recurrent": Pence(10**15)}, "recurrent"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_question(scheme, given, field):
    with pytest.raises(RuleBroken) as refused:
        adjust(scheme, **given)
    assert refused.value.field == field
    assert db.session.scalar(select(func.count()).select_from(Adjustment)) == 0


def test_only_those_who_may_edit_savings_here_correct_them(scheme):
    elsewhere = make.actor(make.lead(make.workstream()))
    scheme = queries.get(scheme.id, SYSTEM)
    with pytest.raises(NotAllowed):
        adjust(scheme, recurrent=Pence(1), actor=elsewhere)


def test_a_withdrawn_scheme_is_not_corrected(scheme):
    scheme.status = SchemeStatus.WITHDRAWN
    with pytest.raises(RuleBroken, match="reopen it"):
        adjust(scheme, recurrent=Pence(1))


def test_nothing_is_adjusted_while_no_month_is_closed():
    scheme = queries.get(make.scheme().id, SYSTEM)
    with pytest.raises(RuleBroken, match="not closed"):
        adjust(scheme, recurrent=Pence(1))


AMOUNTS = some.integers(-(10**9), 10**9)


@given(some.one_of(some.none(), AMOUNTS), some.lists(AMOUNTS, max_size=8))
def test_a_corrected_cell_is_its_first_value_and_what_was_added(first, added):
    found = rules.corrected(first, [Pence(each) for each in added])
    assert (found or 0) == (first or 0) + sum(added)
    assert (found is None) == (first is None and not any(added))


STEP = some.tuples(some.sampled_from(["adjust", "correct", "overwrite"]), AMOUNTS, AMOUNTS)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    month=some.sampled_from([APRIL, SEPTEMBER]),
    steps=some.lists(STEP, min_size=1, max_size=6),
)
def test_whatever_is_tried_a_cell_is_its_first_value_and_its_adjustments(scheme, month, steps):
    scheme = queries.get(scheme.id, SYSTEM)
    with db.session.begin_nested() as try_out:
        first = [amount or 0 for amount in cells(scheme, month)]
        for verb, recurrent, once in steps:
            attempt(scheme, month, verb, (Pence(recurrent), Pence(once)))
        db.session.flush()
        sums = db.session.execute(
            select(func.sum(Adjustment.recurrent), func.sum(Adjustment.non_recurrent)).where(
                Adjustment.scheme_id == scheme.id, Adjustment.month == month
            )
        ).one()
        held = [amount or 0 for amount in cells(scheme, month)]
        assert held == [was + (added or 0) for was, added in zip(first, sums, strict=True)]
        try_out.rollback()
    db.session.expire_all()


def attempt(scheme, month, verb, amounts):
    """One of the three ways to a closed month's figure, refused or not."""
    by_kind = dict(zip(KINDS, amounts, strict=True))
    by_cell = {f"actual_{kind}": amount for kind, amount in by_kind.items()}
    try:
        if verb == "adjust":
            adjust(scheme, month, **by_kind)
        elif verb == "correct":
            closing.correct_months(scheme, {month: by_cell}, reason="The file", **NOW)
        else:
            commands.set_months(scheme, {month: by_cell}, **NOW)
    except RuleBroken:
        pass


@pytest.fixture
def lead(scheme):
    return make.lead(queries.get(scheme.id, SYSTEM).workstream, name="Ada Lead")


def shown(response):
    return response.get_data(as_text=True)


def sent(scheme, **given):
    return {
        "version": scheme.version,
        "month": "2026-09",
        "recurrent": "-500",
        "non_recurrent": "",
        "reason": "Journal 123",
        "step": "save",
        **given,
    }


def test_the_page_shows_the_figures_before_and_after_and_saves_nothing_yet(client, scheme, lead):
    data = sent(scheme, step="show")
    page = shown(client.sign_in(lead).post(f"/savings/{scheme.id}/adjust", data=data))
    assert "£9,000.00 becomes <strong>£8,500.00</strong>" in page
    assert "Non-recurrent: not given becomes <strong>not given</strong>" in page
    assert cells(scheme, SEPTEMBER) == (900_000, None)


def test_a_saved_correction_is_listed_with_the_figures_before_and_after(client, scheme, lead):
    key, data = scheme.id, sent(scheme)
    answer = client.sign_in(lead).post(f"/savings/{key}/adjust", data=data)
    assert answer.status_code == 302
    again = {**data, "recurrent": "100.50", "version": data["version"] + 1}
    client.post(f"/savings/{key}/adjust", data=again)
    page = shown(client.get(f"/savings/{key}/corrections"))
    assert "Recurrent: £9,000.00 became £8,500.00" in page
    assert "Recurrent: £8,500.00 became £8,600.50" in page
    assert "Journal 123" in page
    assert "Ada Lead" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": ""}, "Say why the figure of a closed month changes"),
        ({"month": "2026-12"}, "Not a valid choice"),
        ({"recurrent": "", "non_recurrent": "0"}, "Enter the amount to add"),
        ({"recurrent": "lots"}, "must be an amount of money"),
    ],
)
def test_the_form_says_what_is_wrong(client, scheme, lead, given, sentence):
    answer = client.sign_in(lead).post(f"/savings/{scheme.id}/adjust", data=sent(scheme, **given))
    assert answer.status_code == 422
    assert sentence in shown(answer)


def test_a_stale_correction_is_not_saved(client, scheme, lead):
    key, data = scheme.id, sent(scheme)
    client.sign_in(lead).post(f"/savings/{key}/adjust", data=data)
    answer = client.post(f"/savings/{key}/adjust", data={**data, "recurrent": "-7"})
    assert answer.status_code == 409
    assert cells(scheme, SEPTEMBER) == (850_000, None)


def test_the_sro_may_read_the_corrections_but_not_make_one(client, scheme):
    key = scheme.id
    sro = make.sro(queries.get(key, SYSTEM).workstream.programme)
    page = client.sign_in(sro).get(f"/savings/{key}/corrections")
    assert page.status_code == 200
    assert "Correct a closed month" not in shown(page)
    assert client.get(f"/savings/{key}/adjust").status_code == 403


def test_another_workstreams_lead_finds_neither_page(client, scheme):
    key = scheme.id
    other = make.lead(make.workstream(ref="WS02", programme_id=scheme.workstream.programme_id))
    for page in ("corrections", "adjust"):
        assert client.sign_in(other).get(f"/savings/{key}/{page}").status_code == 404


def test_without_a_closed_month_the_pages_say_what_to_do(client):
    scheme = make.scheme(workstream_id=make.workstream(programme_id=make.programme().id).id)
    lead = make.lead(queries.get(scheme.id, SYSTEM).workstream)
    page = shown(client.sign_in(lead).get(f"/savings/{scheme.id}/corrections"))
    assert "No month is closed yet" in page
    assert "No month is closed yet" in shown(client.get(f"/savings/{scheme.id}/adjust"))


def test_a_closed_month_that_nothing_was_given_for_can_be_given_what_it_saved():
    made = make.scheme(workstream_id=make.workstream(programme_id=make.programme().id).id)
    found = queries.get(made.id, SYSTEM)
    closing.close_months(found.workstream.programme, SEPTEMBER, **NOW)
    adjust(found, recurrent=Pence(50_000))
    assert cells(found, SEPTEMBER) == (50_000, None)


def test_a_file_does_not_correct_the_plan_of_a_closed_month_once_it_is_frozen(scheme):
    scheme.stage = Stage.IN_DELIVERY
    plan = {SEPTEMBER: {"plan_recurrent": Pence(1), "actual_recurrent": Pence(7)}}
    with pytest.raises(RuleBroken, match="frozen since G5"):
        closing.correct_months(scheme, plan, reason="A new file", **NOW)
    assert cells(scheme, SEPTEMBER) == (900_000, None)
    same = {SEPTEMBER: {"plan_recurrent": Pence(1_000_000), "actual_recurrent": Pence(7)}}
    closing.correct_months(scheme, same, reason="A new file", **NOW)
    assert cells(scheme, SEPTEMBER) == (7, None)


def test_a_file_that_corrects_nothing_of_a_closed_month_is_no_save(scheme):
    shown = scheme.version
    same = {SEPTEMBER: {"actual_recurrent": Pence(900_000)}}
    closing.correct_months(scheme, same, reason="The same file", **NOW)
    assert scheme.version == shown
    assert db.session.scalars(select(Adjustment)).all() == []
