import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Disclosure
from app.programmes.roles import Role
from app.savings import queries as schemes
from app.savings.commands import reconciliation as commands
from app.savings.commands import validation
from app.savings.models import (
    Against,
    FinancePaper,
    FinanceSignOff,
    LedgerLine,
    ReconcilingItem,
    SchemeStatus,
)
from app.savings.queries import reconciliation
from app.savings.rules.shown import given_back
from app.savings.rules.validation import DEFAULTS, Evidence
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
APRIL, OCTOBER = Month(2026, 4), Month(2026, 10)
SYSTEM = Actor.system("test")
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def person(programme):
    return make.finance(programme, name="Fay Finance")


@pytest.fixture
def now(person):
    return {"actor": make.actor(person), "at": AT}


def validated(workstream, pence, *, month=OCTOBER, ledger=None, **given):
    """A scheme whose claim finance validated."""
    made = make.claim(pence, month=month, ledger=ledger, workstream_id=workstream.id, **given)
    scheme = schemes.get(made.id, SYSTEM)
    validation.validate(scheme, month, evidence=Evidence.ESR, reason="Seen", actor=SYSTEM, at=AT)
    db.session.commit()
    return scheme


def found(programme, month=OCTOBER):
    db.session.flush()
    return reconciliation.of_month(programme.id, month, DEFAULTS)


def test_a_month_is_reconciled_from_april_with_what_is_matched_and_not(programme, workstream):
    validated(workstream, 500_000, month=APRIL, ledger=480_000)
    validated(workstream, 300_000, ledger=300_000, disclosure=Disclosure.WORKFORCE)
    make.claim(100_000, workstream_id=workstream.id)
    make.ledger_line(programme_id=programme.id, pence=7_000)
    make.ledger_line(programme_id=programme.id, pence=9_999, is_withdrawn=True)
    make.ledger_line(programme_id=programme.id, pence=1, month=Month(2026, 3))
    make.ledger_line(programme_id=programme.id, pence=1, month=Month(2026, 11))
    gone = validated(workstream, 900_000)
    gone.status = SchemeStatus.WITHDRAWN
    elsewhere = make.workstream()
    validated(elsewhere, 1_000_000, ledger=1_000_000)

    figures = found(programme).figures

    assert (figures.claimed, figures.validated, figures.not_validated) == (
        900_000,
        800_000,
        100_000,
    )
    assert (figures.matched, figures.unmatched, figures.ledger) == (780_000, 7_000, 787_000)
    assert found(programme).to_ledger.difference == 13_000


def test_without_ledger_or_paper_there_is_nothing_to_agree_with(programme, workstream):
    validated(workstream, 500_000)
    assert (found(programme).to_ledger, found(programme).to_paper) == (None, None)


def paper(programme, pence, now, **more):
    return commands.set_paper(
        programme, OCTOBER, pence=Pence(pence), title="Finance report M7", **more, **now
    )


def explain(programme, pence, now, against=Against.LEDGER):
    return commands.explain(
        programme, OCTOBER, against=against, pence=Pence(pence), reason="A late journal", **now
    )


def test_finance_signs_once_nothing_above_tolerance_is_unexplained(programme, workstream, now):
    validated(workstream, 50_000_00, ledger=40_000_00)
    with pytest.raises(RuleBroken, match=r"£10,000\.00 of the difference to the ledger"):
        commands.sign_off(programme, OCTOBER, **now)
    explain(programme, 9_000_00, now)
    with pytest.raises(RuleBroken, match="finance paper prints"):
        commands.sign_off(programme, OCTOBER, **now)
    paper(programme, 48_000_00, now)
    with pytest.raises(RuleBroken, match=r"£2,000\.00 of the difference to the finance paper"):
        commands.sign_off(programme, OCTOBER, **now)
    explain(programme, 2_000_00, now, Against.PAPER)

    signed = commands.sign_off(programme, OCTOBER, **now)
    db.session.commit()

    assert (signed.validated, signed.ledger, signed.paper) == (50_000_00, 40_000_00, 48_000_00)
    assert found(programme).moved == []
    with pytest.raises(RuleBroken, match="signed already"):
        commands.sign_off(programme, OCTOBER, **now)


def test_a_figure_that_moves_makes_the_signature_stale_until_it_is_given_anew(
    programme, workstream, now
):
    scheme = validated(workstream, 50_000_00, ledger=50_000_00)
    paper(programme, 50_000_00, now)
    commands.sign_off(programme, OCTOBER, **now)
    validation.reject(scheme, OCTOBER, reason="Counted twice", clears_claim=True, **now)
    assert found(programme).moved == ["validated", "claimed"]
    with pytest.raises(RuleBroken, match="Say why"):
        commands.withdraw_sign_off(programme, OCTOBER, reason=" ", **now)
    commands.withdraw_sign_off(programme, OCTOBER, reason="A claim was rejected", **now)
    assert found(programme).signed is None
    with pytest.raises(RuleBroken, match="ledger is not explained"):
        commands.sign_off(programme, OCTOBER, **now)
    with pytest.raises(RuleBroken, match="is not signed"):
        commands.withdraw_sign_off(programme, OCTOBER, reason="Again", **now)


def test_claims_that_are_not_decided_do_not_stop_the_signature(programme, workstream, now):
    make.claim(5_000_00, workstream_id=workstream.id)
    paper(programme, 0, now)
    commands.sign_off(programme, OCTOBER, **now)
    assert found(programme).signed.claimed == 5_000_00


def test_an_explanation_that_is_withdrawn_explains_nothing(programme, workstream, now):
    validated(workstream, 50_000_00, ledger=40_000_00)
    item = explain(programme, 10_000_00, now)
    db.session.flush()
    assert found(programme).to_ledger.unexplained == 0
    commands.withdraw_item(programme, item.id, **now)
    assert found(programme).to_ledger.unexplained == 10_000_00
    with pytest.raises(RuleBroken, match="already"):
        commands.withdraw_item(programme, item.id, **now)
    with pytest.raises(NotFound):
        commands.withdraw_item(make.programme(), item.id, actor=SYSTEM, at=AT)


def test_last_months_explanations_are_carried_over_once(client, programme, person, now):
    given = {"against": Against.LEDGER, "pence": Pence(500_00), "reason": "Time released", **now}
    commands.explain(programme, Month(2026, 9), **given)
    commands.explain(programme, Month(2026, 9), **{**given, "against": Against.PAPER})
    commands.explain(programme, OCTOBER, **given)
    db.session.commit()
    client.sign_in(person)
    assert "September 2026 has 1 explanation that is not here" in text(
        client.get(address(programme))
    )
    assert client.post(address(programme, "/carry-over")).status_code == 302
    again = client.post(address(programme, "/carry-over"))
    assert again.status_code == 422
    assert "nothing more to carry over" in text(again)
    items = found(programme).items
    assert [item.against for item in items] == [Against.LEDGER, Against.PAPER]


def test_nothing_is_carried_over_into_a_new_year(programme, now):
    march, april = Month(2026, 3), Month(2026, 4)
    given = {"against": Against.LEDGER, "pence": Pence(500_00), "reason": "Time released", **now}
    commands.explain(programme, march, **given)
    with pytest.raises(RuleBroken, match="nothing more"):
        commands.carry_over(programme, april, **now)


@pytest.mark.parametrize("role", [make.lead, make.pmo, make.sro], ids=["lead", "pmo", "sro"])
def test_only_finance_reconciles_and_signs(programme, workstream, role):
    place = workstream if role is make.lead else programme
    whose = {"actor": make.actor(role(place)), "at": AT}
    for act in (
        lambda: commands.sign_off(programme, OCTOBER, **whose),
        lambda: paper(programme, 1, whose),
        lambda: explain(programme, 1, whose),
        lambda: commands.withdraw_item(programme, 1, **whose),
        lambda: commands.withdraw_sign_off(programme, OCTOBER, reason="x", **whose),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_month_to_come_is_not_signed(programme, now):
    with pytest.raises(RuleBroken, match="has not begun"):
        commands.sign_off(programme, Month(2026, 11), **now)


def test_the_papers_figure_is_changed_only_from_the_page_as_it_is(programme, now):
    stored = paper(programme, 1_000, now)
    db.session.commit()
    paper(programme, 2_000, now, version=stored.version)
    db.session.flush()
    with pytest.raises(Conflict):
        paper(programme, 3_000, now, version=1)
    with pytest.raises(RuleBroken, match="Enter which paper"):
        commands.set_paper(programme, OCTOBER, pence=Pence(1), title=" ", **now)
    with pytest.raises(RuleBroken, match="too large"):
        paper(programme, 10**16, now)


def test_every_act_is_in_the_trail(programme, workstream, now):
    validated(workstream, 5_000_00, ledger=5_000_00)
    paper(programme, 4_000_00, now)
    item = explain(programme, 1_000_00, now, Against.PAPER)
    db.session.flush()
    commands.sign_off(programme, OCTOBER, **now)
    commands.withdraw_sign_off(programme, OCTOBER, reason="Wrong", **now)
    commands.withdraw_item(programme, item.id, **now)
    db.session.commit()
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
    assert [event.action.partition(".")[2] for event in events[-5:]] == [
        "set_paper",
        "explain",
        "sign_off",
        "withdraw_sign_off",
        "withdraw_item",
    ]
    assert {event.programme_id for event in events[-5:]} == {programme.id}


def text(response):
    return response.get_data(as_text=True)


def address(programme, act=""):
    return f"/savings/reconciliation{act}?programme={programme.code}&month=2026-10"


def to_sign(page):
    """What the form of the signature gives back of the figures that its page shows."""
    return {"sign-shown": re.search(r'name="sign-shown"[^>]*value="([^"]*)"', page)[1]}


def test_the_page_takes_a_month_to_its_signature(client, programme, workstream, person):
    validated(workstream, 50_000_00, ledger=40_000_00)
    client.sign_in(person)
    page = text(client.get(address(programme)))
    assert "The ledger differs by £10,000.00 (more is validated)" in page
    assert "It cannot be signed yet" in page

    sent = client.post(address(programme, "/paper"), data={"paper-pence": "x"})
    assert sent.status_code == 422
    assert "must be an amount of money" in text(sent)
    figures = {"paper-pence": "50,000", "paper-title": HOSTILE}
    assert client.post(address(programme, "/paper"), data=figures).status_code == 302
    item = {
        "explain-against": "ledger",
        "explain-explained": "10000",
        "explain-reason": "A journal that posts in November",
    }
    sent = client.post(address(programme, "/explain"), data={**item, "explain-explained": "0"})
    assert "it cannot be 0" in text(sent)
    assert client.post(address(programme, "/explain"), data=item).status_code == 302
    page = text(client.get(address(programme)))
    assert "The ledger agrees, once explained" in page
    assert "The finance paper agrees" in page
    assert HOSTILE not in page

    assert client.post(address(programme, "/sign-off"), data=to_sign(page)).status_code == 302
    assert "Signed by Fay Finance for finance" in text(client.get(address(programme)))
    db.session.scalars(select(LedgerLine)).one().pence = Pence(1)
    db.session.commit()
    assert "what was ledger has moved since" in text(client.get(address(programme)))
    sent = client.post(address(programme, "/withdraw-sign-off"), data={"withdraw-reason": ""})
    assert sent.status_code == 422
    why = {"withdraw-reason": "The ledger moved"}
    assert client.post(address(programme, "/withdraw-sign-off"), data=why).status_code == 302
    page = text(client.get(address(programme)))
    assert "is not explained" in page
    assert 'name="sign-shown"' not in page
    kept = db.session.scalars(select(ReconcilingItem)).one()
    done = client.post(address(programme, f"/items/{kept.id}/withdraw"))
    assert done.status_code == 302
    assert db.session.get(ReconcilingItem, kept.id).is_withdrawn


def test_a_stale_figure_of_the_paper_shows_both_versions(client, programme, person, now):
    paper(programme, 1_000, now)
    db.session.commit()
    client.sign_in(person)
    first = {"paper-pence": "20", "paper-title": "A", "paper-version": "1"}
    assert client.post(address(programme, "/paper"), data=first).status_code == 302
    second = {"paper-pence": "30", "paper-title": "B", "paper-version": "1"}
    stale = client.post(address(programme, "/paper"), data=second)
    assert stale.status_code == 409
    assert "£20.00" in text(stale)
    assert db.session.scalars(select(FinancePaper)).one().pence == 20_00


def test_a_lead_reads_the_reconciliation_and_signs_nothing(client, programme, workstream):
    client.sign_in(make.lead(workstream))
    page = text(client.get(address(programme)))
    assert "A month is reconciled as a whole" in page
    assert "Saved to date" not in page
    for act in ("/paper", "/explain", "/sign-off", "/withdraw-sign-off", "/items/1/withdraw"):
        assert client.post(address(programme, act), data={}).status_code == 403
    assert db.session.scalars(select(FinanceSignOff)).all() == []


def test_a_reader_of_the_whole_programme_reads_it_and_signs_nothing(client, programme):
    client.sign_in(make.sro(programme))
    page = text(client.get(address(programme)))
    assert "The ledger has no line" in page
    assert "Sign October 2026" not in page
    assert client.post(address(programme, "/sign-off"), data={}).status_code == 403


def test_finance_of_one_workstream_does_not_sign_the_programmes_month(
    client, programme, workstream
):
    client.sign_in(make.with_role(Role.FINANCE, workstream=workstream))
    assert "Sign October 2026" not in text(client.get(address(programme)))
    assert client.post(address(programme, "/sign-off"), data={}).status_code == 403


def test_another_programmes_month_is_not_found(client, programme, person):
    other = make.programme()
    client.sign_in(person)
    assert client.get(address(other)).status_code == 404
    assert client.post(address(other, "/sign-off"), data={}).status_code == 404


def test_the_page_asks_the_same_for_one_scheme_and_fifty(
    client, programme, workstream, person, queries
):
    client.sign_in(person)

    def asked(count):
        for _ in range(count):
            validated(workstream, 1_000, ledger=1_000)
        queries.clear()
        client.get(address(programme))
        return len(queries)

    assert asked(1) == asked(50)


def test_a_paper_without_an_amount_is_asked_for_it(programme, now):
    with pytest.raises(RuleBroken) as refused:
        commands.set_paper(programme, OCTOBER, pence=None, title="Table 3", **now)
    assert refused.value.field == "pence"


def test_a_part_of_the_difference_is_said_in_words(programme, now):
    given = {"against": Against.LEDGER, "pence": Pence(5)}
    with pytest.raises(RuleBroken) as refused:
        commands.explain(programme, OCTOBER, **given, reason=" ", **now)
    assert refused.value.field == "reason"
    assert db.session.scalars(select(ReconcilingItem)).all() == []


@pytest.fixture
def signed_as_explained(programme, workstream, now):
    """Finance signed £50,000 beside a ledger of £40,000, as £10,000 were explained: the item."""
    validated(workstream, 50_000_00, ledger=40_000_00)
    paper(programme, 50_000_00, now)
    item = explain(programme, 10_000_00, now)
    db.session.flush()
    commands.sign_off(programme, OCTOBER, **now)
    db.session.commit()
    return item


def test_what_is_explained_stays_as_it_is_under_a_signature(programme, now, signed_as_explained):
    with pytest.raises(RuleBroken, match=r"signed by Fay Finance\. Withdraw the signature first"):
        commands.withdraw_item(programme, signed_as_explained.id, **now)
    with pytest.raises(RuleBroken, match="Withdraw the signature first"):
        explain(programme, 5_00, now)
    given = {"against": Against.PAPER, "pence": Pence(1_00), "reason": "Time", **now}
    commands.explain(programme, Month(2026, 9), **given)
    db.session.flush()
    with pytest.raises(RuleBroken, match="Withdraw the signature first"):
        commands.carry_over(programme, OCTOBER, **now)
    assert found(programme).to_ledger.unexplained == 0

    commands.withdraw_sign_off(programme, OCTOBER, reason="Look at it again", **now)
    commands.withdraw_item(programme, signed_as_explained.id, **now)
    assert found(programme).to_ledger.unexplained == 10_000_00


def test_a_signed_months_page_offers_no_explanation_to_add_or_take_back(
    client, programme, person, signed_as_explained
):
    client.sign_in(person)
    page = text(client.get(address(programme)))
    assert "To add an explanation or take one back, withdraw the signature first" in page
    assert "Save the explanation" not in page
    assert "/withdraw?" not in page
    sent = client.post(address(programme, f"/items/{signed_as_explained.id}/withdraw"))
    assert sent.status_code == 422
    assert "Withdraw the signature first" in text(sent)
    typed = {"against": "ledger", "explained": "5", "reason": "A journal of November"}
    sent = client.post(
        address(programme, "/explain"), data={f"explain-{key}": typed[key] for key in typed}
    )
    assert sent.status_code == 422
    assert "A journal of November" in text(sent)


def test_a_signature_whose_explanation_has_gone_is_out_of_date(programme, signed_as_explained):
    signed_as_explained.is_withdrawn = True
    assert found(programme).moved == ["explained"]


def test_finance_signs_only_the_figures_that_the_page_showed(
    client, programme, workstream, person, now
):
    validated(workstream, 10_000_00, ledger=10_000_00)
    paper(programme, 10_000_00, now)
    db.session.commit()
    client.sign_in(person)
    shown = to_sign(text(client.get(address(programme))))
    validated(workstream, 90_000_00, ledger=90_000_00)
    paper(programme, 100_000_00, now, version=1)
    db.session.commit()

    refused = client.post(address(programme, "/sign-off"), data=shown)

    assert refused.status_code == 409
    page = text(refused)
    assert "validated was £10,000.00 and is now £100,000.00" in page
    assert "paper was £10,000.00 and is now £100,000.00" in page
    assert db.session.scalars(select(FinanceSignOff)).all() == []
    assert client.post(address(programme, "/sign-off"), data=to_sign(page)).status_code == 302
    assert db.session.scalars(select(FinanceSignOff)).one().validated == 100_000_00


def test_what_was_explained_meanwhile_is_read_before_it_is_signed(programme, now):
    paper(programme, -500_00, now)
    shown = given_back(found(programme).shown)
    explain(programme, 500_00, now, Against.PAPER)
    db.session.flush()
    moved = "explained to the finance paper was £0.00 and is now £500.00"
    with pytest.raises(Conflict, match=moved):
        commands.sign_off(programme, OCTOBER, shown=shown, **now)


@pytest.mark.parametrize("shown", ["", "1.2", "x.0..0.0.0", "-.0..0.0.0", "0" * 99])
def test_figures_of_no_page_are_not_signed(client, programme, person, now, shown):
    paper(programme, 0, now)
    db.session.commit()
    client.sign_in(person)
    sent = client.post(address(programme, "/sign-off"), data={"sign-shown": shown})
    assert sent.status_code == 409
    assert "read the month’s figures again" in text(sent)
    assert db.session.scalars(select(FinanceSignOff)).all() == []
