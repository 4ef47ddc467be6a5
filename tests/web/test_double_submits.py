"""A form that is sent twice does its work once, where it moves money or asks somebody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.actions.models import Action
from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.mandates.models import Kpi
from app.quality.models import QualityMeasure
from app.savings import queries as schemes
from app.savings.commands import closing
from app.savings.models import Adjustment, ClaimQuery, SchemeMonth, Validation
from app.savings.queries import claims
from app.savings.rules.validation import DEFAULTS
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("test")
OCTOBER = Month(2026, 10)
SAFETY = "Patient safety"


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def lead(client, workstream):
    return client.sign_in(make.lead(workstream, name="Ada Lead"))


def twice(client, address, data):
    """The same form, to the letter, from two presses of one button."""
    first, second = (client.post(address, data=data) for _ in "ab")
    assert first.status_code == 302, first.get_data(as_text=True)
    return second


def refused(answer, sentence, status=422):
    assert answer.status_code == status
    assert sentence in answer.get_data(as_text=True)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def due(day, name="due_on"):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


@pytest.mark.parametrize("kind", ["general", "closes the gap"])
def test_an_action_asks_its_owner_once_and_counts_its_pounds_once(lead, workstream, kind):
    owner = make.lead(workstream, name="Olu Owner")
    data = {
        "version": "",
        "workstream_id": workstream.id,
        "kind": kind,
        "title": "Agree rates",
        "owner_id": owner.id,
        "expected": "60,000" if kind == "closes the gap" else "",
        "disclosure": "private",
        **due(date(2026, 12, 1)),
    }
    address = f"/actions/new?workstream={workstream.id}"
    refused(twice(lead, address, data), "WS01-A01 asks the same of the same person")
    assert count(Action) == 1
    for other in ({"title": "Sign rates"}, due(date(2026, 12, 2)), {"owner_id": ""}):
        if kind == "general" or "owner_id" not in other:
            assert lead.post(address, data={**data, **other}).status_code == 302


def test_a_kpi_is_added_once_whatever_its_case_and_spaces(lead, workstream):
    scheme = make.scheme(workstream_id=workstream.id)
    data = {
        "version": "",
        "title": "Missed appointments",
        "unit": "%",
        "better": "below",
        "baseline": "9.1",
        "target": "6.4",
    }
    address = f"/savings/{scheme.id}/mandate/kpis/new"
    refused(twice(lead, address, data), "This scheme has a KPI of that name")
    again = lead.post(address, data={**data, "title": "  missed   APPOINTMENTS "})
    refused(again, "This scheme has a KPI of that name")
    assert lead.post(address, data={**data, "title": "Waits"}).status_code == 302
    renamed = db.session.scalars(select(Kpi).where(Kpi.title == "Waits")).one()
    edit = f"/savings/mandate/kpis/{renamed.id}/edit"
    refused(lead.post(edit, data={**data, "version": 1}), "This scheme has a KPI of that name")
    first = db.session.scalars(select(Kpi).where(Kpi.title != "Waits")).one()
    gone = {"reason": "Nobody counts it", "version": first.version}
    assert lead.post(f"/savings/mandate/kpis/{first.id}/withdraw", data=gone).status_code == 302
    assert lead.post(address, data=data).status_code == 302


def test_a_kpi_that_is_to_stay_where_it_is_is_refused_beside_its_target(lead, workstream):
    scheme = make.scheme(workstream_id=workstream.id)
    data = {"title": "Waits", "unit": "days", "better": "below", "baseline": "9", "target": "9.0"}
    address = f"/savings/{scheme.id}/mandate/kpis/new"
    refused(lead.post(address, data={**data, "version": ""}), "The target is the baseline of 9")
    assert count(Kpi) == 0


def test_a_measure_is_watched_once(client):
    made = make.assessment(negative={SAFETY: (2, 2)})
    scheme = schemes.get(made.scheme_id, SYSTEM)
    before = count(QualityMeasure)
    data = {
        "version": "",
        "domain": SAFETY,
        "title": "Falls at night",
        "unit": "a month",
        "worse": "above",
        "baseline": "10",
        "threshold": "20",
        "stop_trigger": "30",
    }
    address = f"/quality/{made.id}/measures/new"
    inside = client.sign_in(make.lead(scheme.workstream))
    refused(twice(inside, address, data), "Falls at night is watched for this domain already")
    assert count(QualityMeasure) == before + 1


def test_an_adjustment_moves_the_figure_once(lead, programme, workstream):
    made = make.claim(100_000, month=Month(2026, 9), workstream_id=workstream.id)
    closing.close_months(programme, Month(2026, 9), actor=SYSTEM, at=AT)
    db.session.commit()
    data = {
        "version": made.version,
        "month": "2026-09",
        "recurrent": "-500",
        "reason": "Journal 123",
        "step": "save",
    }
    answer = twice(lead, f"/savings/{made.id}/adjust", data)
    refused(answer, "Someone else saved this", status=409)
    assert count(Adjustment) == 1
    assert db.session.scalars(select(SchemeMonth.actual_recurrent)).one() == 50_000


def test_a_claim_is_written_once(lead, workstream):
    made = make.claim(100_000, workstream_id=workstream.id)
    address = f"/savings/{made.id}/months?year=2026-27"
    data = {"version": made.version, "m07_actual_recurrent": "900"}
    refused(twice(lead, address, data), "Someone else saved this", status=409)
    assert 90_000 in db.session.scalars(select(SchemeMonth.actual_recurrent)).all()


def test_a_query_asks_its_owner_once_and_a_verdict_stands_once(client, programme, workstream):
    made = make.claim(100_000, ledger=160_000, workstream_id=workstream.id)
    scheme = schemes.get(made.id, SYSTEM)
    owner, finance = make.lead(workstream), make.finance(programme)

    def shown():
        db.session.expire_all()
        return claims.of_scheme(schemes.get(scheme.id, SYSTEM), OCTOBER, DEFAULTS).shown

    inside, address = client.sign_in(finance), f"/savings/{made.id}/validation/2026-10"
    question = {"shown": shown(), "decision": "query", "reason": "Why?", "owner_id": owner.id}
    answer = twice(inside, address, {**question, **due(date(2026, 10, 27))})
    refused(answer, "decided since you opened the page: queried")
    assert count(ClaimQuery) == count(Validation) == 1
    taken = {"shown": shown(), "decision": "ledger", "reason": ""}
    refused(twice(inside, address, taken), "figures moved since you opened the page")
    assert count(Validation) == 2
