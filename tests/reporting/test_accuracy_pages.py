"""How forecasts came out, on a page: for readers of the programme, and by person where decided."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Deputy, Disclosure, RoleAssignment, Workstream
from app.programmes.roles import Role
from app.reporting import frozen
from app.reporting.commands import accuracy as commands
from app.reporting.models import AccuracyByPerson
from app.reporting.queries import accuracy
from app.savings.models import Scheme
from tests import make
from tests.conftest import NOW
from tests.reporting.test_outlook import YEAR, a_programme, lock

PAGE = "/months/accuracy"


@pytest.fixture
def programme():
    """Eight locked months in which every scheme fell short, each with an owner."""
    made, _ = a_programme(2)
    found = programmes.by_code(made.code)
    for scheme in db.session.query(Scheme):
        scheme.owner_id = make.person(name=f"Owner of {scheme.ref}").id
    db.session.commit()
    for month in YEAR.months[:8]:
        lock(found, month, actual=15)
    return programmes.by_code(made.code)


@pytest.fixture
def bare():
    """A programme in which nothing has been locked."""
    return programmes.by_code(make.programme(code="OPD").code)


def decide(programme, person, *, is_shown=True, reason="The board asked for it"):
    made = commands.set_accuracy_by_person(
        programme, is_shown=is_shown, reason=reason, actor=make.actor(person), at=NOW
    )
    db.session.commit()
    return made


def shown(client, person) -> str:
    return client.sign_in(person).get(PAGE).get_data(as_text=True)


def owner(programme, name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def joined(programme, name: str, role: Role = Role.CLINICAL_LEAD) -> Person:
    """The owner of that name, with a role in the programme."""
    who = owner(programme, name)
    db.session.add(
        RoleAssignment(
            person_id=who.id, role=role, programme_id=programme.id, starts_on=date(2020, 4, 1)
        )
    )
    db.session.commit()
    return who


def test_the_page_says_how_forecasts_came_out(client, programme):
    page = shown(client, make.pmo(programme))
    assert "Forecasts one month ahead were 26.8% too high on average, on 7 occasions." in page
    assert "Three months ahead: not enough history yet, 5 of the 6 months needed." in page
    assert "14 observations of a forecast made a month ahead" in page
    assert "WS01-S00" in page


def test_a_programme_without_a_locked_month_says_when_the_record_begins(client):
    made = make.programme(code="NEW")
    assert "No month has been locked yet" in shown(client, make.pmo(made))


def test_a_lead_of_another_workstream_sees_neither_the_schemes_nor_the_range(client, programme):
    other = make.workstream(programme_id=programme.id, ref="WS02")
    page = shown(client, make.lead(other))
    assert "WS01-S00" not in page
    assert "observations of a forecast" not in page
    assert "too high" not in page


def test_a_hidden_scheme_takes_its_workstreams_line_with_it(client, programme):
    scheme = db.session.scalars(select(Scheme).where(Scheme.ref == "WS01-S00")).one()
    scheme.disclosure = Disclosure.WORKFORCE
    db.session.commit()
    page = shown(client, make.pmo(programme))
    assert "WS01-S00" not in page
    assert "WS01-S01" in page
    assert "no workstream whose figures you may see in full" in page


def test_nobody_is_shown_by_person_until_the_sro_decides(client, programme):
    for who in (make.sro(programme), make.pmo(programme), joined(programme, "Owner of WS01-S00")):
        assert "Owner of WS01-S00" not in shown(client, who).replace(f">{who.name}<", "")


def test_everybody_reads_who_decides_and_what_each_would_see(client, programme):
    page = shown(client, make.pmo(programme))
    assert "Only the senior responsible owner can decide that it is" in page
    assert "No locked month or report ever holds them" in page
    decide(programme, make.sro(programme))
    page = shown(client, make.pmo(programme))
    assert "has decided that it is shown" in page
    assert "The board asked for it" not in page  # the reason is theirs who see it


def test_a_time_without_enough_history_is_said_once_and_has_no_column(client, programme):
    page = shown(client, make.pmo(programme))
    assert page.count("Three months ahead: not enough history yet") == 2  # workstreams, schemes
    assert ">One month ahead<" in page
    assert ">Three months ahead<" not in page


def test_what_is_drawn_from_and_a_forecast_above_its_range_are_said(client, programme):
    page = shown(client, make.pmo(programme))
    assert "every scheme with savings to come is drawn from them (2)" in page
    last = queries_of(programme, make.pmo(programme))
    assert (last.counted > last.year_end.p90) is ("is higher than nine draws in ten" in page)


def test_once_decided_each_sees_their_own_and_the_sro_sees_all(client, programme):
    sro = make.sro(programme, name="The SRO")
    decide(programme, sro)
    mine = joined(programme, "Owner of WS01-S00")
    people = queries_of(programme, mine).people
    assert [each.name for each in people] == ["Owner of WS01-S00"]
    assert "Your own forecasts" in shown(client, mine)
    assert [each.name for each in queries_of(programme, sro).people] == [
        "Owner of WS01-S00",
        "Owner of WS01-S01",
    ]
    assert "By person" in shown(client, sro)
    assert queries_of(programme, make.pmo(programme)).people == []
    assert "Owner of WS01-S01" not in shown(client, make.pmo(programme))


def queries_of(programme, person):
    return accuracy.page(programme, make.actor(person), NOW.date())


def test_it_can_be_taken_back_and_every_decision_stays(bare):
    sro = make.sro(bare)
    decide(bare, sro)
    decide(bare, sro, is_shown=False, reason="It hurt more than it helped")
    assert queries_of(bare, sro).people == []
    assert [each.is_shown for each in db.session.scalars(select(AccuracyByPerson))] == [True, False]


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.SRO])
def test_nobody_but_the_sro_decides(bare, role):
    with pytest.raises(NotAllowed):
        decide(bare, make.with_role(role, programme=bare))


def test_a_deputy_of_the_sro_does_not_decide_nor_sees_everybodys(bare):
    sro, deputy = make.sro(bare), make.with_role(Role.BOARD, programme=bare)
    decide(bare, sro)
    db.session.add(
        Deputy(
            principal_id=sro.id,
            deputy_id=deputy.id,
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 12, 31),
            reason="Leave",
        )
    )
    db.session.commit()
    assert queries_of(bare, deputy).people == []
    with pytest.raises(NotAllowed, match="senior responsible owner"):
        decide(bare, deputy, is_shown=False)


@pytest.mark.parametrize(("is_shown", "reason"), [(True, " "), (False, "Nothing is shown now")])
def test_a_decision_needs_a_reason_and_has_to_change_something(bare, is_shown, reason):
    with pytest.raises(RuleBroken):
        decide(bare, make.sro(bare), is_shown=is_shown, reason=reason)


def test_the_sro_decides_on_a_page(client, bare):
    sro = make.sro(bare)
    address = f"{PAGE}/OPD/by-person"
    assert client.sign_in(sro).post(address, data={"reason": ""}).status_code == 422
    response = client.sign_in(sro).post(address, data={"reason": "The board asked"})
    assert response.status_code == 302
    assert "No longer show accuracy by person" in shown(client, sro)
    assert client.sign_in(make.pmo(bare)).get(address).status_code == 403
    assert client.sign_in(sro).get(f"{PAGE}/NONE/by-person").status_code == 404


def test_a_locked_month_never_holds_accuracy_by_person(programme):
    decide(programme, make.sro(programme, name="The SRO"))
    document = lock(programme, YEAR.month(9), actual=15)
    assert {each.subject for each in document.accuracy} == {"programme", "workstream", "scheme"}
    kept = frozen.write(frozen.Document(**{**vars(document), "schemes": (), "findings": ()}))
    assert "Owner of" not in kept


def test_the_page_asks_the_same_of_the_database_for_two_schemes_and_for_fifty(
    client, programme, queries
):
    office = make.pmo(programme)
    shown(client, office)
    queries.clear()
    shown(client, office)
    few = len(queries)
    workstream = db.session.scalars(select(Workstream).where(Workstream.ref == "WS01")).one()
    for number in range(10, 60):
        make.scheme(workstream_id=workstream.id, ref=f"WS01-S{number}")
    queries.clear()
    shown(client, office)
    assert len(queries) == few
