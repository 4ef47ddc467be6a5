"""Posts stand beside the pounds of pay schemes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.db import db
from app.savings import commands, queries
from app.savings.models import Scheme
from tests import make

NOW = {"actor": Actor.system("test"), "at": datetime(2026, 10, 20, 9, 30, tzinfo=UTC)}
FORM = {
    "title": "Fewer agency nurses",
    "development_status": "plans in progress",
    "category": "Pay: agency",
    "disclosure": "private",
}


@pytest.fixture
def scheme():
    made = make.scheme(category="Pay: agency")
    return queries.get(made.id, Actor.system("test"))


def test_a_pay_scheme_has_posts_and_its_history_says_so(scheme):
    commands.edit(scheme, {"wte_budgeted": 250, "wte_contracted": 0}, **NOW)
    assert (scheme.wte_budgeted, scheme.wte_contracted) == (250, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"wte_budgeted": -1},
        {"category": "Non-pay: fleet", "wte_budgeted": 100},
        {"category": "", "wte_contracted": 100},
    ],
    ids=["below nothing", "not of pay", "no category"],
)
def test_posts_that_cannot_be_are_refused(scheme, values):
    with pytest.raises(RuleBroken):
        commands.edit(scheme, values, **NOW)


def test_a_pay_scheme_with_posts_does_not_become_another_sort(scheme):
    commands.edit(scheme, {"wte_budgeted": 250}, **NOW)
    with pytest.raises(RuleBroken, match="Only a pay scheme"):
        commands.edit(scheme, {"category": "Non-pay: fleet"}, **NOW)


@pytest.mark.parametrize(
    ("typed", "status", "stored"),
    [
        ("2.5", 302, 250),
        ("1,000", 302, 100_000),
        ("", 302, None),
        ("2.555", 422, None),
        ("x", 422, None),
    ],
)
def test_posts_are_typed_with_two_decimals_at_most(client, scheme, typed, status, stored):
    client.sign_in(make.pmo(scheme.workstream.programme))
    data = {**FORM, "wte_budgeted": typed, "version": str(scheme.version)}
    scheme_id = scheme.id
    answer = client.post(f"/savings/{scheme_id}/edit", data=data)
    assert answer.status_code == status
    assert db.session.get(Scheme, scheme_id).wte_budgeted == stored
    if status == 422:
        assert "two decimals at most" in answer.get_data(as_text=True)


def test_the_scheme_page_shows_posts_validated_and_transacted(client, scheme):
    programme = scheme.workstream.programme
    commands.edit(scheme, {"wte_budgeted": 250}, **NOW)
    db.session.commit()
    client.sign_in(make.pmo(programme))
    page = client.get(f"/savings/{scheme.id}").get_data(as_text=True)
    for words in ("2.50 budgeted", "not given contracted", "Validated to date", "Transacted"):
        assert words in page
