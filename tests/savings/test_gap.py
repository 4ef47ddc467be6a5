"""What closes the gap: beside the forecast, never in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.models import ActionKind, ActionStatus
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.programmes.models import Disclosure, ProgrammeTarget
from app.programmes.models.workstream import WorkstreamTarget
from app.programmes.roles import Role
from app.savings.models import DevelopmentStatus
from app.savings.rules.lifecycle import Stage
from tests import make
from tests.make.store import stored

YEAR = FinancialYear(2026)


@pytest.fixture
def programme():
    return make.programme(code="OPT")


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", name="Virtual clinics", programme_id=programme.id)


def pounds(amount: int) -> Pence:
    return Pence(amount * 100)


def target(programme: Any, amount: int) -> None:
    stored(ProgrammeTarget(programme_id=programme.id, financial_year=YEAR, pence=pounds(amount)))


def scheme_of(workstream: Any, monthly: int, **given: Any) -> Any:
    months = [monthly // 1000] * 12
    made = make.scheme(workstream=workstream, **given)
    return make.money(made, plan=months, forecast=months, actual=months[:6])


def closer(workstream: Any, expected: int, **given: Any) -> Any:
    return make.action(
        workstream=workstream,
        kind=ActionKind.GAP,
        financial_year=YEAR,
        expected=pounds(expected),
        owner_id=make.person(name="Ola Owner").id,
        **given,
    )


def page_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.get_data(as_text=True)[-3000:]
    return " ".join(str(response.get_data(as_text=True)).split())


def test_without_a_target_the_page_says_what_to_do(client, programme, workstream):
    page = page_of(client.sign_in(make.pmo(programme)).get("/savings/gap"))
    assert "There is no target for 2026/27" in page
    assert "Give the programme a target" in page
    assert "No open action closes the gap" in page


def test_the_gap_the_actions_and_what_is_uncovered_stand_beside_each_other(
    client, programme, workstream
):
    target(programme, 300_000)
    scheme_of(workstream, 10_000)
    closer(workstream, 60_000, title="Agree agency rates", due_on=date(2026, 10, 1))
    closer(
        workstream,
        80_000,
        title="Close the annexe",
        status=ActionStatus.COMPLETE,
        achieved=pounds(30_000),
        completed_on=date(2026, 10, 1),
        outcome="Half closed",
    )
    page = page_of(client.sign_in(make.pmo(programme)).get("/savings/gap?programme=OPT"))
    assert "£180k short" in page  # 300k less 120k that the schemes forecast
    assert "£120k" in page  # 180k less the 60k of the open action
    assert "Weights used after risk, in per cent of the forecast still to come" in page
    for words in ("Agree agency rates", "Ola Owner", "Overdue", "Half closed"):
        assert words in page
    assert "£80k was expected, £30k came of it, £50k less than expected" in page
    assert ">Add an action that closes the gap<" in page


def test_what_the_quality_gate_holds_widens_the_gap(client, programme, workstream):
    target(programme, 300_000)
    held = DevelopmentStatus.FULLY_DEVELOPED
    scheme_of(workstream, 10_000, development_status=held)
    page = page_of(client.sign_in(make.pmo(programme)).get("/savings/gap"))
    assert "£240k short" in page  # six months saved, the six to come are held


def test_an_action_never_counts_as_forecast(client, programme, workstream):
    target(programme, 300_000)
    scheme_of(workstream, 10_000)
    reader = client.sign_in(make.pmo(programme))
    before = page_of(reader.get("/savings")).split('id="sums"')[1].split("</table>")[0]
    closer(workstream, 60_000)
    after = page_of(reader.get("/savings")).split('id="sums"')[1].split("</table>")[0]
    assert before == after
    assert "£180k short" in page_of(reader.get("/savings/gap"))


def test_each_workstream_has_its_own_gap(client, programme, workstream):
    target(programme, 300_000)
    stored(
        WorkstreamTarget(workstream_id=workstream.id, financial_year=YEAR, pence=pounds(150_000))
    )
    scheme_of(workstream, 10_000)
    closer(workstream, 20_000)
    closer(make.workstream(ref="WS02", programme_id=programme.id), 5_000)
    scheme_of(make.workstream(ref="WS03", programme_id=programme.id), 20_000)
    page = page_of(client.sign_in(make.pmo(programme)).get("/savings/gap"))
    table = page.split('id="by-workstream"')[1].split("</table>")[0]
    assert "£30k short" in table
    assert "£20k" in table
    assert "No target" in table  # WS02 has only an action
    assert "£240k (plan)" in table  # WS03 has only a plan


def test_a_lead_of_one_workstream_does_not_see_the_programmes_gap(client, programme, workstream):
    target(programme, 300_000)
    other = make.workstream(ref="WS02", programme_id=programme.id)
    closer(other, 5_000, title="Not yours")
    closer(workstream, 6_000, title="Yours")
    own = WorkstreamTarget(workstream_id=workstream.id, financial_year=YEAR, pence=pounds(120_000))
    stored(own)
    page = page_of(client.sign_in(make.lead(workstream)).get("/savings/gap"))
    assert "Not yours" not in page
    assert "Yours" in page
    assert "5.0%" in page  # of the workstream's own gap: 6k of 120k
    assert "£300k" not in page


def test_what_is_workforce_sensitive_is_not_counted_and_said_to_be_withheld(
    client, programme, workstream
):
    target(programme, 300_000)
    scheme_of(workstream, 10_000)
    scheme_of(workstream, 5_000, title="Posts removed", disclosure=Disclosure.WORKFORCE)
    closer(workstream, 7_000, title="Consult on posts", disclosure=Disclosure.WORKFORCE)
    page = page_of(client.sign_in(make.pmo(programme)).get("/savings/gap"))
    assert "£180k short" in page
    assert "you are not named: 1 scheme" in page
    assert "Consult on posts" not in page


def test_the_page_says_that_its_gap_leaves_out_what_the_quality_gate_holds(
    client, programme, workstream
):
    target(programme, 300_000)
    scheme_of(workstream, 10_000)
    client.sign_in(make.pmo(programme))
    before = page_of(client.get("/savings/gap"))
    scheme_of(workstream, 5_000, stage=Stage.IDEA)
    after = page_of(client.get("/savings/gap"))
    assert "The quality gate holds" not in before
    assert "The quality gate holds £30k, which closes no gap until it is approved" in after


def test_the_page_asks_as_much_for_1_action_as_for_30(client, programme, workstream, queries):
    target(programme, 300_000)
    client.sign_in(make.with_role(Role.AUDITOR, programme=programme))
    counts = []
    for number in (1, 29):
        for _ in range(number):
            scheme_of(workstream, 1_000)
            closer(workstream, 1_000)
        client.get("/savings/gap")
        queries.clear()
        page_of(client.get("/savings/gap"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


@pytest.mark.parametrize("query", ["programme=%00", "programme=NOPE", "programme=<script>"])
def test_no_address_can_break_the_page(client, programme, workstream, query):
    page = page_of(client.sign_in(make.lead(workstream)).get(f"/savings/gap?{query}"))
    assert "<script>" not in page
