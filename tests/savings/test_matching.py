"""Nobody matches a ledger line to their own scheme, nor takes one from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.audit import queries as audit
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.db import db
from app.programmes.models import Deputy, Disclosure
from app.savings import queries as schemes
from app.savings.commands import ledger
from app.savings.models import LedgerLine
from app.savings.queries import claims
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("test")


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def finance(programme):
    return make.finance(programme)


def scheme(workstream, **given):
    return schemes.get(make.scheme(workstream_id=workstream.id, **given).id, SYSTEM)


@pytest.mark.parametrize("whose", ["owner_id", "author_id"])
def test_a_line_is_not_matched_to_ones_own_scheme(programme, workstream, finance, whose):
    line = make.ledger_line(programme_id=programme.id, pence=5_000)
    own = scheme(workstream, **{whose: finance.id})
    with pytest.raises(NotAllowed, match="their own scheme"):
        ledger.match_line(line, own, actor=make.actor(finance), at=AT)
    ledger.match_line(line, own, actor=make.actor(make.finance(programme)), at=AT)
    assert line.scheme_id == own.id


def test_who_stands_in_for_the_owner_matches_no_line_to_the_scheme(programme, workstream, finance):
    owner = make.person(name="Olu Owner")
    own = scheme(workstream, owner_id=owner.id, ref="S9", title="Mine")
    line = make.ledger_line(programme_id=programme.id, pence=5_000)
    spell = {"starts_on": AT.date(), "ends_on": AT.date(), "reason": "On leave"}
    db.session.add(Deputy(principal_id=owner.id, deputy_id=finance.id, **spell))
    db.session.commit()
    actor = make.actor(finance)
    assert claims.choices(programme.id, actor, AT.date()) == []
    with pytest.raises(NotAllowed, match="their own scheme"):
        ledger.match_line(line, own, actor=actor, at=AT)
    tomorrow = AT + timedelta(days=1)
    assert claims.choices(programme.id, actor, tomorrow.date()) == [(own.id, "S9 Mine")]


def test_a_line_is_not_taken_from_ones_own_scheme(programme, workstream, finance):
    own, other = scheme(workstream, owner_id=finance.id), scheme(workstream)
    line = make.ledger_line(own, programme_id=programme.id, pence=5_000)
    with pytest.raises(NotAllowed, match="their own scheme"):
        ledger.match_line(line, other, actor=make.actor(finance), at=AT)


def test_a_line_that_moves_is_told_in_the_story_of_both_schemes(programme, workstream, finance):
    before, after = scheme(workstream), scheme(workstream)
    line = make.ledger_line(before, programme_id=programme.id, pence=5_000)
    ledger.match_line(line, after, actor=make.actor(finance), at=AT)
    db.session.commit()
    deeds = {
        each.id: [event.action for event in audit.of_record("scheme", each.id)]
        for each in (before, after)
    }
    assert deeds == {
        before.id: ["scheme.lose_ledger_line"],
        after.id: ["scheme.match_ledger_line"],
    }


def test_the_page_does_not_offer_ones_own_scheme_and_refuses_it(
    client, programme, workstream, finance
):
    own = scheme(workstream, title="Mine alone", owner_id=finance.id)
    scheme(workstream, title="Somebody’s")
    line = make.ledger_line(programme_id=programme.id, pence=5_000)
    client.sign_in(finance)
    url = f"/savings/ledger/{line.id}?programme=OPD&month=2026-10"
    page = client.get(url).text
    assert "Somebody’s" in page
    assert "Mine alone" not in page
    sent = client.post(url, data={"scheme_id": str(own.id), "version": "1"})
    assert sent.status_code in (403, 422)
    assert db.session.get(LedgerLine, line.id).scheme_id is None


def test_the_line_of_a_scheme_that_one_may_not_see_is_not_found(
    client, programme, workstream, finance
):
    hidden = scheme(workstream, disclosure=Disclosure.WORKFORCE)
    line = make.ledger_line(hidden, programme_id=programme.id, pence=77_700)
    sent = client.sign_in(finance).get(f"/savings/ledger/{line.id}?programme=OPD&month=2026-10")
    assert sent.status_code == 404
